"""What is asked about sources: what is being read, what the last reading was, who is gone since."""

from django.db.models import Exists, F, Func, JSONField, OuterRef, Subquery, Value

from registry.models import ImportRow, ImportTrace, Organization, SourceRun
from registry.states import ImportState, SourceRunState

# An import on which a person has yet to say something, or that is on its way in.
_OPEN = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.APPROVED)
# Nothing of it stands in the inventory, or soon nothing will.
_TAKEN_BACK = (ImportState.DISCARDED, ImportState.UNDOING, ImportState.UNDONE)


def open_run(source):
    """The reading that is not over: being read, or bringing what nobody has let in or discarded yet."""
    runs = source.runs.order_by("-number")
    going_on = runs.filter(state__in=[SourceRunState.READING, SourceRunState.CHECKING]).first()
    # What was refused stands in nobody's way: the next file may be right.
    return going_on or runs.filter(state=SourceRunState.COMPARED, batch__state__in=_OPEN).first()


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
    """The last reading before this one whose file came, was believed or refused, and was not taken back since."""
    return _judged(run).exclude(batch__state__in=_TAKEN_BACK).first()


def is_taken_back(run):
    """Whether somebody discarded or undid what the last file before this reading brought: then it has to come again."""
    last = _judged(run).select_related("batch").first()
    return bool(last and last.batch and last.batch.state in _TAKEN_BACK)


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


def _judged(run):
    earlier = SourceRun.objects.filter(source=run.source_id, number__lt=run.number).exclude(sha256="")
    judged = earlier.filter(state__in=[SourceRunState.COMPARED, SourceRunState.REFUSED])
    # A file that was refused as the one before was judged then.
    return judged.exclude(refusal__contains={"code": "again"}).order_by("-number")
