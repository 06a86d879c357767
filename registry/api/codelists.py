"""Code lists: the registry's own words, each with its version and source, in three languages."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers

from registry.api import serializers as shapes
from registry.api.answers import as_json
from registry.api.parameters import COMMON, Parameter
from registry.api.problems import Problem
from registry.api.programme_serializers import ProgrammeSerializer
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
    VocabularyEdition,
)


@dataclass(frozen=True)
class CodeList:
    """Where a list comes from and how its entries look; `vocabulary` is empty for what is not loaded from a file."""

    name: str
    summary: str
    rows: QuerySet
    serializer: type[serializers.Serializer]
    vocabulary: str = ""

    @property
    def parameters(self):
        return (VERSION, *COMMON) if self.vocabulary else COMMON

    def order(self, thing):
        """Where an entry of an edition stands; as `rows` are ordered."""
        return tuple(getattr(thing, name) for name in self.rows.query.order_by)


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
            ProgrammeSerializer,
        ),
    )
}


# For so long a version that was replaced is still answered, with the day on which that ends.
STAYS = timedelta(days=365)
VERSION = Parameter(
    "version",
    "A version that was replaced less than a year ago; the one in force without it. `Sunset` says how long it stays.",
    {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,20}$"},
    str,
    longest=20,
)


def former(name, version):
    """The edition of this version, while it is still answered; None for the one in force."""
    known = CODE_LISTS[name]
    if version in (None, _edition(known)[0]):
        return None
    kept = VocabularyEdition.objects.filter(
        vocabulary=known.vocabulary, superseded_at__gt=timezone.now() - STAYS
    ).order_by("superseded_at")
    found = kept.filter(version=version).first() if "\0" not in version else None
    if found is None:
        allowed = [*kept.values_list("version", flat=True), _edition(known)[0]]
        detail = _("This version never was, or it is not answered any more.")
        error = {"parameter": "version", "code": "not-allowed", "detail": detail, "allowed": allowed}
        raise Problem("invalid-parameter", errors=[error])
    return found


def text_of_former(name, edition):
    """The list as it was in a version that was replaced."""
    known, language = CODE_LISTS[name], (get_language() or "en")[:2]
    things = sorted((_entry(known, entry) for entry in edition.entries), key=known.order)
    head = {"version": edition.version, "published_on": edition.published_on.isoformat(), "language": language}
    rows = known.serializer(things, many=True, context={"language": language}).data
    return as_json(head | {"source": edition.source, "results": rows})


def _entry(known, entry):
    """An entry as the serializer reads it; it is not saved, and what belongs to it are codes."""
    columns = {name: value for name, value in entry.items() if name != VocabularyEdition.RELATED}
    thing = known.rows.model(**columns)
    for name in known.rows._prefetch_related_lookups:
        belongs = known.rows.model._meta.get_field(name).related_model
        codes = entry[VocabularyEdition.RELATED]
        thing._prefetched_objects_cache = {name: [belongs(pk=code) for code in codes]}
    return thing


def text_of(name):
    """The list as JSON text; written once for each edition and language."""
    known = CODE_LISTS[name]
    edition = _edition(known)
    return _written(name, (get_language() or "en")[:2], edition)


def _edition(known):
    """(version, day, source as text, what tells this edition from the others)."""
    if known.vocabulary:
        # What an entry tells beside its own columns comes from the vocabulary of that name.
        told = Vocabulary.objects.in_bulk([known.vocabulary, *known.rows._prefetch_related_lookups])
        if row := told.get(known.vocabulary):
            texts = " ".join(each.sha256 for _, each in sorted(told.items()))
            return row.version, row.published_on.isoformat(), as_json(row.source), texts
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
