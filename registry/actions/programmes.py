"""What is done to a programme: named, funded, cut into phases, spoken of; and loading those that ship."""

import hashlib
import json
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.organizations import create_organization
from registry.actions.promises import promises_of
from registry.actions.vocabularies import FOLDER
from registry.errors import Contradiction, Stale
from registry.models import Country, Organization, OrganizationKind, Programme, ProgrammePhase, Vocabulary

_FILE = FOLDER / "programmes.json"
_LANGUAGES = ("en", "fr", "es")


@transaction.atomic
def create_programme(*, code, name_en, by, name_fr="", name_es="", unit=None, areas=(), source=""):
    """Begin a programme with its titles. Its code is permanent: partnerships, listings and partners say it."""
    if Programme.objects.filter(code=code).exists():
        raise Contradiction(_("There is a programme with this code already. Choose another code."))
    programme = Programme(code=code, name_en=name_en, name_fr=name_fr, name_es=name_es, unit=unit, source=source)
    titles = [(language, getattr(programme, f"name_{language}")) for language in _LANGUAGES]
    programme.names = [
        {"text": text, "language": language, "from": None, "source": source} for language, text in titles if text
    ]
    programme.save()
    programme.areas.set(areas)
    _record("programme.created", programme, by, {"programme_name": [None, name_en]})
    return programme


@transaction.atomic
def edit_programme(programme, *, unit, areas, source, by, version=None):
    """Who answers for it, in which areas it works, and where that comes from. Raises Stale after somebody else."""
    programme = _lock(programme)
    if version is not None and version != programme.version:
        raise Stale(_("Somebody else changed this programme while you were editing it. Look at it, then write again."))
    before = _told(programme)
    programme.unit, programme.source = unit, source
    programme.areas.set(areas)
    diff = {field: [before[field], now] for field, now in _told(programme).items() if now != before[field]}
    if diff:
        _save(programme)
        _record("programme.edited", programme, by, diff)
    return programme


@transaction.atomic
def add_programme_name(programme, *, text, language, source, by, since=None, is_title=False):
    """Add a version of its name; with `is_title`, show it from now on. Earlier names stay."""
    programme = _lock(programme)
    if any(name["text"] == text and name["language"] == language for name in programme.names):
        raise Contradiction(_("The programme has this name in this language already."))
    programme.names = [*programme.names, {"text": text, "language": language, "from": since or None, "source": source}]
    if is_title:
        if language not in _LANGUAGES:
            raise Contradiction(_("Titles are shown in English, French and Spanish only."))
        setattr(programme, f"name_{language}", text)
    _save(programme)
    _record("programme.named", programme, by, {"programme_name": [None, text]})
    return programme


@transaction.atomic
def save_programme_phase(programme, *, number, countries, by, is_new=False, **facts):
    """Write one phase: its days or what the source says of them, its money, its countries, its notes."""
    programme = _lock(programme)
    phase = programme.phases.filter(number=number).first()
    if phase and is_new:
        raise Contradiction(_("There is a phase with this number already. Edit that one, or choose another number."))
    before = _told_of_phase(phase) if phase else {}
    phase = phase or ProgrammePhase(programme=programme, number=number)
    for field, value in facts.items():
        setattr(phase, field, value)
    with promises_of(ProgrammePhase):
        phase.save()
    phase.countries.set(countries)
    # What was read from a form or a file becomes what the database holds: a budget of 5 is one of 5.00.
    phase.refresh_from_db()
    now = _told_of_phase(phase)
    diff = {field: [before.get(field), value] for field, value in now.items() if value != before.get(field)}
    if diff:
        _save(programme)
        _record("programme.phase_saved", programme, by, {"phase": [before.get("phase"), number]} | diff)
    return phase


@transaction.atomic
def add_programme_donor(programme, organization, *, by):
    """An organization of any kind that pays for it."""
    programme = _lock(programme)
    if programme.donors.filter(pk=organization.pk).exists():
        raise Contradiction(_("This organization is a donor of the programme already."))
    programme.donors.add(organization)
    _save(programme)
    _record("programme.donor_added", programme, by, {"donor": [None, organization.reference]})
    return programme


@transaction.atomic
def remove_programme_donor(programme, organization, *, by):
    """It was put there by mistake, or does not pay any more: the history knows that it stood there."""
    programme = _lock(programme)
    if not programme.donors.filter(pk=organization.pk).exists():
        raise Contradiction(_("This organization is not a donor of the programme any more."))
    programme.donors.remove(organization)
    _save(programme)
    _record("programme.donor_removed", programme, by, {"donor": [organization.reference, None]})
    return programme


@transaction.atomic
def add_programme_statement(programme, *, text_en, as_of, source, by, text_fr="", text_es=""):
    """What somebody claims of it, as of a time, with its source. A later statement stands beside an earlier one."""
    programme = _lock(programme)
    statement = {"text_en": text_en, "text_fr": text_fr, "text_es": text_es, "as_of": as_of, "source": source}
    if statement in programme.statements:
        raise Contradiction(_("This very statement is there already."))
    programme.statements = [*programme.statements, statement]
    _save(programme)
    _record("programme.statement_added", programme, by, {"statement": [None, text_en], "as_of": [None, as_of]})
    return programme


@transaction.atomic
def remove_programme_statement(programme, statement, *, reason, by):
    """It was written down wrongly: nobody reads it any more, the history does."""
    programme = _lock(programme)
    if statement not in programme.statements:
        raise Contradiction(_("This statement is not there any more."))
    programme.statements = [one for one in programme.statements if one != statement]
    _save(programme)
    _record("programme.statement_removed", programme, by, {"statement": [statement["text_en"], None]}, reason)
    return programme


def _lock(programme):
    return Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)


def _save(programme):
    # Also when only what hangs on it changed: its moment is the edition of the list that partners keep.
    programme.version += 1
    programme.save()


def _record(verb, programme, by, diff, reason=""):
    return record(verb, subject=f"programme:{programme.code}", by=by, diff=diff, reason=reason)


def _told(programme):
    return {
        "unit": programme.unit.name_en if programme.unit else None,
        "areas": sorted(programme.areas.values_list("code", flat=True)),
        "source": programme.source,
    }


def _told_of_phase(phase):
    return {
        "phase": phase.number,
        "starts_on": phase.starts_on and phase.starts_on.isoformat(),
        "ends_on": phase.ends_on and phase.ends_on.isoformat(),
        "dates_note": phase.dates_note,
        "budget": phase.budget if phase.budget is None else f"{phase.budget} {phase.currency}",
        "countries": sorted(phase.countries.values_list("code", flat=True)),
        "notes": phase.notes,
        "source": phase.source,
    }


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
    fields = {name: term[name] for name in ("name_en", "name_fr", "name_es", "source")}
    known = Programme.objects.filter(code=term["code"]).first()
    for field in ("names", "statements"):
        # What staff added stays beside what the file says.
        kept = getattr(known, field) if known else []
        fields[field] = [*kept, *(one for one in term[field] if one not in kept)]
    programme, _created = Programme.objects.update_or_create(code=term["code"], defaults=fields)
    programme.areas.add(*term["areas"])
    programme.donors.add(*(_donor(donor, by) for donor in term["donors"]))
    facts = ("starts_on", "ends_on", "dates_note", "budget", "currency", "notes", "source")
    for phase in term["phases"]:
        kept = {name: phase[name] for name in facts}
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
