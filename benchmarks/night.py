"""W8: the night over a whole inventory, its parts and all of it, against one INSERT … SELECT of derived values."""

import time

from django.conf import settings
from django.db import connection, transaction

from benchmarks.imports import Memory
from registry import actions
from registry.actions import jobs, night, night_steps
from registry.models import Change, Edition, Job, Listing, Organization, Partnership
from registry.queries.listing_check import DERIVED, wrong_listings
from registry.states import PUBLIC_STATES, JobState

# Partnerships of an organization on average, as PERFORMANCE asks; the loader makes about half of them.
PARTNERSHIPS = 4
ROUNDS = 3
# Listings to a transaction of the preparation: nobody waits for the history here.
CHUNK = 2_000


def run(bench):
    report = bench.report
    _prepare()
    last = Organization.objects.order_by("-pk").values_list("pk", flat=True).first()
    told = {"organizations": Organization.objects.count(), "partnerships": Partnership.objects.count()}
    base = min(_timed(lambda: _derive(0, last)) for _ in range(ROUNDS))
    report.add("W8", "derived values, one INSERT … SELECT", base, "seconds", **told)
    chunked = min(_timed(lambda: _in_chunks(_derive, last)) for _ in range(ROUNDS))
    report.add("W8", "the same in resumable chunks", chunked / base, "one INSERT … SELECT", "<= 1.5", seconds=chunked)
    again = min(_timed(lambda: _in_chunks(wrong_listings, last)) for _ in range(ROUNDS))
    report.add("W8", "second night: only what differs", again / base, "one INSERT … SELECT", "<= 2", seconds=again)
    counts = _timed(lambda: night_steps.check_counts(by="benchmark"))
    report.add("W8", "statistics: counts and name keys", counts / base, "one INSERT … SELECT", seconds=counts)
    _edition(report, base)
    _nights(report, base)


def _prepare():
    """As many partnerships as are asked for, and listings that tell them."""
    if Partnership.objects.count() < PARTNERSHIPS * Organization.objects.count():
        with connection.cursor() as cursor:
            cursor.execute(_MORE, [PARTNERSHIPS])
            cursor.execute("ANALYZE registry_partnership")
    last = 0
    while keys := list(Organization.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        if wrong := wrong_listings(last, keys[-1]):
            with transaction.atomic():
                actions.publish_listings(Organization.objects.filter(pk__in=wrong))
        last = keys[-1]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# The same role, area and country for a month in earlier years, and ended: the listings that were published say nothing
# else of it, and the rules find nothing unlikely.
_MORE = """
    INSERT INTO registry_partnership (reference, organization_id, role_id, area_id, country_id, period, state, source,
        evidence_note, created_at, updated_at, version, end_reason, ended_because_id)
    SELECT 'PAR-' || upper(substr(md5(known.organization_id || '-' || nth), 1, 8)), known.organization_id,
        known.role_id, known.area_id, known.country_id,
        daterange(known.began - 60 * nth::int, known.began - 60 * nth::int + 30), 'ended', '', '', now(), now(), 1,
        '', 'programme_ended'
    FROM (
        SELECT DISTINCT ON (organization_id) organization_id, role_id, area_id, country_id, lower(period) AS began,
            %s - count(*) OVER (PARTITION BY organization_id) AS number
        FROM registry_partnership WHERE state <> 'rejected' ORDER BY organization_id, lower(period), id
    ) known CROSS JOIN LATERAL generate_series(1, known.number::int) AS nth
    ON CONFLICT DO NOTHING
"""


def _derive(after, until):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.derived" if not after else "SELECT")
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS derived (organization_id bigint PRIMARY KEY, facets text[])"
        )
        cursor.execute("INSERT INTO derived " + DERIVED, [after, until, list(PUBLIC_STATES)])


def _in_chunks(work, last):
    """Ranges of the night, each with its checkpoint in the same transaction."""
    job = _job("benchmark")
    for after in range(0, last, night.RANGE):
        until = min(after + night.RANGE, last)
        with transaction.atomic():
            jobs.mine_still(job)
            work(after, until)
            jobs.keep_lease(job, done=until, checkpoint={"after": until}, total=last)
    jobs.finish_job(job, {})


def _edition(report, base):
    # Of an earlier run: one edition is made a day.
    Edition.objects.update(previous=None)
    Edition.objects.all().delete()
    memory = Memory()
    edition = actions.make_edition(by="benchmark")
    job = jobs.take_job(Job.objects.get(kind="edition.write", subject=edition.reference, state=JobState.WAITING))
    seconds = _timed(lambda: actions.run_job(job))
    edition.refresh_from_db()
    size = sum(file["size"] for file in edition.files) / 1e6
    report.add("W8", "edition: rows, counts and files", seconds / base, "one INSERT … SELECT", seconds=seconds,
               **{"MB of files": size})  # fmt: skip
    _tell_memory(report, "edition: memory above the start", memory)
    report.counter("W8", "edition: rows lacking", Listing.objects.count() - edition.total, "rows", "== 0")
    anew = _timed(lambda: list(actions.verify_edition(edition)))
    is_whole = all(is_so for _what, is_so in actions.verify_edition(edition))
    report.counter("W8", "edition: not written again alike", int(not is_whole), "editions", "== 0")
    report.add("W8", "edition: verified, written anew", anew / base, "one INSERT … SELECT", seconds=anew)


def _nights(report, base):
    """The first night, whose rules find what they find in invented records, then one over unchanged records."""
    first = _timed(_night)
    report.add("W8", "first night, without duplicates", first / base, "one INSERT … SELECT", seconds=first)
    memory, before = Memory(), Change.objects.exclude(subject__startswith="JOB-").count()
    seconds = _timed(_night)
    written = Change.objects.exclude(subject__startswith="JOB-").count() - before
    report.add("W8", "whole night without duplicates", seconds / base, "one INSERT … SELECT", "<= 10", seconds=seconds)
    _tell_memory(report, "whole night: memory above the start", memory)
    report.counter("W8", "second night: changes", written, "rows of history", "== 0")
    memory = Memory()
    scan = _timed(_scan)
    report.add("W8", "whole night with duplicates", (seconds + scan) / base, "one INSERT … SELECT", "<= 35",
               seconds=seconds + scan)  # fmt: skip
    _tell_memory(report, "duplicates: memory above the start", memory)


def _night():
    job = actions.run_job(_job(night.NIGHT, total=night.PARTS * len(settings.NIGHT)))
    if job.state != JobState.DONE or job.result:
        raise AssertionError(f"The night was not done: {job.state} {job.result} {job.error}")


def _scan():
    actions.run_job(jobs.take_job(Job.objects.get(kind="duplicates.scan", state=JobState.WAITING)))


def _job(kind, total=0):
    return jobs.take_job(jobs.start_job(kind, subject=f"benchmark {time.time_ns()}", by=None, total=total))


def _tell_memory(report, case, memory):
    if (peak := memory.peak_above_start()) is not None:
        report.add("W8", case, peak / 1024, "MB", "<= 100")


def _timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
