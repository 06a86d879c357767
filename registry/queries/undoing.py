"""What came after an import on the records that it touched: so that an undo of it takes nothing from anybody else.

Three places tell it: the history, which has a line for everything that was done to a record; the relations that Django
knows, for what hangs on it; and the rows of later imports, for a source that says what is there already changes
nothing, and so leaves no line in the history.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, Max, Min, OuterRef, Q

from registry.models import Change, ImportBatch, ImportRow, Organization
from registry.queries.merges import parts
from registry.states import ImportState

Undone = ImportRow.Undone

# What an apply made of a row that names an organization.
TOUCHED = ("new", "updated", "same")
# Who only looked, compared two records or noted whence they have what they say, has changed none.
HARMLESS = ("contacts.read", "document.read", "document.original_read", "claim.document_read", "fact.told")
_BY_IMPORT = ("organization.imported", "organization.updated_by_import")
# Written by imports themselves, or about them; of an edit of these the history has a line.
_NOT_HANGING = frozenset(
    {
        "registry.OrganizationName",
        "registry.OrganizationIdentifier",
        "registry.Presence",
        "registry.Partnership",
        "registry.Contact",
        "registry.Organization_types",
        "registry.Organization_levels",
        "registry.ImportRow",
        "registry.ImportTrace",
    }
)


@dataclass
class Later:
    """All that came after an import on one record."""

    is_told: bool = False
    """The history of the record has a line of the import. If not, the row came here by a merge."""
    changes: list = field(default_factory=list)
    hanging: list = field(default_factory=list)
    """Labels of models of which rows hang on the record."""
    imports: list = field(default_factory=list)
    """Rows of later imports that speak of it."""

    def __bool__(self):
        return bool(self.changes or self.hanging or self.imports)


def later_than(batch, organizations):
    """{organization key: Later} for some organizations that this import touched: their keys, or a query of these.

    Budget: one statement for each relation to an organization, and five more, whatever the number.
    """
    later = defaultdict(Later)
    _read_history(batch, organizations, later)
    for part in parts():
        if part.label not in _NOT_HANGING:
            rows = part.model._base_manager.filter(**{f"{part.field}__in": organizations})
            for pk in rows.order_by().values_list(part.field, flat=True).distinct():
                later[pk].hanging.append(part.label)
    _read_imports(batch, organizations, later)
    return later


def _read_history(batch, organizations, later):
    records = Organization.objects.filter(pk__in=organizations)
    subjects = dict(records.values_list("reference", "pk"))
    about = Change.objects.filter(subject__in=records.values("reference"))
    ours = about.filter(batch=batch.reference, verb__in=_BY_IMPORT)
    last = dict(ours.order_by().values_list("subject").annotate(Max("pk")))
    for subject in last:
        later[subjects[subject]].is_told = True
    if not last:
        return
    since = about.filter(pk__gt=min(last.values())).exclude(batch=batch.reference)
    since = since.exclude(verb__in=[*HARMLESS, *_BY_IMPORT]).exclude(verb__startswith="pair.").order_by("-pk")
    since = [change for change in since if change.subject in last and change.pk > last[change.subject]]
    # An import that came later and was undone has left nothing behind but what later changes tell.
    undone = ImportBatch.objects.filter(reference__in={change.batch for change in since}, state=ImportState.UNDONE)
    undone = set(undone.values_list("reference", flat=True))
    for change in since:
        if change.batch not in undone:
            later[subjects[change.subject]].changes.append(change)


def _read_imports(batch, organizations, later):
    ours = batch.rows.filter(organization__in=organizations).order_by()
    applied = dict(ours.values_list("organization").annotate(Min("applied_at")))
    if not applied:
        return
    rows = ImportRow.objects.filter(
        organization__in=organizations, outcome__in=TOUCHED, applied_at__gt=min(applied.values())
    ).exclude(batch=batch)
    rows = rows.exclude(undone__in=[Undone.ARCHIVED, Undone.TAKEN_BACK, Undone.NOTHING])
    # The same sent again says nothing new: the same source, of the same day, in the same words.
    again = batch.rows.filter(key=OuterRef("key"), data=OuterRef("data"))
    of_the_day = Q(batch__source=batch.source) & Q(batch__observed_on=batch.observed_on)
    rows = rows.exclude(Q(outcome="same") & of_the_day & Exists(again))
    for row in rows.select_related("batch").defer("raw", "written", "batch__sheets").order_by("-applied_at", "-pk"):
        if row.applied_at > applied[row.organization_id]:
            later[row.organization_id].imports.append(row)
