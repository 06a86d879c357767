"""The staff's view of the inventory: found by any name, whatever its state."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Q, Value
from django.utils import timezone

from registry import references
from registry.models import Organization, OrganizationName
from registry.queries.completeness import PURPOSES, ready_for
from registry.queries.names import best_owners
from registry.roles import PERMISSIONS
from registry.states import OrganizationState

# From here on two names are near enough for a person to look twice.
LOOK_AGAIN = 0.85
# Months.
UNCONFIRMED_FOR = 24


@dataclass(frozen=True)
class Asked:
    """What a member of staff looks for in the inventory; what makes no sense asks for nothing."""

    q: str = ""
    state: str = ""
    # A purpose for which nothing is missing (queries.completeness).
    ready: str = ""
    # Nobody confirmed or verified it for so many months.
    unconfirmed: str = ""

    @classmethod
    def from_query(cls, query):
        def one_of(name, values):
            said = query.get(name, "")
            return said if said in values else ""

        return cls(
            q=" ".join(query.get("q", "").replace("\0", "").split())[:200],
            state=one_of("state", OrganizationState.values),
            ready=one_of("ready", PURPOSES),
            unconfirmed=one_of("unconfirmed", (str(UNCONFIRMED_FOR),)),
        )

    @property
    def filters(self):
        """{name: what was asked} as it stands in an address."""
        return {name: [said] for name, said in asdict(self).items() if said}


def named_like(q, *, user, limit=200, **options):
    """[(organization key, score)] of those with a name near `q`, best first, in any state.

    Whom this person may not know of is not looked at: being the best answer, it would push the others out.
    """
    names = OrganizationName.objects.filter(organization__in=Organization.objects.visible_to(user).values("pk"))
    return best_owners(q, names, owner="organization", limit=limit, **options)


def search_inventory(user, asked):
    """The organizations this person may know of, by any name or by reference, best first; without words by name."""
    organizations = Organization.objects.visible_to(user)
    if asked.state:
        organizations = organizations.filter(state=asked.state)
    if asked.ready:
        organizations = ready_for(organizations, asked.ready)
    if asked.unconfirmed:
        organizations = unconfirmed(organizations)
    if not asked.q:
        return organizations.order_by("-updated_at", "pk")
    reference = references.parse(asked.q)
    if reference:
        return organizations.filter(reference=reference)
    order = [key for key, _score in named_like(asked.q, user=user)]
    return organizations.filter(pk__in=order).order_by(_position(order), "pk")


def unconfirmed(organizations):
    """Those published of which nobody, neither they nor IOM, said within two years that they are right."""
    since = timezone.localdate() - timedelta(days=round(UNCONFIRMED_FOR * 365.25 / 12))
    silent = [
        Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lt": since}) for field in ("confirmed_on", "verified_on")
    ]
    return organizations.filter(*silent, state=OrganizationState.PUBLISHED)


def answered_for_by(user, permission):
    """The organizations for which this person holds a permission as staff; a record without a country is everybody's.

    The same as policies ask of one organization (User.holds with its countries of work), as a query.
    """
    visible = Organization.objects.visible_to(user)
    scopes = [a for a in user.current_assignments() if permission in PERMISSIONS[a.function]]
    return visible.covered_by(scopes).values("pk")


def _position(keys):
    return Func(Value(keys, ArrayField(BigIntegerField())), F("pk"), function="array_position")
