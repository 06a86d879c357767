"""What people decide about an import: which record a row is about, and that it may go in."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.imports.again import ASKED, CAN_BE_LEFT_OUT, may_correct
from registry.actions.imports.apply import rows_to_apply
from registry.actions.imports.files import check_anew, lock_batch, may_become
from registry.actions.jobs import start_job
from registry.errors import Refused
from registry.models import ImportProfile, ImportRow, Organization, SourceRun
from registry.queries.imports import undone_since_check
from registry.states import ImportState, SourceRunState

Verdict = ImportRow.Verdict
Decision = ImportRow.Decision


@transaction.atomic
def decide_row(row, *, decision, by, organization=None, twin=None):
    """Say what a row is: new, an organization of the registry, an earlier row of the file (`twin`), or left out."""
    batch = lock_batch(row.batch)
    if batch.state != ImportState.CHECKED:
        raise Refused(
            _("This import is %(state)s, so its rows cannot be decided now.")
            % {"state": batch.get_state_display().lower()}
        )
    row = ImportRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _refuse_unasked(row, decision)
    if decision == Decision.ADD:
        _refuse_another_of_one_in_danger(row, by)
    row.data.pop("twin", None)
    row.organization = None if row.verdict in ASKED else row.organization
    if decision == Decision.UPDATE:
        _refuse_unknown_target(row, organization, twin)
        row.organization = organization
        if twin:
            row.data["twin"] = twin
    row.decision, row.decided_by = decision, by if decision else None
    row.save()
    batch.version += 1
    batch.save(update_fields=["version", "updated_at"])
    return row


@transaction.atomic
def correct_row(row, *, cells, by):
    """Write into the cells of a line with something wrong in it, {position: text}, and have the file checked with them.

    The file itself stays as it came. What stands in the cells is nobody's business but the import's.
    """
    batch = lock_batch(row.batch)
    may_become(batch, ImportState.CHECKING)
    row = batch.rows.filter(pk=row.pk).first()
    if row is None or not may_correct(row):
        raise Refused(_("This row has been checked again since you opened the page. Look at it once more."))
    changed = {str(at): text for at, text in cells.items() if text != (row.raw[at] if at < len(row.raw) else "")}
    if not changed:
        raise Refused(_("Nothing was changed. Correct the values that the page names, then check the row again."))
    line = str(row.number)
    batch.corrections = batch.corrections | {line: batch.corrections.get(line, {}) | changed}
    check_anew(batch, by)
    record("import.corrected", subject=batch.reference, by=by, diff={"row": [None, row.number]}, batch=batch.reference)
    return batch


def _refuse_unasked(row, decision):
    may = row.verdict in ASKED or (row.verdict in CAN_BE_LEFT_OUT and decision in (Decision.SKIP, Decision.NONE))
    if not may:
        raise Refused(_("Nothing is to be decided about this row."))


def _refuse_another_of_one_in_danger(row, by):
    """A new record of an organization that is hidden would show it to everybody."""
    put_forward = {pk for reason in row.reasons for pk in reason.get("organizations", ())}
    if Organization.objects.visible_to(by).filter(pk__in=put_forward).count() < len(put_forward):
        raise Refused(_("There is also a record that you may not open. Ask a data steward before you add this one."))


def _refuse_unknown_target(row, organization, twin):
    """Only who was put forward can be chosen: a slip of the hand in an address must not change another record."""
    put_forward = {pk for reason in row.reasons for pk in reason.get("organizations", ())}
    twins = {reason["row"] for reason in row.reasons if reason["code"] == "twin"}
    if (organization is None and twin not in twins) or (organization and organization.pk not in put_forward):
        raise Refused(_("Choose one of the organizations that the page puts forward."))


@transaction.atomic
def approve_import(batch, *, by, version=None, start=True, reason=""):
    """Let it in: a worker applies what the page said. What is undecided is left out; nothing else waits for anybody."""
    batch = lock_batch(batch, version)
    if batch.state == ImportState.APPROVED or batch.state == ImportState.APPLIED:
        raise Refused(
            _("%(person)s approved this import already, on %(day)s.")
            % {"person": batch.approved_by, "day": batch.approved_at.date().isoformat()}
        )
    may_become(batch, ImportState.APPROVED)
    if SourceRun.objects.filter(batch=batch, state=SourceRunState.REFUSED).exists():
        raise Refused(_("The file was refused when its source was read. Say there why it is right, then approve it."))
    if undone_since_check(batch):
        raise Refused(_("The inventory changed since this file was checked. Check it again, then approve it."))
    batch.state, batch.approved_by, batch.approved_at = ImportState.APPROVED, by, timezone.now()
    batch.version += 1
    batch.save()
    # What was approved is what the source's columns mean: next time nobody is asked.
    ImportProfile.objects.filter(pk=batch.profile_id).update(columns=batch.columns)
    record("import.approved", subject=batch.reference, by=by, reason=reason, batch=batch.reference)
    if start:
        start_job("import.apply", subject=batch.reference, by=by, total=rows_to_apply(batch).count())
    return batch


@transaction.atomic
def go_on_applying(batch, *, by):
    """Take up again an approved import whose job was stopped; what it did stays done."""
    batch = lock_batch(batch)
    if batch.state != ImportState.APPROVED:
        raise Refused(_("This import is not being applied."))
    start_job("import.apply", subject=batch.reference, by=by, total=rows_to_apply(batch).count())
    return batch
