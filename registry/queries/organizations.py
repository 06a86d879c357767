"""The staff's view of the inventory: found by any name, whatever its state."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Value

from registry import references
from registry.models import Organization, OrganizationName
from registry.queries.completeness import ready_for
from registry.queries.names import best_owners
from registry.roles import PERMISSIONS

# From here on two names are near enough for a person to look twice.
LOOK_AGAIN = 0.85


def named_like(q, *, user, limit=200, **options):
    """[(organization key, score)] of those with a name near `q`, best first, in any state.

    Whom this person may not know of is not looked at: being the best answer, it would push the others out.
    """
    names = OrganizationName.objects.filter(organization__in=Organization.objects.visible_to(user).values("pk"))
    return best_owners(q, names, owner="organization", limit=limit, **options)


def search_inventory(user, q, *, state="", ready=""):
    """The organizations this person may know of, by any name or by reference, best first; without words by name.

    `ready` names a purpose for which nothing is missing (queries.completeness).
    """
    organizations = Organization.objects.visible_to(user)
    if state:
        organizations = organizations.filter(state=state)
    if ready:
        organizations = ready_for(organizations, ready)
    if not q:
        return organizations.order_by("-updated_at", "pk")
    reference = references.parse(q)
    if reference:
        return organizations.filter(reference=reference)
    order = [key for key, _score in named_like(q, user=user)]
    return organizations.filter(pk__in=order).order_by(_position(order), "pk")


def answered_for_by(user, permission):
    """The organizations for which this person holds a permission as staff; a record without a country is everybody's.

    The same as policies ask of one organization (User.holds with its countries of work), as a query.
    """
    visible = Organization.objects.visible_to(user)
    scopes = [a for a in user.current_assignments() if permission in PERMISSIONS[a.function]]
    return visible.covered_by(scopes).values("pk")


def _position(keys):
    return Func(Value(keys, ArrayField(BigIntegerField())), F("pk"), function="array_position")
