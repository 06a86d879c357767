"""What a reading brought, compared with the one before: added, changed, gone. What cannot be believed is refused."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import policies
from registry.actions.history import record
from registry.actions.imports import approve_import, do_check
from registry.actions.sources.reading import tell_refusal
from registry.errors import Refused
from registry.models import ImportBatch, SourceRun
from registry.queries import sources as queries
from registry.states import NEXT, ImportState, SourceRunState


def do_check_and_compare(job):
    """The work of a job `import.check`: the check of the file, and for the file of a source the comparison."""
    counts = do_check(job)
    run = SourceRun.objects.filter(batch__reference=job.subject).first()
    if run:
        compare_run(run, job)
    return counts


@transaction.atomic
def compare_run(run, job):
    """Say what is added, changed and gone since the reading before. Done again it says the same.

    A file that cannot be read, that lacks columns of the last one, or that is suspiciously short is refused: nothing of
    it goes in unless somebody says why it is right. What is gone stays in the inventory.
    """
    run = SourceRun.objects.select_for_update(of=("self",)).select_related("source__kept_by").get(pk=run.pk)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=run.batch_id)
    if batch.state not in (ImportState.CHECKED, ImportState.REFUSED):
        return run
    is_first_time = run.state == SourceRunState.CHECKING
    if batch.state == ImportState.CHECKED:
        run.counts = queries.counts_of(run)
    if is_first_time:
        run.refusal = _why_not(run, batch)
        run.state = SourceRunState.REFUSED if run.refusal else SourceRunState.COMPARED
        run.ended_at = timezone.now()
    run.version += 1
    run.save()
    if is_first_time:
        _tell(run, batch, job)
    return run


@transaction.atomic
def overrule_run(run, *, reason, by, version=None):
    """Believe a file that was refused as too short or as lacking columns; it then waits for approval as any other."""
    run = SourceRun.objects.select_for_update(of=("self",)).select_related("source").get(pk=run.pk)
    if version is not None and version != run.version:
        raise Refused(_("Somebody changed this reading since you opened the page. Look at it again, then decide."))
    if SourceRunState.COMPARED not in NEXT[SourceRunState][run.state]:
        raise Refused(_("This reading was not refused."))
    if run.batch is None or run.batch.state != ImportState.CHECKED:
        raise Refused(_("There is no file of this reading that could be let in. Read the source again."))
    if queries.later_believed(run):
        raise Refused(_("A younger file of this source was read since. Look at the last reading instead."))
    run.state, run.overruled_by, run.overruled_because = SourceRunState.COMPARED, by, reason
    run.version += 1
    run.save()
    record("source.overruled", subject=run.source.code, by=by, reason=reason, batch=run.batch.reference)
    return run


def _why_not(run, batch):
    """{} or why the file is not believed, as {"code", "params"}."""
    if batch.state == ImportState.REFUSED:
        return {"code": "unreadable", "params": {}}
    missing = [notice["params"]["column"] for notice in batch.warnings if notice["code"] == "column_missing"]
    if missing:
        return {"code": "columns", "params": {"columns": ", ".join(missing)}}
    before = queries.last_believed(run)
    least = before.counts["read"] * run.source.least_percent / 100 if before else 0
    if run.counts["read"] < least:
        told = {"read": run.counts["read"], "before": before.counts["read"], "percent": run.source.least_percent}
        return {"code": "short", "params": told}
    return {}


def _tell(run, batch, job):
    by = f"job {job.kind}"
    if run.refusal:
        tell_refusal(run)
        record("source.refused", subject=run.source.code, by=by, reason=run.refusal["code"], batch=batch.reference)
        return
    told = ("added", "changed", "gone")
    diff = {name: [0, run.counts[name]] for name in told if run.counts[name]}
    record("source.compared", subject=run.source.code, by=by, diff=diff, batch=batch.reference)
    truster = run.source.trusted_by
    if truster and truster.is_active and policies.may_approve_import(truster):
        approve_import(batch, by=truster, reason=_("The source is trusted."))
