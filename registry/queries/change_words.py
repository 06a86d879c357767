"""What a change says in the words of its reader: codes become names, texts and lists tell what moved in them."""

import re
import unicodedata

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.matching.differences import Part, compare_lists, compare_texts
from registry.models import (
    ClosedBecause,
    Contact,
    Document,
    Organization,
    OrganizationKind,
    OrganizationLink,
    OrganizationName,
    Partnership,
)
from registry.queries.rules import RULES
from registry.queries.versions import ROWS
from registry.queries.words import language_names
from registry.roles import Function, MemberRole
from registry.states import MatchState, OrganizationState, PairState, PartnershipState, StateReason
from registry.templatetags.registry_tags import day_text

OTHER_FIELDS = {
    "names": gettext_lazy("Names"),
    "identifiers": gettext_lazy("Identifiers"),
    "presences": gettext_lazy("Places of work"),
    "types": gettext_lazy("Types"),
    "levels": gettext_lazy("Levels"),
    "state": gettext_lazy("State"),
    "state_code": gettext_lazy("Reason for the state"),
    "verified_on": gettext_lazy("Verified on"),
    "confirmed_on": gettext_lazy("Confirmed on"),
    "sectors": gettext_lazy("Fields of work named by the source"),
    "merge": gettext_lazy("Merge"),
    "merged_into": gettext_lazy("Merged into"),
    "merged_from": gettext_lazy("Joined by"),
    "pair": gettext_lazy("Pair"),
    "pair_verdict": gettext_lazy("Answer"),
    "match_verdict": gettext_lazy("Answer"),
    "closed_because": gettext_lazy("Why it was closed"),
    "made_at": gettext_lazy("Made on"),
    "compared_with": gettext_lazy("Compared with"),
    "proposal": gettext_lazy("Proposal"),
    # What is proposed stands in the proposal: the history names the fields.
    "proposed": gettext_lazy("Fields that are to change"),
    "taken_back": gettext_lazy("Fields that were taken back"),
    "accepted": gettext_lazy("Fields that were accepted"),
    "refused": gettext_lazy("Fields that were not accepted"),
    "scopes": gettext_lazy("What its keys are for"),
    "asks_because": gettext_lazy("Why it needs the partner profile"),
    "partner_until": gettext_lazy("Partner profile until"),
    "run_by": gettext_lazy("Who runs it"),
    "purpose": gettext_lazy("What it is for"),
    "key": gettext_lazy("Key"),
    "claim": gettext_lazy("Claim"),
    "bounce": gettext_lazy("What came back"),
    "proof": gettext_lazy("Shown by"),
    "domain": gettext_lazy("Domain"),
    "unit": gettext_lazy("Unit"),
    "lesson": gettext_lazy("Lesson"),
    "valid_until": gettext_lazy("Closed on"),
    "successor": gettext_lazy("Successor"),
    "programme_name": gettext_lazy("Name of the programme"),
    "areas": gettext_lazy("Areas"),
    "donor": gettext_lazy("Donor"),
    "phase": gettext_lazy("Phase"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "dates_note": gettext_lazy("What the source says of the dates"),
    "budget": gettext_lazy("Budget"),
    "notes": gettext_lazy("Notes"),
    "statement": gettext_lazy("Statement"),
    "as_of": gettext_lazy("As of"),
    "filters": gettext_lazy("Filters"),
    "items": gettext_lazy("Items"),
    "verified_field": gettext_lazy("Verified"),
    "issue": gettext_lazy("Issue"),
    "issue_rule": gettext_lazy("What looks unlikely"),
    "note": gettext_lazy("Note"),
    "partnership": gettext_lazy("Partnership"),
    "partnerships": gettext_lazy("Partnerships"),
    "partnership_reference": gettext_lazy("Reference of the partnership"),
    "partnership_facts": gettext_lazy("What it says"),
    "dispute": gettext_lazy("Dispute"),
    "contact": gettext_lazy("Contact"),
    "contacts": gettext_lazy("Contacts"),
    # What stood in them is private: the history names the fields and nothing more.
    "contact_fields": gettext_lazy("Fields that changed"),
    "document": gettext_lazy("Document"),
    "visibility": gettext_lazy("Who may read it"),
    "sha256": gettext_lazy("Fingerprint of the file (SHA-256)"),
    "link": gettext_lazy("Link"),
    "member": gettext_lazy("Member"),
    "invitation": gettext_lazy("Invitation"),
    "role": gettext_lazy("Role"),
    "function": gettext_lazy("Function"),
    "countries": gettext_lazy("Countries"),
    "is_active": gettext_lazy("Account is open"),
    "version": gettext_lazy("Version"),
    "file": gettext_lazy("File"),
    "result": gettext_lazy("Result"),
    "row": gettext_lazy("Row"),
    "name": gettext_lazy("Name"),
    "name_en": gettext_lazy("Title in English"),
    "name_fr": gettext_lazy("Title in French"),
    "name_es": gettext_lazy("Title in Spanish"),
    "kinds": gettext_lazy("Kind"),
    "claimed_number": gettext_lazy("Number, as its organizers count it"),
    "copied_from": gettext_lazy("Copied from"),
    "series": gettext_lazy("Series"),
    "region": gettext_lazy("Region"),
    "format": gettext_lazy("Format"),
    "place": gettext_lazy("Place"),
    "zone": gettext_lazy("Time zone"),
    "interpretation": gettext_lazy("Interpretation into"),
    "seats": gettext_lazy("Seats in the room"),
    "co_organizers": gettext_lazy("Organized together with"),
    "contact_email": gettext_lazy("Address for questions"),
    "session": gettext_lazy("Session"),
    "sessions": gettext_lazy("Number of sessions"),
    "starts_at": gettext_lazy("Begins"),
    "ends_at": gettext_lazy("Ends"),
    "room": gettext_lazy("Room"),
    "parent": gettext_lazy("Break-out group of"),
    "speakers": gettext_lazy("Number of speakers"),
    "topics_until": gettext_lazy("Topics can be proposed until"),
    "answers_until": gettext_lazy("Invitations are answered until"),
    "registration_until": gettext_lazy("People are named and replaced until"),
    "contributions_until": gettext_lazy("Written contributions are sent until"),
    "consultation": gettext_lazy("Consultation"),
    "topic": gettext_lazy("Topic"),
    "language": gettext_lazy("Language"),
}
_NAME = re.compile(r"(?P<text>.*) \((?P<kind>\w+)(?:, (?P<language>[\w-]+))?\)", re.DOTALL)
_ISLAND = "\u2068{}\u2069"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def field_label(field):
    if field in OTHER_FIELDS:
        return OTHER_FIELDS[field]
    known = {f.name: f.verbose_name for f in Organization._meta.get_fields() if hasattr(f, "verbose_name")}
    return known.get(field, field)


def comparison(field, before, after, labels, *, hidden=frozenset()):
    """One field of a change: its label, both sides in lines of parts, and for a list what moved, in one sentence.

    `labels` are the registry's words (queries.words); a reference in `hidden` is not told.
    """
    told = {"field": field, "label": field_label(field), "summary": ""}
    if isinstance(before, list) or isinstance(after, list):
        return told | _lists(*(_items(field, value, labels, hidden) for value in (before, after)))
    left, right = compare_texts(*(_text(field, value, labels, hidden) for value in (before, after)))
    return told | {"before": [left] if left else [], "after": [right] if right else []}


def _lists(before, after):
    removed, added, kept = compare_lists(before, after)
    if len(removed) == len(added) == 1:
        left, right = ([side] for side in compare_texts(removed[0], added[0]))
    else:
        left, right = ([[Part(text, changed=True)] for text in side] for side in (removed, added))
    counts = {"added": len(added), "removed": len(removed), "kept": len(kept)}
    if added and removed:
        summary = _("%(added)s added, %(removed)s removed")
    elif added:
        summary = _("%(added)s added")
    else:
        summary = _("%(removed)s removed") if removed else _("%(kept)s as before")
    same = [[Part(text, changed=False)] for text in kept] if len(kept) <= 3 else []
    rest = _("and %(kept)s as before") % counts if len(kept) > 3 else ""
    return {"before": left + same, "after": right + same, "rest": rest, "summary": summary % counts}


def _items(field, value, labels, hidden):
    if value is None or value == "":
        return []
    items = value if isinstance(value, list) else [value]
    if field == "languages":
        return [str(name) for name in language_names(items)]
    return [text for item in items if (text := _text(field, item, labels, hidden))]


def _text(field, value, labels, hidden):
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        told = _row(field, value, labels) if field in ROWS else ", ".join(f"{key}: {one}" for key, one in value.items())
        return _("not shown") if any(reference in told for reference in hidden) else told
    if value is True or value is False:
        return _("Yes") if value else _("No")
    text = str(value)
    if any(reference in text for reference in hidden):
        return _link_without_ends(text) if field == "link" else _("not shown")
    if field in _WORDS:
        return str(_WORDS[field](text, labels))
    if _DAY.fullmatch(text):
        return _day(text)
    return text


def _day(text):
    try:
        return day_text(text)
    except ValueError:
        return text


def _row(field, row, labels):
    """A row that the history keeps with all its columns."""
    if field == "names":
        text = _named(row["text"], row["kind"], row["language"])
        return _("%(name)s, shown first") % {"name": text} if row["is_primary"] else text
    if field == "identifiers":
        return _identifier(f"{row['scheme']} {row['value']}", labels)
    where = _place(f"{row['country']} {row['admin1']}", labels)
    more = [*row.get("sectors", ()), row.get("source"), row.get("observed_on") and _day(row["observed_on"])]
    more = ", ".join(part for part in more if part)
    return f"{where} ({more})" if more else where


def _name(text, _labels):
    match = _NAME.fullmatch(text)
    if not match or match["kind"] not in OrganizationName.Kind.values:
        return text
    return _named(match["text"], match["kind"], match["language"] or "")


def _named(text, kind, language):
    words = [str(OrganizationName.Kind(kind).label), *(language_names([language]) if language else [])]
    is_right_to_left = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    # An island of its own direction, so that what stands in brackets stays behind it.
    return f"{_ISLAND.format(text) if is_right_to_left else text} ({', '.join(words)})"


def _identifier(text, labels):
    scheme, _space, value = text.strip().partition(" ")
    label = labels["scheme"].get(scheme, scheme)
    return f"{label}: {value}" if value else label


def _place(text, labels):
    country, _space, admin1 = text.strip().partition(" ")
    name = labels["country"].get(country, country)
    return f"{name}, {admin1}" if admin1 else name


def _partnership(text, labels):
    """`role, area 3.a, KEN`, or the state that a partnership came to."""
    if text in PartnershipState.values:
        return PartnershipState(text).label
    parts = text.split(", ")
    if len(parts) != 3 or not parts[1].startswith("area "):
        return text
    role, area, country = parts[0], parts[1].removeprefix("area "), parts[2]
    known = labels["role"].get(role, role), labels["area"].get(area, area), labels["country"].get(country, country)
    return ", ".join(known)


def _partnership_fact(text, labels):
    """`mode: equal_footing` and the like, as queries.partnerships.lines_of writes them."""
    field, _colon, value = text.partition(": ")
    if field not in {one.name for one in Partnership._meta.get_fields()}:
        return text
    return _("%(field)s: %(value)s") % {
        "field": capfirst(str(Partnership._meta.get_field(field).verbose_name)),
        "value": _partnership_value(field, value, labels),
    }


def _partnership_value(field, value, labels):
    if field == "period":
        first, last = (_day(day) for day in value.split(".."))
        return _("from %(first)s to %(last)s") % {"first": first or "…", "last": last or "…"}
    if field == "activities":
        return ", ".join(labels["activity"].get(code, code) for code in value.split())
    return labels.get("area" if field == "part" else field, {}).get(value, value)


def _link(text, _labels):
    kinds = dict(OrganizationLink.Kind.choices)
    return " ".join(str(kinds.get(word, word)) for word in text.split())


def _link_without_ends(text):
    kinds = dict(OrganizationLink.Kind.choices)
    return " ".join(str(kinds[word]) for word in text.split() if word in kinds)


def _choice(choices):
    known = dict(choices)
    return lambda text, _labels: known.get(text, text)


def _term(noun):
    return lambda text, labels: labels[noun].get(text, text)


def _contact_field(text, _labels):
    names = {field.name: field.verbose_name for field in Contact._meta.concrete_fields}
    return names.get(text, text)


def _field(text, _labels):
    return str(field_label(text))


_WORDS = {
    **dict.fromkeys(("proposed", "taken_back", "accepted", "refused", "verified_field"), _field),
    "issue_rule": lambda code, _labels: RULES[code].title if code in RULES else code,
    "pair_verdict": _choice(PairState.choices),
    "match_verdict": _choice(MatchState.choices),
    "closed_because": _choice(ClosedBecause.choices),
    "names": _name,
    "identifiers": _identifier,
    "presences": _place,
    "types": _term("type"),
    "levels": _term("level"),
    "hq_country": _term("country"),
    "countries": _term("country"),
    "areas": _term("area"),
    "kind": _choice(OrganizationKind.choices),
    "state": _choice(OrganizationState.choices),
    "state_code": _choice(StateReason.choices),
    "partnership": _partnership,
    "partnership_facts": _partnership_fact,
    "link": _link,
    "contact_fields": _contact_field,
    "visibility": _choice(Document.Visibility.choices),
    "role": _choice(MemberRole.choices),
    "function": _choice(Function.choices),
}
