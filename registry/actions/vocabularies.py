"""Loading the registry's own words from registry/vocabularies/*.json. The same file twice changes nothing."""

import hashlib
import json
from datetime import date
from pathlib import Path

from django.db import transaction

from registry.actions.history import record
from registry.matching import fold
from registry.models import (
    Activity,
    Area,
    Country,
    EndReason,
    FreshnessPolicy,
    IdentifierScheme,
    Level,
    Mode,
    OrganizationType,
    Region,
    Role,
    Unit,
    Vocabulary,
)

FOLDER = Path(__file__).resolve().parent.parent / "vocabularies"

_TERMS = {
    "types": OrganizationType,
    "roles": Role,
    "modes": Mode,
    "levels": Level,
    "activities": Activity,
    "end_reasons": EndReason,
    "areas": Area,
    "identifier_schemes": IdentifierScheme,
    "regions": Region,
}


def load_vocabularies(*, by):
    """Bring every vocabulary to the version in its file; returns the codes of those that changed.

    A term that a new version no longer names stays, for old facts speak of it; its file says when it ended.
    """
    changed = []
    for name in ["countries", *_TERMS, "units", "freshness"]:
        text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
        if _load(name, json.loads(text), hashlib.sha256(text.encode()).hexdigest(), by):
            changed.append(name)
    return changed


@transaction.atomic
def _load(name, content, sha256, by):
    known = Vocabulary.objects.select_for_update().filter(pk=name).first()
    if known and known.sha256 == sha256:
        return False
    for position, term in enumerate(content["terms"]):
        _LOADERS.get(name, _load_term)(_TERMS.get(name), term, position)
    if name in {"regions", "units"}:
        _join(name, content["terms"])
    Vocabulary.objects.update_or_create(
        code=name,
        defaults={
            "version": content["version"],
            "published_on": date.fromisoformat(content["published_on"]),
            "source": content.get("source", {}),
            "sha256": sha256,
        },
    )
    record(
        "vocabulary.loaded",
        subject=f"vocabulary:{name}",
        by=by,
        diff={"version": [known and known.version, content["version"]]},
    )
    return True


def _pick(term, *names):
    return {name: term[name] for name in names if term.get(name) is not None}


_COMMON = ("name_en", "name_fr", "name_es", "source", "provenance", "valid_from", "valid_until")


def _load_term(model, term, position):
    fields = _pick(term, *_COMMON, "description_en", "description_fr", "description_es")
    fields["position"] = term.get("position", position)
    if model is Area:
        fields["parent_id"] = term.get("parent")
    if model is IdentifierScheme:
        fields |= {name: term.get(name) or "" for name in ("url_pattern", "value_pattern")}
    model.objects.update_or_create(code=term["code"], defaults=fields)


def _load_country(_, term, position):
    fields = _pick(term, "name_en", "name_fr", "name_es", "name_ar", "iso2", "m49", "map_x", "map_y", "is_deprecated")
    fields |= {"m49_region": term.get("region") or "", "m49_sub_region": term.get("sub_region") or ""}
    written = [term.get(f"name_{language}") for language in ("en", "fr", "es", "ar")]
    written += [term["iso3"], term.get("iso2"), term.get("m49"), *term.get("other_names", [])]
    fields["spellings"] = sorted({fold(text) for text in written if text})
    Country.objects.update_or_create(code=term["iso3"], defaults=fields)


def _load_unit(_, term, position):
    fields = _pick(term, *_COMMON, "kind", "valid_note")
    fields["country_id"] = term.get("country")
    fields["region_id"] = term.get("region")
    Unit.objects.update_or_create(code=term["code"], defaults=fields)


def _load_freshness(_, term, position):
    fields = _pick(term, "due_after_days", "stale_after_days", "provenance")
    FreshnessPolicy.objects.update_or_create(kind=term["kind"], defaults=fields)


_LOADERS = {"countries": _load_country, "units": _load_unit, "freshness": _load_freshness}


def _join(name, terms):
    """Second walk, when every term is there: parents, successors and the countries of a region."""
    model = Unit if name == "units" else Region
    things = {thing.code: thing for thing in model.objects.all()}
    for term in terms:
        thing = things[term["code"]]
        # A unit that staff closed keeps the successor that they named.
        if term.get("successor") or name != "units":
            thing.successor = things.get(term.get("successor"))
        if name == "units":
            thing.parent = things.get(term.get("parent"))
        else:
            thing.countries.set(term.get("countries", []))
        thing.save()
