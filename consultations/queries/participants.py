"""Who takes part in a consultation: for staff at the door, for the lists, and as counts at four levels."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from consultations.models import Need, Registration
from consultations.states import RegistrationState
from registry.models import Organization

R = RegistrationState
NEAR, FAR = ("local", "national"), ("regional", "global")


@dataclass(frozen=True)
class Counts:
    """One consultation in numbers; `are_expected`: nobody was checked in yet, so these are who is confirmed."""

    people: int
    civil_society: int
    organizations: int
    local_or_national: int
    countries: int
    are_expected: bool


def counts(consultation, *, user=None):
    """The four levels, and people of civil society among the people; in two queries.

    Which registrations count: those who attended. While nobody was checked in yet, those who are confirmed, and
    `are_expected` says so. Never those of an organization at risk; for a member of the staff (`user`), those that she
    may know of.

    - people: these registrations, of IOM, governments and donors too, in the room and online; who is named by two
      organizations counts twice until staff, whose list marks her, withdraw one of both
    - civil_society: the people whose part is “civil society organization”
    - organizations: the different organizations of the registry for which the people of civil society come
    - local_or_national: those of them whose levels in the registry are local or national, and neither regional nor
      global; an organization without a level is in none of both
    - countries: the different countries of all people: the one on the registration, else that of the head office of
      the organization
    """
    counted, are_expected = _counted(consultation, user)
    from_csos = Q(part=Registration.Part.CSO)
    found = counted.aggregate(
        people=Count("pk"),
        civil_society=Count("pk", filter=from_csos),
        organizations=Count("organization", distinct=True, filter=from_csos),
        local_or_national=Count(
            "organization", distinct=True, filter=from_csos & Q(organization__in=local_or_national())
        ),
        countries=Count(Coalesce("country", "organization__hq_country"), distinct=True),
    )
    return Counts(**found, are_expected=are_expected)


def genders(consultation):
    """{code of the gender: people} of those who count; empty for who did not say."""
    counted, _are_expected = _counted(consultation, None)
    return dict(counted.order_by("gender").values_list("gender").annotate(people=Count("pk")))


def local_or_national():
    """The keys of the organizations that work near the people, and nowhere further."""
    far = regional_or_global()
    return Organization.objects.filter(levels__in=NEAR).exclude(pk__in=far).values("pk")


def regional_or_global():
    return Organization.objects.filter(levels__in=FAR).values("pk")


def attended_before(consultation):
    """The keys of the organizations of which somebody was at an earlier consultation."""
    earlier = Registration.objects.filter(state=R.ATTENDED, organization__isnull=False)
    if consultation.starts_on:
        earlier = earlier.filter(consultation__starts_on__lt=consultation.starts_on)
    return earlier.exclude(consultation=consultation).values("organization")


def known_registrations(consultation, user):
    """Those of which this member of the staff may know; without a user, everybody: of none that is at risk."""
    known = consultation.registrations.all()
    return known.visible_to(user) if user else known.exclude(organization__is_at_risk=True)


def on_participants_list(registrations):
    """Those who agreed that all participants read their names."""
    return registrations.filter(on_participants_list=True)


def on_public_list(registrations):
    """Those who agreed that everybody reads their names."""
    return registrations.filter(on_public_list=True)


def public_list(consultation):
    """Who came and agreed that everybody reads her name, by name; nobody of an organization that is not named."""
    named = Organization.objects.named_publicly().values("pk")
    agreed = on_public_list(consultation.registrations.filter(state=R.ATTENDED))
    known = agreed.filter(Q(organization=None) | Q(organization__in=named))
    return known.select_related("organization").prefetch_related("organization__names").order_by("name", "pk")


def needs(consultation):
    """{kind of the need: people} of those who count."""
    counted, _are_expected = _counted(consultation, None)
    asked = Need.objects.filter(registration__in=counted).order_by("kind")
    return dict(asked.values_list("kind").annotate(people=Count("pk")))


def _counted(consultation, user):
    """The registrations that count, and whether they are those who are expected."""
    known = known_registrations(consultation, user)
    are_expected = not known.filter(state=R.ATTENDED).exists()
    return known.filter(state=R.CONFIRMED if are_expected else R.ATTENDED), are_expected
