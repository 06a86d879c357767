"""Questions about the systems of partners."""

from django.db.models import Count, Max, Q
from django.utils import timezone

from registry.models import Client, StaffAssignment, User
from registry.roles import PERMISSIONS, Permission


def with_keys(clients):
    """Clients with the number of their live keys and when one was last used."""
    live = Q(keys__revoked_at=None, keys__expires_at__gt=timezone.now())
    return clients.select_related("owner").annotate(live=Count("keys", filter=live), used_at=Max("keys__last_used_at"))


def all_clients():
    """Those that wait for an answer first, then the youngest; closed ones at the end."""
    waits = Q(state="active") & ~Q(asks_because="")
    return with_keys(Client.objects.alias(waits=waits)).order_by("state", "-waits", "-created_at", "-pk")


def keepers_of_clients():
    """Whom it is told when a system asks for more than what is public."""
    keeping = [function for function, held in PERMISSIONS.items() if Permission.MANAGE_CLIENTS in held]
    now = StaffAssignment.objects.current(on=timezone.localdate()).filter(function__in=keeping, countries=[])
    return User.objects.filter(is_active=True, pk__in=now.values("user")).order_by("pk")
