"""The record of an organization as its own people see it: by sections, with what is missing and what waits for IOM."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from registry.models import ChangeProposal
from registry.models.facts import BY_LINK
from registry.models.proposals import AFTER_A_LOOK
from registry.queries.change_words import field_label
from registry.queries.changes import about, told
from registry.queries.proposals import as_json, in_words, own_waiting_fields, stands
from registry.queries.words import language_names, words

SECTIONS = {
    "names": _("Names"),
    "kind": _("What kind of organization"),
    "places": _("Where you work"),
    "identifiers": _("Identifiers"),
    "about": _("Description and website"),
    "contacts": _("Contacts"),
}
FIELDS = {
    "names": ("names",),
    "kind": ("types", "type_explained", "founded"),
    "places": ("levels", "hq_country", "hq_city", "presences"),
    "identifiers": ("identifiers",),
    "about": ("description_en", "description_fr", "description_es", "website", "languages"),
    "contacts": (),
}
DESCRIPTIONS = ("description_en", "description_fr", "description_es")
# Fields without which a section is whole: not everybody has them.
OPTIONAL = ("type_explained", "hq_city", "website", *DESCRIPTIONS)
# Who reads a field once it stands in the record; everybody, unless it is named here (decisions/0007).
READERS = {"hq_city": "partners"}
# What members may read of the history, in words; what staff note, read or keep to themselves is not among it.
TOLD = (
    "organization.created",
    "organization.imported",
    "organization.updated_by_import",
    "organization.edited",
    "organization.published",
    "organization.in_review",
    "organization.dormant",
    "organization.archived",
    "organization.verified",
    "organization.confirmed",
    "proposal.made",
    "proposal.withdrawn",
    "proposal.decided",
    "proposal.reopened",
    "partnership.proposed",
    "partnership.edited",
    "partnership.replaced",
    "partnership.verified",
    "partnership.confirmed",
    "partnership.grew_stale",
    "partnership.ended",
    "partnership.rejected",
    "dispute.made",
    "dispute.accepted",
    "dispute.refused",
    "dispute.withdrawn",
)
# Of these the values are told too: of proposals their own answers are, and a confirmation has nothing but its day.
WITH_VALUES = ("organization.edited", "organization.updated_by_import")


def sections(organization):
    """The record by sections: each with its fields in words, what is missing in it and which fields wait."""
    waiting, labels = own_waiting_fields(organization), words()
    contacts = organization.contacts.filter(ends_on=None).count()
    told_sections = []
    for code, title in SECTIONS.items():
        rows = [_row(organization, field, waiting.get(field), labels) for field in FIELDS[code]]
        missing = [row["label"] for row in rows if not row["lines"] and row["field"] not in OPTIONAL]
        if code == "about" and not any(row["lines"] for row in rows if row["field"] in DESCRIPTIONS):
            missing.insert(0, _("A description in one language"))
        if code == "contacts" and not contacts:
            missing.append(_("Somebody to write to or to call"))
        is_begun = any(row["lines"] for row in rows)
        told_sections.append(
            {
                "code": code,
                "title": title,
                "rows": rows,
                "missing": missing,
                "is_begun": is_begun,
                "waiting": [row["label"] for row in rows if row["waiting"]],
            }
        )
    return told_sections


def last_word(organization, field, waiting):
    """A field as its people see it: what they proposed, else what stands; in the shape of `edit_organization`."""
    if field in waiting:
        return waiting[field].after
    return stands(organization, field) if field in AFTER_A_LOOK else _value(organization, field)


def lines(field, value, labels):
    """A value that `edit_organization` takes, in the reader's words; `labels` are those of `words()`."""
    if field in AFTER_A_LOOK:
        return in_words(field, as_json(field, value), labels)
    if field == "levels":
        return [labels["level"][getattr(term, "code", term)] for term in value]
    if field == "presences":
        return sorted(_place(row) for row in value)
    if field == "languages":
        return language_names(value)
    return [str(value)] if value else []


def changes_of(organization, *, user):
    """What members may read of the history of their record: never what happened while it was one with another's."""
    return about(organization, user=user).filter(verb__in=TOLD)


def told_to_members(changes, organization, *, user):
    """Changes with who made them by role, without reasons that staff wrote for staff; proposals with their answers."""
    changes = list(changes)
    memberships = list(organization.memberships.values_list("user_id", "joined_at", "left_at"))
    proposals, labels = _proposals(organization, changes), words()
    return [
        {
            "label": line["label"],
            "at": line["at"],
            "who": _who(change, memberships),
            "fields": _capital(line["fields"]) if change.verb in WITH_VALUES else [],
            "answers": _answers(change, proposals, labels),
        }
        for change, line in zip(changes, told(changes, user=user), strict=True)
    ]


def _row(organization, field, proposed, labels):
    return {
        "field": field,
        "label": capfirst(field_label(field)),
        "lines": lines(field, _value(organization, field), labels),
        "is_public": field not in READERS,
        "waiting": in_words(field, proposed.after, labels) or [_("Empty")] if proposed else [],
    }


def _value(organization, field):
    value = getattr(organization, field)
    return value.all() if hasattr(value, "all") else value


def _capital(fields):
    return [field | {"label": capfirst(field["label"])} for field in fields]


def _place(row):
    if isinstance(row, dict):
        country, province = row["country"], row.get("admin1", "")
    else:
        country, province = row.country, row.admin1
    return f"{country.name}, {province}" if province else country.name


def _who(change, memberships):
    """Never a name: the organization reads who of both sides it was, and IOM's people answer for IOM."""
    if change.by.startswith(BY_LINK):
        return _("Your organization")
    if change.by_id is None:
        return _("The registry")
    for user, joined_at, left_at in memberships:
        if user == change.by_id and joined_at <= change.at and (left_at is None or change.at <= left_at):
            return _("Your organization")
    return _("IOM")


def _proposals(organization, changes):
    references = {change.diff["proposal"][1] for change in changes if "proposal" in change.diff}
    found = ChangeProposal.objects.filter(organization=organization, client=None, reference__in=references)
    return {proposal.reference: proposal for proposal in found.prefetch_related("fields")}


def _answers(change, proposals, labels):
    """The fields of a proposal that this change made, answered or took back."""
    proposal = proposals.get(change.diff.get("proposal", [None, None])[1])
    if proposal is None:
        return []
    named = {field for key in ("proposed", "accepted", "refused") for field in change.diff.get(key, [[], []])[1]}
    by_field = {row.field: row for row in proposal.fields.all()}
    return [
        {
            "label": capfirst(field_label(field)),
            "before": "; ".join(in_words(field, by_field[field].before, labels)),
            "after": "; ".join(in_words(field, by_field[field].after, labels)),
            "row": by_field[field],
            "is_answer": change.verb == "proposal.decided",
        }
        for field in AFTER_A_LOOK
        if field in named and field in by_field
    ]
