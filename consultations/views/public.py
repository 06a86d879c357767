"""Consultations as everybody reads them: coming and past, and one of them with its agenda."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from consultations import policies
from consultations.models import Consultation, ConsultationDocument
from consultations.queries import calendar, documents, participants, topics
from consultations.queries.follow_up import earlier_edition
from consultations.states import HELD
from consultations.views.editions import public_edition
from consultations.views.outputs import outputs
from consultations.views.words import deadlines, place_words, situation
from registry.queries.words import language_names


@require_safe
def consultation_list(request):
    shelves = calendar.shelves(Consultation.objects.public(), today=calendar.today_in("UTC"))
    context = {shelf: list(map(_row, getattr(shelves, shelf))) for shelf in ("coming", "past", "cancelled")}
    context |= _calendar("calendar")
    return render(request, "consultations/consultation_list.html", context)


@require_safe
def consultation_detail(request, slug):
    consultation = public_edition(slug, "copied_from")
    earlier = earlier_edition(consultation)
    context = _row(consultation) | {
        "opening_of": earlier if earlier and earlier.recommendations_published_at else None,
        "deadlines": deadlines(consultation),
        "areas": consultation.areas.order_by("position"),
        "languages": language_names(consultation.languages),
        "interpretation": language_names(consultation.interpretation),
        "co_organizers": calendar.listed_co_organizers(consultation),
        "days": calendar.agenda(consultation, is_public=True),
        "papers": documents.papers(consultation, audiences=_audiences(request.user, consultation)),
        "topics": topics.kept(consultation),
        "takes_topics": topics.takes_topics(consultation),
        "outputs": outputs(consultation),
        "came": list(participants.public_list(consultation)) if consultation.state in HELD else [],
    }
    context |= _calendar("consultation-calendar", slug)
    return render(request, "consultations/consultation_detail.html", context)


def _audiences(user, consultation):
    audience = ConsultationDocument.Audience
    return (
        [audience.PUBLIC, audience.PARTICIPANTS] if policies.is_participant(user, consultation) else [audience.PUBLIC]
    )


def _calendar(name, *args):
    """The file, and the address by which a calendar program looks again by itself."""
    address = reverse(f"consultations:{name}", args=args)
    return {"calendar": address, "subscription": f"webcal://{settings.SITE_ORIGIN.partition('://')[2]}{address}"}


def _row(consultation):
    return {
        "consultation": consultation,
        "place": place_words(consultation),
        "situation": situation(consultation, today=calendar.today_in(consultation.zone)),
    }
