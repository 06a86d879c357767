"""The staff's view of the inventory: found by any name, whatever its state."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Value

from registry import references
from registry.models import Organization, OrganizationName
from registry.queries.names import best_owners
from registry.states import OrganizationState

# From here on two names are near enough for a person to look twice.
LOOK_AGAIN = 0.85


@dataclass(frozen=True)
class Asked:
    """What a member of staff looks for in the inventory; what makes no sense asks for nothing."""

    q: str = ""
    state: str = ""

    @classmethod
    def from_query(cls, query):
        state = query.get("state", "")
        q = " ".join(query.get("q", "").replace("\0", "").split())[:200]
        return cls(q, state if state in OrganizationState.values else "")

    @property
    def filters(self):
        """{name: what was asked} as it stands in an address."""
        return {name: [said] for name, said in (("q", self.q), ("state", self.state)) if said}


def named_like(q, *, user, limit=200, **options):
    """[(organization key, score)] of those with a name near `q`, best first, in any state.

    Whom this person may not know of is not looked at: being the best answer, it would push the others out.
    """
    names = OrganizationName.objects.filter(organization__in=Organization.objects.visible_to(user).values("pk"))
    return best_owners(q, names, owner="organization", limit=limit, **options)


def search_inventory(user, q, *, state=""):
    """The organizations this person may know of, by any name or by reference, best first; without words by name."""
    organizations = Organization.objects.visible_to(user)
    if state:
        organizations = organizations.filter(state=state)
    if not q:
        return organizations.order_by("-updated_at", "pk")
    reference = references.parse(q)
    if reference:
        return organizations.filter(reference=reference)
    order = [key for key, _score in named_like(q, user=user)]
    return organizations.filter(pk__in=order).order_by(_position(order), "pk")


def _position(keys):
    return Func(Value(keys, ArrayField(BigIntegerField())), F("pk"), function="array_position")
