"""A consultation, who took part and what came of it, as JSON has it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultations.queries import published
from consultations.states import HELD
from registry.models import OrganizationKind

_LANGUAGES = ("en", "fr", "es")


def consultation(one):
    return {
        "id": one.reference,
        "name": _texts(one, "name"),
        "description": _texts(one, "description"),
        "series": one.series.code if one.series else None,
        "claimed_number": one.claimed_number,
        "kinds": one.kinds,
        "status": one.state,
        "cancelled_reason": one.cancelled_reason,
        "format": one.format,
        "region": one.region_id,
        "country": one.country_id,
        "place": one.place,
        "zone": one.zone,
        "starts_on": _day(one.starts_on),
        "ends_on": _day(one.ends_on),
        "areas": sorted(area.pk for area in one.areas.all()),
        "languages": one.languages,
        "interpretation": one.interpretation,
        "co_organizers": [{"id": each.reference, "name": each.listing.name} for each in one.listed_co_organizers],
        "url": _page("consultation-detail", one.slug),
        "source": one.source,
        "is_demo": one.is_demo,
    }


def participations(one):
    return [
        {
            "organization": each.organization,
            "organization_name": each.name,
            "is_co_organizer": each.is_co_organizer,
            "has_come": each.has_come,
        }
        for each in published.participations(one)
    ]


def outputs(one):
    """What there is to read of it: the same that its page leads to."""
    report = published.report(one)
    if report:
        yield _output("report", _("Report"), _page("report", one.slug), _day(report.published_at.date()))
    if one.questions.exists():
        yield _output("contributions", _("Written contributions"), _page("contribution-list", one.slug))
    if one.state in HELD:
        yield _output("figures", _("Who took part, in figures"), _page("figures", one.slug))
    for paper in published.papers(one):
        files = [_file(one, file) for file in paper.current]
        title = paper.text_in(get_language() or "en", "name")[0]
        yield _output("paper", title, _page("consultation-detail", one.slug), files=files)


def recommendation(one):
    return {
        "id": one.reference,
        "number": one.number,
        "text": _texts(one, "text"),
        "area": one.area_id,
        "level": one.level,
        "addressee": one.addressee,
        "office": one.unit.code if one.unit else None,
        "status": one.state,
        "verdict": one.response.verdict if hasattr(one, "response") else None,
        "due_on": _day(one.due),
        "proposers": [
            {"id": each.reference, "name": each.name}
            for each in one.known_proposers
            if each.kind == OrganizationKind.CSO
        ],
    }


def _output(kind, title, url, published_on=None, files=()):
    return {"kind": kind, "title": title, "url": url, "published_on": published_on, "files": list(files)}


def _file(one, file):
    return {
        "url": _page("document-file", one.slug, file.reference),
        "language": file.language,
        "media_type": file.media_type,
        "bytes": file.size,
        "sha256": file.sha256,
    }


def _page(name, *args):
    return f"{settings.SITE_ORIGIN}{reverse(f'consultations:{name}', args=args)}"


def _texts(thing, field):
    return {code: getattr(thing, f"{field}_{code}") for code in _LANGUAGES}


def _day(day):
    return day.isoformat() if day else None
