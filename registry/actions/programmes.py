"""Loading programmes with their phases, donors and dated statements from registry/vocabularies/programmes.json."""

import hashlib
import json
from datetime import date

from django.db import transaction

from registry.actions.history import record
from registry.actions.organizations import create_organization
from registry.actions.vocabularies import FOLDER
from registry.models import Country, Organization, OrganizationKind, Programme, Vocabulary

_FILE = FOLDER / "programmes.json"


@transaction.atomic
def load_programmes(*, by):
    """Bring the programmes to the version in their file; the same file twice changes nothing. Returns their codes."""
    text = _FILE.read_text(encoding="utf-8")
    content, sha256 = json.loads(text), hashlib.sha256(text.encode()).hexdigest()
    if Vocabulary.objects.filter(pk="programmes", sha256=sha256).exists():
        return []
    for term in content["terms"]:
        _load(term, by)
    Vocabulary.objects.update_or_create(
        code="programmes",
        defaults={
            "version": content["version"],
            "published_on": date.fromisoformat(content["published_on"]),
            "source": content["source"],
            "sha256": sha256,
        },
    )
    record("vocabulary.loaded", subject="vocabulary:programmes", by=by, diff={"version": [None, content["version"]]})
    return [term["code"] for term in content["terms"]]


def _load(term, by):
    fields = {name: term[name] for name in ("name_en", "name_fr", "name_es", "names", "statements", "source")}
    programme, _created = Programme.objects.update_or_create(code=term["code"], defaults=fields)
    programme.areas.set(term["areas"])
    programme.donors.set(_donor(donor, by) for donor in term["donors"])
    for phase in term["phases"]:
        kept = {name: phase[name] for name in ("starts_on", "ends_on", "dates_note", "budget", "currency", "notes")}
        programme.phases.update_or_create(number=phase["number"], defaults=kept)[0].countries.set(phase["countries"])


def _donor(donor, by):
    """A donor is an organization of its own kind; it is not a civil society organization and has no listing."""
    known = Organization.objects.filter(
        kind=OrganizationKind.GOVERNMENT, names__text=donor["name_en"], names__kind="legal"
    ).first()
    return known or create_organization(
        by=by,
        kind=OrganizationKind.GOVERNMENT,
        hq_country=Country.objects.get(pk=donor["country"]),
        source=donor["source"],
        names=[
            {"text": donor[f"name_{language}"], "language": language, "kind": kind, "is_primary": kind == "legal"}
            for language, kind in (("en", "legal"), ("fr", "translation"), ("es", "translation"))
        ],
    )
