"""Consultations as partner systems read them: what is public, with organizations that have a listing and no person."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from consultations.models import Consultation, Registration
from consultations.queries import documents
from consultations.queries.figures import published as reports
from consultations.queries.follow_up import told_publicly
from consultations.states import HELD, RegistrationState
from registry.models import Listing, Organization

LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True)
class Participation:
    organization: str
    name: str
    is_co_organizer: bool
    has_come: bool


def consultations():
    """What anybody may know of, each with its co-organizers that may be named; a fixed number of statements."""
    named = Organization.objects.filter(listing__isnull=False).select_related("listing").order_by("listing__sort_name")
    return (
        Consultation.objects.public()
        .select_related("series")
        .prefetch_related("areas", Prefetch("co_organizers", named, to_attr="listed_co_organizers"))
    )


def told(one):
    """One of `consultations`, as the API and the exports tell of it."""
    return {
        "id": one.reference,
        "name": texts(one, "name"),
        "description": texts(one, "description"),
        "series": one.series.code if one.series else None,
        "claimed_number": one.claimed_number or None,
        "kinds": one.kinds,
        "status": one.state,
        "cancelled_reason": one.cancelled_reason or None,
        "format": one.format,
        "region": one.region_id,
        "country": one.country_id,
        "place": one.place or None,
        "zone": one.zone,
        "starts_on": day(one.starts_on),
        "ends_on": day(one.ends_on),
        "areas": sorted(area.pk for area in one.areas.all()),
        "languages": one.languages,
        "interpretation": one.interpretation,
        "co_organizers": [{"id": each.reference, "name": each.listing.name} for each in one.listed_co_organizers],
        "url": page("consultation-detail", one.slug),
        "source": one.source or None,
        "is_demo": one.is_demo,
    }


def texts(thing, field):
    return {code: getattr(thing, f"{field}_{code}") or None for code in LANGUAGES}


def day(known):
    return known.isoformat() if known else None


def page(name, *args):
    """The address of a page of consultations."""
    return f"{settings.SITE_ORIGIN}{reverse(f'consultations:{name}', args=args)}"


def participations(consultation):
    """Organizations that have a listing and for which somebody of civil society came, or that organize it, by name.

    Who came is told once it was held. Nobody learns how many came for one.
    """
    organizing = set(consultation.co_organizers.values_list("pk", flat=True))
    came = set()
    if consultation.state in HELD:
        attended = consultation.registrations.filter(state=RegistrationState.ATTENDED, part=Registration.Part.CSO)
        came = set(attended.exclude(organization=None).values_list("organization", flat=True))
    listings = Listing.objects.filter(pk__in=organizing | came).order_by("sort_name", "pk")
    return [
        Participation(reference, name, key in organizing, key in came)
        for key, reference, name in listings.values_list("pk", "reference", "name")
    ]


def papers(consultation):
    """Its papers for everybody, each with the files that are current."""
    audience = consultation.documents.model.Audience
    return [paper.document for paper in documents.papers(consultation, audiences=[audience.PUBLIC])]


def report(consultation):
    """The latest report that was published, or None."""
    return reports(consultation).first()


def recommendations(consultation):
    return told_publicly(consultation.recommendations.kept()).order_by("number")
