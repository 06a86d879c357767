"""What is asked about sources: what is being read, what the last reading was, who is gone since."""

from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, Subquery, Value

from registry.models import ImportRow, ImportTrace, Job, Organization, SourceRun
from registry.models.jobs import OPEN
from registry.states import ImportState, SourceRunState

# An import on which a person has yet to say something, or that is on its way in.
_OPEN = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.APPROVED)
_GOING_ON = [SourceRunState.READING, SourceRunState.CHECKING]
# What was given up or taken back stands nowhere: its file says something new when it comes again.
_GONE = [ImportState.DISCARDED, ImportState.UNDOING, ImportState.UNDONE]
# Refused without a look of its own at what the file says.
_NOT_LOOKED_AT = ["again", "stopped"]


def open_run(source):
    """The reading that is not over: being read, or bringing what nobody has let in or discarded yet."""
    runs = source.runs.order_by("-number")
    going_on = runs.filter(_is_at_work(source), state__in=_GOING_ON).first()
    # What was refused stands in nobody's way: the next file may be right.
    return going_on or runs.filter(state=SourceRunState.COMPARED, batch__state__in=_OPEN).first()


def left_behind(source):
    """The reading whose job was stopped by somebody: nobody brings it to its end any more."""
    return source.runs.filter(~_is_at_work(source), state__in=_GOING_ON).first()


def _is_at_work(source):
    jobs = Job.objects.filter(state__in=OPEN)
    return Exists(jobs.filter(kind="source.read", subject=source.code)) | Exists(
        jobs.filter(kind="import.check", subject=OuterRef("batch__reference"))
    )


def with_last_good(sources):
    """Sources with the moment at which they last brought a file that was believed, or the same as the last time."""
    good = [SourceRunState.COMPARED, SourceRunState.UNCHANGED]
    believed = SourceRun.objects.filter(source=OuterRef("pk"), state__in=good)
    return sources.annotate(last_good_at=Subquery(believed.order_by("-number").values("ended_at")[:1]))


def last_runs(sources):
    """{source key: its last reading}."""
    runs = SourceRun.objects.filter(source__in=sources).select_related("source")
    return {run.source_id: run for run in runs.order_by("source", "-number").distinct("source")}


def last_believed(run):
    """The last reading before this one of which the file was believed."""
    earlier = SourceRun.objects.filter(source=run.source_id, number__lt=run.number, state=SourceRunState.COMPARED)
    return earlier.order_by("-number").first()


def last_judged(run):
    """The last reading before this one whose file came and was believed or refused, and still is."""
    judged = Q(state=SourceRunState.COMPARED) | (Q(state=SourceRunState.REFUSED) & ~Q(refusal__code__in=_NOT_LOOKED_AT))
    return _files_before(run).filter(judged).exclude(batch__state__in=_GONE).first()


def is_last_file_known(run):
    """Whether what the file before this reading said still stands: then nobody need send that file again."""
    last, judged = _files_before(run).first(), last_judged(run)
    return judged is not None and judged.sha256 == last.sha256


def _files_before(run):
    earlier = SourceRun.objects.filter(source=run.source_id, number__lt=run.number)
    return earlier.exclude(sha256="").order_by("-number")


def later_believed(run):
    """Whether a younger file of the source was believed since."""
    later = SourceRun.objects.filter(source=run.source_id, number__gt=run.number)
    return later.filter(state=SourceRunState.COMPARED).exists()


def counts_of(run):
    """Organizations that the file adds, changes, names again, leaves as they are, asks about, and names no more."""
    counted = run.batch.counts["organizations"]
    seen = _seen_again(run.batch).count()
    return {
        "read": run.batch.counts["read"],
        "added": counted["new"],
        "changed": counted["update"] - seen,
        "seen": seen,
        "same": counted["same"],
        "asked": counted["possible"] + counted["decide"],
        "gone": gone_keys(run).count(),
    }


def _seen_again(batch):
    """Rows of which nothing is new but the day: the file of another month says the same."""
    rest = Func(
        F("diff"), Value("observed_on"), arg_joiner=" - ", template="(%(expressions)s)", output_field=JSONField()
    )
    return batch.rows.filter(verdict=ImportRow.Verdict.UPDATE).annotate(rest=rest).filter(rest={})


def gone_keys(run):
    """Lines of the last file that was let in, or of any earlier import of this source, that are no more in this one."""
    here = Exists(ImportRow.objects.filter(batch=run.batch_id, key=OuterRef("key")))
    applied = SourceRun.objects.filter(source=run.source_id, number__lt=run.number, batch__state=ImportState.APPLIED)
    before = applied.order_by("-number").first()
    if before:
        return ImportRow.objects.filter(batch=before.batch_id, organization__isnull=False).exclude(here)
    return ImportTrace.objects.filter(source=run.source.name).exclude(here)


def gone(run, user):
    """Organizations that the source no longer names, as far as this person may know of them."""
    named = gone_keys(run).values("organization")
    return Organization.objects.visible_to(user).filter(pk__in=named).prefetch_related("names").order_by("pk")
