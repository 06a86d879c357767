"""What the report of a consultation tells: facts from the registry, plain enough to be frozen as they are."""

from dataclasses import asdict
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from consultations.queries import calendar, figures
from consultations.queries.participants import counts
from consultations.states import ContributionState
from registry.models import Organization

LANGUAGES = ("en", "fr", "es")
TEXTS = ("introduction", "next_steps")
# With their day; see `frozen`.
FIGURES = ("as_of", "counts", "figures")


def told(report):
    """What a report tells: what was frozen, or while it is a draft, what is so now.

    An organization that may not be named today is not, also where it was named when the report was frozen.
    """
    content = report.content if report.content is not None else frozen(report)
    co_organizers = content["co_organizers"]
    named = _named_publicly({one["reference"] for one in co_organizers})
    return content | {"co_organizers": [one for one in co_organizers if one["reference"] in named]}


def frozen(report):
    """Everything that a report tells, in what JSON can hold.

    Its figures are those of the first version that was published, with their day, in every later version: the figures
    of two days, one less the other, would tell that somebody came into danger in between. What was counted wrong is put
    right in words, in the introduction.
    """
    consultation = report.consultation
    earlier = figures.published(consultation).exclude(number=report.number).first()
    co_organizers = calendar.listed_co_organizers(consultation)
    return {
        "number": report.number,
        "consultation": _facts(consultation),
        "co_organizers": [{"reference": one.reference, "name": one.name} for one in co_organizers],
        **(_figures_of(earlier) if earlier else _figures_of_now(consultation)),
        "sessions": _sessions(consultation),
        "recommendations": _recommendations(consultation),
        "contributions": _contributions(consultation),
        **{text: _texts(report, text) for text in TEXTS},
    }


def _figures_of(report):
    return {name: report.content[name] for name in FIGURES}


def _figures_of_now(consultation):
    found = (timezone.now().date().isoformat(), asdict(counts(consultation)), figures.frozen(consultation))
    return dict(zip(FIGURES, found, strict=True))


def _facts(consultation):
    return {
        "reference": consultation.reference,
        "name": _texts(consultation, "name"),
        "series": _texts(consultation.series, "name"),
        "claimed_number": consultation.claimed_number,
        "kinds": consultation.kinds,
        "region": _texts(consultation.region, "name"),
        "format": consultation.format,
        "place": consultation.place,
        "country": _texts(consultation.country, "name"),
        "zone": consultation.zone,
        "starts_on": consultation.starts_on.isoformat(),
        "ends_on": consultation.ends_on.isoformat(),
        "languages": consultation.languages,
        "interpretation": consultation.interpretation,
    }


def _sessions(consultation):
    """The agenda in its order, break-out groups after their session; only speakers who agreed to be named."""
    days = calendar.agenda(consultation, is_public=True)
    zone = ZoneInfo(consultation.zone)
    return [
        {
            "name": _texts(slot.item, "name"),
            "is_breakout": slot.item.parent_id is not None,
            "starts_at": slot.item.starts_at.astimezone(zone).isoformat(),
            "ends_at": slot.item.ends_at.astimezone(zone).isoformat(),
            "speakers": [speaker.name for speaker in slot.speakers],
        }
        for _day, slots in days
        for session in slots
        for slot in (session, *session.breakouts)
    ]


def _recommendations(consultation):
    found = consultation.recommendations.public().kept().select_related("unit", "area").order_by("number")
    return [
        {
            "number": one.number,
            "text": _texts(one, "text"),
            "addressee": one.addressee,
            "unit": _texts(one.unit, "name"),
            "area": _texts(one.area, "name"),
        }
        for one in found
    ]


def _contributions(consultation):
    """How many written contributions were sent."""
    return consultation.questions.filter(contributions__state=ContributionState.SENT).values("contributions").count()


def _texts(thing, field):
    """{language: text} for those in which there is one."""
    return {code: text for code in LANGUAGES if thing and (text := getattr(thing, f"{field}_{code}"))}


def _named_publicly(references):
    """Of these references, those whose organization, or what it was merged into, may be named in public today."""
    known = Organization.objects.named_publicly().values("pk")
    found = Organization.objects.filter(Q(pk__in=known) | Q(merged_into__in=known), reference__in=references)
    return set(found.values_list("reference", flat=True))
