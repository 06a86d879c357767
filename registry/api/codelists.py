"""Code lists: the registry's own words, each with its version and source, in three languages."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max, QuerySet
from django.utils.translation import get_language
from rest_framework import serializers

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


def text_of(name):
    """The list as JSON text; written once for each edition and language."""
    known = CODE_LISTS[name]
    edition = _edition(known)
    return _written(name, (get_language() or "en")[:2], edition)


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


@lru_cache(maxsize=64)
def _written(name, language, edition):
    version, published_on, source, _ = edition
    known = CODE_LISTS[name]
    rows = known.serializer(known.rows.all(), many=True, context={"language": language}).data
    head = as_json({"version": version, "published_on": published_on, "language": language})
    return f'{head[:-1]},"source":{source},"results":{as_json(rows)}}}'
