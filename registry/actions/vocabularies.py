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

# The model of each vocabulary, and the field that holds the code.
_MODELS = {
    "countries": (Country, "code"),
    "types": (OrganizationType, "code"),
    "roles": (Role, "code"),
    "modes": (Mode, "code"),
    "levels": (Level, "code"),
    "activities": (Activity, "code"),
    "end_reasons": (EndReason, "code"),
    "areas": (Area, "code"),
    "identifier_schemes": (IdentifierScheme, "code"),
    "regions": (Region, "code"),
    "units": (Unit, "code"),
    "freshness": (FreshnessPolicy, "kind"),
}


def load_vocabularies(*, by):
    """Bring every vocabulary to the version in its file; returns the codes of those that changed.

    A term that a new version no longer names stays, for old facts speak of it; its file says when it ended.
    """
    changed = []
    for name in _MODELS:
        text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
        if _load(name, json.loads(text), hashlib.sha256(text.encode()).hexdigest(), by):
            changed.append(name)
    return changed


@transaction.atomic
def _load(name, content, sha256, by):
    known = Vocabulary.objects.select_for_update().filter(pk=name).first()
    if known and known.sha256 == sha256:
        return False
    model, key = _MODELS[name]
    for position, term in enumerate(content["terms"]):
        model.objects.update_or_create(**{key: code_of(name, term)}, defaults=fields_of(name, term, position))
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


def code_of(name, term):
    return term[{"countries": "iso3", "freshness": "kind"}.get(name, "code")]


def fields_of(name, term, position):
    """What one entry of a file says, by the names of its model. The API tells former versions with it, too."""
    return _FIELDS.get(name, _term_fields)(name, term, position)


def _term_fields(name, term, position):
    fields = _pick(term, *_COMMON, "description_en", "description_fr", "description_es")
    fields["position"] = term.get("position", position)
    if name == "areas":
        fields["parent_id"] = term.get("parent")
    if name == "identifier_schemes":
        fields |= {key: term.get(key) or "" for key in ("url_pattern", "value_pattern")}
    return fields


def _country_fields(name, term, position):
    fields = _pick(term, "name_en", "name_fr", "name_es", "name_ar", "iso2", "m49", "map_x", "map_y", "is_deprecated")
    fields |= {"m49_region": term.get("region") or "", "m49_sub_region": term.get("sub_region") or ""}
    written = [term.get(f"name_{language}") for language in ("en", "fr", "es", "ar")]
    written += [term["iso3"], term.get("iso2"), term.get("m49"), *term.get("other_names", [])]
    fields["spellings"] = sorted({fold(text) for text in written if text})
    return fields


def _unit_fields(name, term, position):
    fields = _pick(term, *_COMMON, "kind", "valid_note")
    fields["country_id"] = term.get("country")
    fields["region_id"] = term.get("region")
    return fields


def _freshness_fields(name, term, position):
    return _pick(term, "due_after_days", "stale_after_days", "provenance")


_FIELDS = {"countries": _country_fields, "units": _unit_fields, "freshness": _freshness_fields}


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
