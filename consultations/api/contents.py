"""Who took part in a consultation and what came of it, as JSON has it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultations.queries import published
from consultations.queries.published import day, page, texts
from consultations.states import HELD
from registry.models import OrganizationKind


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
        yield _output("report", _("Report"), page("report", one.slug), day(report.published_at.date()))
    if one.questions.exists():
        yield _output("contributions", _("Written contributions"), page("contribution-list", one.slug))
    if one.state in HELD:
        yield _output("figures", _("Who took part, in figures"), page("figures", one.slug))
    for paper in published.papers(one):
        files = [_file(one, file) for file in paper.current]
        title = paper.text_in(get_language() or "en", "name")[0]
        yield _output("paper", title, page("consultation-detail", one.slug), files=files)


def recommendation(one):
    return {
        "id": one.reference,
        "number": one.number,
        "text": texts(one, "text"),
        "area": one.area_id,
        "level": one.level,
        "addressee": one.addressee,
        "office": one.unit.code if one.unit else None,
        "status": one.state,
        "verdict": one.response.verdict if hasattr(one, "response") else None,
        "due_on": day(one.due),
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
        "url": page("document-file", one.slug, file.reference),
        "language": file.language,
        "media_type": file.media_type,
        "bytes": file.size,
        "sha256": file.sha256,
    }
