"""One change of many records: seen first, done as one named batch, undone for a day.

Each record is its own transaction and is changed by the verb that a person would use, so a bulk edit takes its locks in
the order in which everybody does, and two at once only wait for each other record by record. A job does the work; a
small one is done before the page answers, and should the page die, a worker goes on.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import policies
from registry.actions.bulk_changes import PREFETCHED, may_change, plan_for, put_back, said_of, stands, write
from registry.actions.history import record
from registry.actions.jobs import keep_lease, mine_still, start_job, take_job
from registry.errors import Refused
from registry.models import BulkEdit, BulkRow, Job, Organization, Why
from registry.states import NEXT, BulkEditState, BulkRowState, JobState

# More than this in one edit is an import, or another filter.
MOST_RECORDS = 2_000
# So many are done while the page waits; more are a job with a page of its own.
AT_ONCE = 60

APPLY, UNDO = "bulk.apply", "bulk.undo"
_OPEN = (JobState.WAITING, JobState.RUNNING, JobState.HELD)


@transaction.atomic
def prepare_bulk_edit(organizations, *, change, argument="", by):
    """Look what the change would make of each record of a queryset. Nothing changes; an earlier look is forgotten."""
    if organizations.count() > MOST_RECORDS:
        raise Refused(
            _("That is more than %(n)s records. Use a filter that finds fewer, then change them in parts.")
            % {"n": MOST_RECORDS}
        )
    by.bulk_edits.filter(state=BulkEditState.PREPARED).delete()
    edit = BulkEdit.objects.create(change=change, argument=argument, made_by=by)
    rows = []
    for organization in organizations.order_by("pk").prefetch_related(*PREFETCHED):
        plan = plan_for(edit, organization, by=by)
        state = BulkRowState.LEFT if plan.why else BulkRowState.WAITING
        rows.append(
            BulkRow(
                edit=edit,
                organization=organization,
                state=state,
                why=plan.why,
                version=organization.version,
                before=plan.before,
                after=plan.after,
            )
        )
    BulkRow.objects.bulk_create(rows)
    return edit


def start_bulk_edit(edit, *, name, reason, by):
    """Do what was shown, under a name and for a reason; the job that does it. Refused when it was started already."""
    return _start(edit, BulkEditState.APPROVED, APPLY, BulkRowState.WAITING, by, name=name, reason=reason)


def start_undoing(edit, *, by):
    """Take back what nobody changed since; the job that does it. Refused after a day, and while it is being done."""
    if edit.approved_at and timezone.now() > edit.approved_at + policies.BATCHES_ARE_UNDONE_FOR:
        raise Refused(_("A bulk edit can be undone for 24 hours. Change the records back one by one, or in bulk."))
    if Job.objects.filter(kind=APPLY, subject=edit.reference, state__in=_OPEN).exists():
        raise Refused(_("This bulk edit is still being done. Stop its job first, or wait until it is done."))
    return _start(edit, BulkEditState.UNDOING, UNDO, BulkRowState.DONE, by)


def do_bulk_apply(job):
    """The work of a job `bulk.apply`: each record that still is as it was shown is changed."""
    return _do(job, BulkRowState.WAITING, _apply, BulkEditState.APPLIED, "bulk.applied")


def do_bulk_undo(job):
    """The work of a job `bulk.undo`: each record that still is as the edit left it is put back."""
    return _do(job, BulkRowState.DONE, _put_back, BulkEditState.UNDONE, "bulk.undone")


@transaction.atomic
def _start(edit, to, kind, row_state, by, **facts):
    edit = BulkEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
    if to not in NEXT[BulkEditState][edit.state]:
        raise Refused(
            _("This bulk edit is in another state meanwhile: %(state)s.") % {"state": edit.get_state_display().lower()}
        )
    count = edit.rows.filter(state=row_state).count()
    if not count:
        raise Refused(_("There is no record left that could be changed."))
    edit.state, edit.approved_at = to, edit.approved_at or timezone.now()
    for name, value in facts.items():
        setattr(edit, name, value)
    edit.version += 1
    edit.save()
    job = start_job(kind, subject=edit.reference, by=by, total=count)
    record(f"bulk.{to}", subject=edit.reference, by=by, reason=edit.reason, batch=edit.reference)
    # No worker takes a small one in between; should we die, one will.
    return take_job(job) if count <= AT_ONCE else job


def _do(job, row_state, act, to, verb):
    edit = BulkEdit.objects.select_related("made_by").get(reference=job.subject)
    person = job.asked_by
    keys = list(edit.rows.filter(state=row_state).order_by("organization").values_list("pk", flat=True))
    already = job.total - len(keys)
    for number, key in enumerate(keys, already + 1):
        with transaction.atomic():
            mine_still(job)
            row = BulkRow.objects.select_for_update(of=("self",)).get(pk=key)
            act(edit, row, person)
            row.save()
            keep_lease(job, done=number, checkpoint={"row": row.pk})
    with transaction.atomic():
        mine_still(job)
        edit = BulkEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
        if edit.state != to:
            edit.state = to
            edit.version += 1
            edit.save()
            record(verb, subject=edit.reference, by=f"job {job.kind}", batch=edit.reference)
    return {}


def _apply(edit, row, person):
    organization = _lock(row)
    plan = plan_for(edit, organization, by=person) if _is_known(organization, person) else None
    row.state = BulkRowState.LEFT
    if plan is None:
        row.why = Why.SCOPE
    elif plan.why:
        row.why = plan.why
    elif organization.version != row.version or (plan.before, plan.after) != (row.before, row.after):
        row.why = Why.CHANGED
    else:
        row.said_before = said_of(edit, organization, by=person)
        try:
            row.version_after = write(edit, organization, plan, by=person).version
            row.state = BulkRowState.DONE
        except Refused:
            row.why = Why.REFUSED


def _put_back(edit, row, person):
    organization = _lock(row)
    row.state = BulkRowState.KEPT
    if not _is_known(organization, person) or not may_change(edit.change, person, organization):
        row.why = Why.SCOPE
    elif not stands(edit, row, organization, by=person):
        row.why = Why.CHANGED
    else:
        try:
            put_back(edit, row, organization, by=person)
            row.state = BulkRowState.UNDONE
        except Refused:
            row.why = Why.REFUSED


def _lock(row):
    return Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=row.organization_id)


def _is_known(organization, person):
    return Organization.objects.visible_to(person).filter(pk=organization.pk).exists()
