"""Consultations as partner systems read them: what is public, with organizations that have a listing and no person."""

from dataclasses import dataclass

from django.db.models import Prefetch

from consultations.models import Consultation, Registration
from consultations.queries import documents
from consultations.queries.figures import published as reports
from consultations.queries.follow_up import told_publicly
from consultations.states import HELD, RegistrationState
from registry.models import Listing, Organization


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
