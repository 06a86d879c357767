"""The history in words that a person can read: who, what, from what to what, why."""

import re

from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from registry.models import (
    Change,
    Contact,
    Document,
    DuplicatePair,
    Organization,
    OrganizationLink,
    OrganizationName,
    User,
)
from registry.queries.words import language_names, words
from registry.states import OrganizationState, PairState

VERBS = {
    "organization.created": _("Record created"),
    "organization.edited": _("Record edited"),
    "organization.published": _("Published"),
    "organization.in_review": _("Sent to review"),
    "organization.dormant": _("Marked as dormant"),
    "organization.archived": _("Archived"),
    "organization.verified": _("Verified by IOM"),
    "organization.confirmed": _("Confirmed by the organization"),
    "organization.protected": _("Marked as at risk"),
    "organization.lifting_proposed": _("End of the protection proposed"),
    "organization.released": _("No longer at risk"),
    "organization.imported": _("Added by an import"),
    "organization.updated_by_import": _("Updated by an import"),
    "merge.proposed": _("Merge with another record proposed"),
    "merge.withdrawn": _("Proposal to merge taken back"),
    "organization.merged": _("Merged with another record"),
    "organization.unmerged": _("Merge undone"),
    "partnership.proposed": _("Partnership added"),
    "partnership.verified": _("Partnership verified"),
    "partnership.ended": _("Partnership ended"),
    "partnership.rejected": _("Partnership rejected"),
    "contact.added": _("Contact added"),
    "contact.edited": _("Contact edited"),
    "contact.ended": _("Contact ended"),
    "contacts.read": _("Contacts read"),
    "document.filed": _("Document filed"),
    "document.replaced": _("Document replaced by a newer one"),
    "document.narrowed": _("Document kept to IOM staff"),
    "document.read": _("Document read"),
    "fact.verified": _("Fact verified by IOM"),
    "note.added": _("Note of staff added"),
    "note.agreed": _("Concern agreed to by a second person"),
    "note.refused": _("Concern refused by a second person"),
    "note.renewed": _("Note of staff renewed"),
    "note.closed": _("Note of staff closed"),
    "link.added": _("Link to another organization added"),
    "link.ended": _("Link to another organization ended"),
    "pair.decided": _("Compared with a possible duplicate"),
    "proposal.made": _("Changes proposed by the organization"),
    "proposal.withdrawn": _("Proposed changes taken back"),
    "proposal.decided": _("Proposed changes answered"),
}
OTHER_FIELDS = {
    "names": _("Names"),
    "identifiers": _("Identifiers"),
    "presences": _("Places of work"),
    "types": _("Types"),
    "levels": _("Levels"),
    "state": _("State"),
    "merge": _("Merge"),
    "merged_into": _("Merged into"),
    "merged_from": _("Joined by"),
    "partnership": _("Partnership"),
    "contact": _("Contact"),
    # What stood in them is private: the history names the fields and nothing more.
    "contact_fields": _("Fields that changed"),
    "verified_field": _("Verified"),
    "note": _("Note"),
    "document": _("Document"),
    "visibility": _("Who may read it"),
    "sha256": _("Fingerprint of the file (SHA-256)"),
    "link": _("Link"),
    "pair": _("Pair"),
    "pair_verdict": _("Answer"),
    "compared_with": _("Compared with"),
    "proposal": _("Proposal"),
    # What is proposed stands in the proposal: the history names the fields.
    "proposed": _("Fields that are to change"),
    "taken_back": _("Fields that were taken back"),
    "accepted": _("Fields that were accepted"),
    "refused": _("Fields that were not accepted"),
    "confirmed_on": _("Confirmed on"),
}
# Fields that hold codes, or rows that begin with one, and where their words stand.
CODES = {"types": "type", "levels": "level", "hq_country": "country", "presences": "country", "identifiers": "scheme"}
FIELD_NAMES = ("proposed", "taken_back", "accepted", "refused")


def about(organization, *, user):
    """The history of a record, newest first, without what was said of pairs whose other record she may not know of."""
    visible = Organization.objects.visible_to(user).values("pk")
    pairs = DuplicatePair.objects.filter(Q(first=organization) | Q(second=organization))
    hidden = pairs.exclude(first__in=visible, second__in=visible).values("reference")
    changes = Change.objects.about(organization.reference).alias(pair=KT("diff__pair__1"))
    return changes.exclude(verb="pair.decided", pair__in=hidden)


def told(changes, *, user):
    """Each change in words, with author and fields; one query for authors, one for linked records, one for codes."""
    changes = list(changes)
    hidden = _hidden(changes, user)
    labels = words() if any(CODES.keys() & change.diff.keys() for change in changes) else {}
    people = {user.pk: str(user) for user in User.objects.filter(pk__in={change.by_id for change in changes} - {None})}
    return [
        {
            "label": VERBS.get(change.verb, change.verb),
            "who": people.get(change.by_id, change.by),
            "at": change.at,
            "reason": change.reason,
            "batch": change.batch,
            "fields": [
                {
                    "label": field_label(field),
                    "before": _value(field, pair[0], hidden, labels),
                    "after": _value(field, pair[-1], hidden, labels),
                }
                for field, pair in change.diff.items()
                if isinstance(pair, list) and len(pair) == 2
            ],
        }
        for change in changes
    ]


def field_label(field):
    if field in OTHER_FIELDS:
        return OTHER_FIELDS[field]
    known = {f.name: f.verbose_name for f in Organization._meta.get_fields() if hasattr(f, "verbose_name")}
    return known.get(field, field)


# Fields that name another organization.
_OTHERS = ("link", "merged_into", "merged_from")


def _hidden(changes, user):
    """References of other organizations that this person may not know of, for they came into danger later."""
    told = [text for change in changes for field in _OTHERS for text in change.diff.get(field, ()) if text]
    references = {word for text in told for word in text.split() if word.startswith("CSO-")}
    if not references:
        return frozenset()
    visible = Organization.objects.visible_to(user).filter(reference__in=references)
    return references - set(visible.values_list("reference", flat=True))


def _value(field, value, hidden, labels):
    if value is None:
        return ""
    if field == "contact_fields":
        return "; ".join(str(Contact._meta.get_field(name).verbose_name) for name in value)
    if field in FIELD_NAMES:
        return "; ".join(str(field_label(name)) for name in value)
    if field == "visibility":
        return str(dict(Document.Visibility.choices).get(value, value))
    if field == "pair_verdict":
        return str(dict(PairState.choices).get(value, value))
    if field == "link":
        kinds = dict(OrganizationLink.Kind.choices)
        words = value.split()
        shown = words if hidden.isdisjoint(words) else [word for word in words if word in kinds]
        return " ".join(str(kinds.get(word, word)) for word in shown)
    if field in _OTHERS and value in hidden:
        return ""
        parts = value.split()
        shown = parts if hidden.isdisjoint(parts) else [part for part in parts if part in kinds]
        return " ".join(str(kinds.get(part, part)) for part in shown)
    if field in CODES:
        codes = value if isinstance(value, list) else [value]
        return "; ".join(_with_label(field, str(code), labels[CODES[field]]) for code in codes)
    if field == "state":
        return str(dict(OrganizationState.choices).get(value, value))
    if field == "languages":
        return ", ".join(language_names(value))
    if field == "names":
        return "; ".join(_name(text) for text in value)
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)


def _with_label(field, text, labels):
    """A code in words; rows of the record begin with one: `TCD Kanem`, `ke-ngo 218/051`."""
    code, _space, rest = text.partition(" ") if field in ("identifiers", "presences") else (text, "", "")
    label = labels.get(code, code)
    return f"{label} {rest}".strip()


def _name(text):
    """`Invented Aid (legal, en)` as people say it."""
    match = re.fullmatch(r"(?P<name>.+) \((?P<kind>\w+)(?:, (?P<language>[\w-]+))?\)", text)
    kinds = dict(OrganizationName.Kind.choices)
    if match is None or match["kind"] not in kinds:
        return text
    about = [str(kinds[match["kind"]]), *(language_names([match["language"]]) if match["language"] else [])]
    return f"{match['name']} ({', '.join(about)})"
