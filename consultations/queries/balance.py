"""The balance of a consultation: what its organizers want, and how far the invited, the named and the confirmed are.

A share is asked of the people who come for civil society. It is wanted of all seats, or, while nobody knows how many
seats there are, of all who were named.
"""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultations.models import BalanceTarget, ConsultationInvitation, Registration
from consultations.queries.participants import attended_before, local_or_national, regional_or_global
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
    asked = invitations.aggregate(
        all=Count("pk"),
        **{f"of_{one.pk}": Count("pk", filter=_serves(one)) for one in targets if one.dimension != D.GENDER},
    )
    seated = Q(state__in=SEATED)
    came = people.aggregate(
        named=Count("pk"),
        seated=Count("pk", filter=seated),
        **{f"named_{one.pk}": Count("pk", filter=_serves(one)) for one in targets},
        **{f"seated_{one.pk}": Count("pk", filter=_serves(one) & seated) for one in targets},
    )
    whole = consultation.seats or came["named"]
    labels = _Labels()
    return [
        Measured(
            target=one,
            label=labels.of(one),
            wanted=_part(one.percent, whole),
            invited=None if one.dimension == D.GENDER else Share(asked[f"of_{one.pk}"], asked["all"]),
            named=Share(came[f"named_{one.pk}"], came["named"]),
            confirmed=Share(came[f"seated_{one.pk}"], came["seated"]),
        )
        for one in targets
    ]


def unmet_served_by(consultation, registrations):
    """{key of the registration: codes of the targets that are not met yet and that it would bring nearer}.

    In one query more than `balance`. A code such as “gender:woman” is kept with what it decided; see `labels_of`.
    """
    keys = [registration.pk for registration in registrations]
    served = {key: [] for key in keys}
    if not keys:
        return served
    unmet = [measured for measured in balance(consultation) if measured.missing]
    for measured, pairs in _matched(unmet, keys):
        for key in pairs:
            served[key].append(f"{measured.target.dimension}:{measured.target.value}")
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


def _serves(target, *, path="organization"):
    """Whether a row counts for this target: a row with an organization at `path`, or a registration."""
    if target.dimension == D.GENDER:
        return Q(gender=target.value)
    if target.dimension == D.FIRST_TIME:
        return ~Q(**{f"{path}__in": attended_before(target.consultation)})
    return Q(**{f"{path}__in": _organizations(target)})


def _organizations(target):
    if target.dimension == D.REGION:
        return Organization.objects.filter(hq_country__regions=target.value).values("pk")
    if target.dimension == D.TYPE:
        return Organization.objects.filter(types=target.value).values("pk")
    return regional_or_global() if target.value == "international" else local_or_national()


def _matched(unmet, keys):
    if not unmet:
        return []
    serves = {
        f"serves_{n}": ExpressionWrapper(_serves(one.target), BooleanField()) for n, one in enumerate(unmet)
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
