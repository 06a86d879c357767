"""Writing to an address again to which nothing was sent."""

from django.utils import timezone

from registry.models import StoppedAddress


def confirm_address(address, *, by):
    """Part of the verb by which somebody says that an address is right. A complaint stays."""
    stopped = StoppedAddress.objects.of(address).exclude(why=StoppedAddress.Why.COMPLAINT)
    for one in stopped.select_for_update(of=("self",)):
        end_stop(one, by=by)


def end_stop(stopped, *, by):
    stopped.ended_at, stopped.ended_by = timezone.now(), None if isinstance(by, str) else by
    stopped.version += 1
    stopped.save()
