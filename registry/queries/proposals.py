"""Values of a record as a proposal keeps them, and in the reader's words; and the proposals that wait."""

from django.utils.translation import gettext as _

from registry.models import ChangeProposal, Country, OrganizationKind, OrganizationName, ProposedField
from registry.queries.organizations import answered_for_by
from registry.queries.words import language_names
from registry.roles import Permission


def waiting_for(user):
    """The open proposals that this person may decide, the oldest first."""
    mine = answered_for_by(user, Permission.EDIT_ORGANIZATION)
    return ChangeProposal.objects.open().filter(organization__in=mine).order_by("proposed_at", "pk")


def waiting_fields(organization):
    """{field: its proposed value that waits}, for one organization."""
    found = ProposedField.objects.filter(organization=organization, decision=ProposedField.Decision.WAITING)
    return {row.field: row for row in found.select_related("proposal")}


def own_waiting_fields(organization):
    """Those that its own people proposed: what partners propose is no word of theirs."""
    return {field: row for field, row in waiting_fields(organization).items() if row.proposal.client_id is None}


def stands(organization, field):
    """What the record says now, as JSON."""
    if field in ("names", "identifiers", "types"):
        return as_json(field, getattr(organization, field).all())
    return as_json(field, getattr(organization, field))


def as_json(field, value):
    """A value that `edit_organization` takes, or rows of the record, in one order: equal values look the same."""
    if field == "names":
        rows = [{key: _of(row, key) or "" for key in ("kind", "text", "language")} | _first(row) for row in value]
        return sorted(rows, key=lambda row: (not row["is_primary"], row["kind"], row["text"], row["language"]))
    if field == "identifiers":
        rows = [{"scheme": _code(_of(row, "scheme")), "value": (_of(row, "value") or "").strip()} for row in value]
        return sorted(rows, key=lambda row: (row["scheme"], row["value"]))
    if field == "types":
        return sorted(_code(term) for term in value)
    if field == "hq_country":
        return _code(value) if value else None
    return value


def as_change(field, value):
    """The same back, for `edit_organization`."""
    return Country.objects.get(pk=value) if field == "hq_country" and value else value


def in_words(field, value, labels):
    """A kept value as lines in the reader's language, none when there is nothing; `labels` are those of `words()`."""
    if value in (None, "", []):
        return []
    if field == "names":
        return [_name(row) for row in value]
    if field == "identifiers":
        return [_identifier(labels["scheme"].get(row["scheme"], row["scheme"]), row["value"]) for row in value]
    if field == "types":
        return [labels["type"].get(code, code) for code in value]
    if field == "hq_country":
        return [labels["country"].get(value, value)]
    if field == "kind":
        return [str(OrganizationKind(value).label)]
    return [str(value)]


def _of(row, key):
    return row.get(key) if isinstance(row, dict) else getattr(row, key)


def _first(row):
    return {"text": " ".join(_of(row, "text").split()), "is_primary": bool(_of(row, "is_primary"))}


def _code(term):
    return getattr(term, "code", term)


def _name(row):
    about = [str(OrganizationName.Kind(row["kind"]).label)]
    about += language_names([row["language"]]) if row["language"] else []
    about += [_("shown first")] if row["is_primary"] else []
    return _("%(name)s (%(about)s)") % {"name": row["text"], "about": ", ".join(about)}


def _identifier(scheme, value):
    return _("%(register)s: %(identifier)s") % {"register": scheme, "identifier": value} if value else scheme
