"""Who took part in a consultation, in numbers: the four levels at which a report counts."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from consultations.models import Registration
from consultations.states import RegistrationState
from registry.models import Organization

LOCAL = ["local", "national"]


@dataclass(frozen=True)
class Counts:
    people: int
    civil_society_people: int
    organizations: int
    # Of these organizations.
    local_or_national: int
    countries: int
    # Otherwise nobody was checked in, and who had a confirmed place is counted.
    is_checked_in: bool


def counts(consultation):
    """People, people of civil society, their organizations, of these the local or national ones, and countries.

    An organization is local or national when the registry says one of these levels of it and not that it is
    international: regional or global. The country of a person is her own, else that of her organization's head office.
    """
    came = taking_part(consultation)
    of_civil_society = Q(part=Registration.Part.CSO)
    told = came.aggregate(
        people=Count("pk"),
        civil_society_people=Count("pk", filter=of_civil_society),
        organizations=Count("organization", filter=of_civil_society, distinct=True),
        countries=Count(Coalesce("country", "organization__hq_country"), distinct=True),
    )
    organizations = came.filter(of_civil_society).values("organization")
    local = local_or_national(Organization.objects.filter(pk__in=organizations)).count()
    return Counts(**told, local_or_national=local, is_checked_in=_is_checked_in(consultation))


def taking_part(consultation):
    """The registrations of those who came; of those with a confirmed place while nobody was checked in."""
    came = RegistrationState.ATTENDED if _is_checked_in(consultation) else RegistrationState.CONFIRMED
    return consultation.registrations.filter(state=came)


def local_or_national(organizations):
    """Those at work in one country alone, as far as the registry knows."""
    at_home = Organization.levels.through.objects.filter(level__code__in=LOCAL).values("organization")
    abroad = Organization.levels.through.objects.exclude(level__code__in=LOCAL).values("organization")
    return organizations.filter(pk__in=at_home).exclude(pk__in=abroad)


def _is_checked_in(consultation):
    return consultation.registrations.filter(state=RegistrationState.ATTENDED).exists()
