"""The balance of a consultation: what its organizers want, and how far the invited, the named and the confirmed are.

A share is asked of the people who come for civil society. It is wanted of all seats, or, while nobody knows how many
seats there are, of all who were named.
"""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultations.models import BalanceTarget, ConsultationInvitation, Registration
from consultations.queries.participants import FAR, NEAR, attended_before
from consultations.states import LIVE_REGISTRATIONS, SEATED, ConsultationInvitationState
from registry.models import Organization
from registry.queries.words import words

D = BalanceTarget.Dimension
# These may still come.
COMING = [
    state
    for state in ConsultationInvitationState
    if state not in (ConsultationInvitationState.DECLINED, ConsultationInvitationState.EXPIRED)
]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    number: int
    of: int

    @property
    def percent(self):
        return round(100 * self.number / self.of) if self.of else 0


@dataclass(frozen=True)
class Measured:
    """One target: how many it asks for, and how far those are who were invited, named and confirmed."""

    target: BalanceTarget
    label: str
    # People; 0 while nothing says of how many.
    wanted: int
    # Organizations; None where an organization has no such thing, such as a gender.
    invited: Share | None
    named: Share
    confirmed: Share

    @property
    def missing(self):
        """How many more of this kind have to be confirmed."""
        return max(0, self.wanted - self.confirmed.number)

    @property
    def is_met(self):
        return not self.missing


def balance(consultation, *, user=None):
    """[Measured] of each target, in three queries. With `user`, only those organizations count of which she may know.

    Without, all count: so the rooms are filled. What is shown to people is counted for them.
    """
    targets = _targets(consultation)
    if not targets:
        return []
    invitations = ConsultationInvitation.objects.filter(consultation=consultation, state__in=COMING)
    people = _people(consultation)
    if user is not None:
        known = Organization.objects.visible_to(user).values("pk")
        invitations, people = invitations.filter(organization__in=known), people.filter(organization__in=known)
    asked = _Tally(invitations, [one for one in targets if one.dimension != D.GENDER])
    came = _Tally(people, targets, is_seated=Q(state__in=SEATED))
    labels = _Labels()
    return [
        Measured(
            target=one,
            label=labels.of(one),
            wanted=_wanted(one, consultation, came),
            invited=None if one.dimension == D.GENDER else asked.share(one),
            named=came.share(one),
            confirmed=came.share(one, "is_seated"),
        )
        for one in targets
    ]


def unmet_served_by(consultation, registrations):
    """{key of the registration: codes of the targets that are not met yet and that it would bring nearer}.

    In three queries, none of which looks at who is invited. A code such as “gender:woman” is kept with what it
    decided; see `labels_of`.
    """
    keys = [registration.pk for registration in registrations]
    served = {key: [] for key in keys}
    targets = _targets(consultation) if keys else []
    if not targets:
        return served
    came = _Tally(_people(consultation), targets, is_seated=Q(state__in=SEATED))
    unmet = [one for one in targets if _wanted(one, consultation, came) > came.share(one, "is_seated").number]
    for target, pairs in _matched(unmet, keys):
        for key in pairs:
            served[key].append(f"{target.dimension}:{target.value}")
    return served


def labels_of(codes):
    """The words of targets that were kept as codes, in the reader's language."""
    known = words_of(codes)
    return [known[code] for code in codes]


def words_of(codes):
    """{code: words} of many such targets at once."""
    labels = _Labels() if codes else None
    return {code: labels.of_code(*code.split(":", 1)) for code in codes}


def among(consultation, organizations):
    """[(label of the target, Share)] of organizations that are not invited yet, in two queries."""
    targets = [one for one in _targets(consultation) if one.dimension != D.GENDER]
    if not targets:
        return []
    counts = organizations.order_by().aggregate(
        all=Count("pk", distinct=True),
        **{f"of_{one.pk}": Count("pk", filter=_serves(one, path="pk"), distinct=True) for one in targets},
    )
    labels = _Labels()
    return [(labels.of(one), Share(counts[f"of_{one.pk}"], counts["all"])) for one in targets]


def value_choices(dimension):
    """[(code, words)] that a target of this dimension may ask for."""
    return list(_Labels().values[dimension].items())


def _targets(consultation):
    order = list(D.values)
    found = BalanceTarget.objects.filter(consultation=consultation).select_related("consultation")
    return sorted(found, key=lambda one: (order.index(one.dimension), one.pk))


def _people(consultation):
    return Registration.objects.filter(
        consultation=consultation, part=Registration.Part.CSO, state__in=LIVE_REGISTRATIONS
    )


def _part(percent, whole):
    # Rounded up: a tenth of 65 seats is reached with seven people, not with six.
    return -(-percent * whole // 100)


def _wanted(target, consultation, came):
    """Of all seats, or, while nobody knows how many there are, of all who were named."""
    return _part(target.percent, consultation.seats or came.number())


class _Tally:
    """How many rows are of which kinds, by one statement that asks each row once whether it is of a kind."""

    def __init__(self, rows, targets, **also):
        kinds = {f"of_{one.pk}": _serves(one) for one in targets} | also
        kinds = {name: ExpressionWrapper(kind, BooleanField()) for name, kind in kinds.items()}
        found = rows.order_by().annotate(**kinds).values(*kinds).annotate(rows=Count("pk"))
        self.told = list(found)

    def number(self, *kinds):
        return sum(one["rows"] for one in self.told if all(one[kind] for kind in kinds))

    def share(self, target, *kinds):
        """Those that count for a target, of all."""
        return Share(self.number(f"of_{target.pk}", *kinds), self.number(*kinds))


def _serves(target, *, path="organization"):
    """Whether a row counts for this target: a row with an organization at `path`, or a registration.

    Asked with Exists, so that the database looks up each of a few rows, and prepares the whole set once for many.
    """
    if target.dimension == D.GENDER:
        return Q(gender=target.value)
    if target.dimension == D.FIRST_TIME:
        return ~Q(Exists(attended_before(target.consultation).filter(organization=OuterRef(path))))
    one = Organization.objects.filter(pk=OuterRef(path))
    if target.dimension == D.REGION:
        return Q(Exists(one.filter(hq_country__regions=target.value)))
    if target.dimension == D.TYPE:
        return Q(Exists(_row_of(Organization.types, path).filter(organizationtype=target.value)))
    far = Q(Exists(_row_of(Organization.levels, path).filter(level__in=FAR)))
    if target.value == "international":
        return far
    return Q(Exists(_row_of(Organization.levels, path).filter(level__in=NEAR))) & ~far


def _row_of(relation, path):
    return relation.through.objects.filter(organization=OuterRef(path))


def _matched(unmet, keys):
    if not unmet:
        return []
    serves = {
        f"serves_{n}": ExpressionWrapper(_serves(one), BooleanField()) for n, one in enumerate(unmet)
    }  # fmt: skip
    # Only who comes for civil society brings its balance nearer.
    people = Registration.objects.filter(pk__in=keys, part=Registration.Part.CSO)
    rows = list(people.annotate(**serves).values("pk", *serves))
    return [(one, [row["pk"] for row in rows if row[f"serves_{n}"]]) for n, one in enumerate(unmet)]


class _Labels:
    """The words of targets in the reader's language."""

    def __init__(self):
        known = words()
        self.values = {
            D.REGION: known["region"],
            D.TYPE: known["type"],
            D.REACH: {
                "local": _("Local and national organizations"),
                "international": _("International organizations"),
            },
            D.FIRST_TIME: {"first_time": _("Organizations that come for the first time")},
            D.GENDER: {
                "woman": pgettext("balance", "Women"),
                "man": pgettext("balance", "Men"),
                "other": pgettext("balance", "Another gender"),
            },
        }

    def of(self, target):
        return self.of_code(target.dimension, target.value)

    def of_code(self, dimension, value):
        words = self.values[dimension].get(value, value)
        # The registry knows regions of work too.
        return _("Head office in: %(region)s") % {"region": words} if dimension == D.REGION else words
