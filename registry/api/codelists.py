"""Code lists: the registry's own words, each with its version and source, in three languages."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max, QuerySet
from django.utils.translation import get_language
from rest_framework import serializers

from registry.api import editions
from registry.api import serializers as shapes
from registry.api.answers import as_json
from registry.models import (
    Activity,
    Area,
    Country,
    IdentifierScheme,
    Level,
    Mode,
    OrganizationType,
    Programme,
    Region,
    Role,
    Unit,
    Vocabulary,
)


@dataclass(frozen=True)
class CodeList:
    """Where a list comes from and how its entries look; `vocabulary` is empty for what is not loaded from a file."""

    name: str
    summary: str
    rows: QuerySet
    serializer: type[serializers.Serializer]
    vocabulary: str = ""


CODE_LISTS = {
    known.name: known
    for known in (
        CodeList(
            "areas", "Areas of cooperation", Area.objects.order_by("position", "code"), shapes.AreaSerializer, "areas"
        ),
        CodeList("roles", "Roles in a partnership", Role.objects.order_by("position"), shapes.TermSerializer, "roles"),
        CodeList(
            "types",
            "Types of organization",
            OrganizationType.objects.order_by("position"),
            shapes.TermSerializer,
            "types",
        ),
        CodeList("modes", "Modes of partnership", Mode.objects.order_by("position"), shapes.TermSerializer, "modes"),
        CodeList("levels", "Levels of work", Level.objects.order_by("position"), shapes.TermSerializer, "levels"),
        CodeList(
            "activities", "Activities", Activity.objects.order_by("position"), shapes.TermSerializer, "activities"
        ),
        CodeList(
            "countries",
            "Countries and areas",
            Country.objects.prefetch_related("regions").order_by("code"),
            shapes.CountrySerializer,
            "countries",
        ),
        CodeList(
            "regions",
            "IOM regions",
            Region.objects.prefetch_related("countries").order_by("position"),
            shapes.RegionSerializer,
            "regions",
        ),
        CodeList(
            "offices",
            "IOM offices",
            Unit.objects.select_related("parent", "successor").order_by("code"),
            shapes.OfficeSerializer,
        ),
        CodeList(
            "identifier-schemes",
            "Registers that give identifiers",
            IdentifierScheme.objects.order_by("code"),
            shapes.IdentifierSchemeSerializer,
            "identifier_schemes",
        ),
        CodeList(
            "programmes",
            "Programmes",
            Programme.objects.select_related("unit").prefetch_related("areas", "phases__countries").order_by("code"),
            shapes.ProgrammeSerializer,
        ),
    )
}


def text_of(name, version=None):
    """(JSON text, headers) of the list; written once for each edition and language."""
    known = CODE_LISTS[name]
    edition = _edition(known)
    former = editions.asked_for(known, version, edition[0]) if known.vocabulary else None
    answering = _answering(known, edition)
    text = _written(name, (get_language() or "en")[:2], edition, answering, former)
    return text, former.headers(name) if former else {}


def replaced():
    """[(name of the list, version that was replaced)], for the page that tells of them."""
    return [(known.name, one) for known in CODE_LISTS.values() for one in editions.replaced(known.vocabulary)]


def _edition(known):
    """(version, day, source as text, what tells this edition from the others)."""
    if known.vocabulary:
        row = Vocabulary.objects.filter(pk=known.vocabulary).first()
        if row:
            return row.version, row.published_on.isoformat(), as_json(row.source), row.sha256
        return "0", None, "{}", ""
    # Edited by staff as time goes by: its version is the moment of the last change.
    last = known.rows.model.objects.aggregate(at=Max("updated_at"), number=Count("pk"))
    if not last["at"]:
        return "0", None, "{}", ""
    version = last["at"].strftime("%Y%m%dT%H%M%SZ")
    return version, last["at"].date().isoformat(), "{}", f"{last['at'].isoformat()} {last['number']}"


def _answering(known, edition):
    """((version, first day, last day), …) of every version that can be asked for; the one in force has no last day."""
    former = editions.replaced(known.vocabulary) if known.vocabulary else []
    return (
        (edition[0], edition[1], None),
        *((one.version, one.published_on.isoformat(), one.answers_until.isoformat()) for one in former),
    )


@lru_cache(maxsize=64)
def _written(name, language, edition, answering, former):
    known = CODE_LISTS[name]
    version, published_on, source, _ = edition
    rows = known.rows.all()
    if former:
        version, published_on = former.version, former.published_on.isoformat()
        source, rows = as_json(former.content.get("source", {})), editions.rows_of(former, rows)
    written = known.serializer(rows, many=True, context={"language": language}).data
    versions = [{"version": one, "published_on": first, "answers_until": last} for one, first, last in answering]
    head = as_json({"version": version, "published_on": published_on, "language": language, "versions": versions})
    return f'{head[:-1]},"source":{source},"results":{as_json(written)}}}'
