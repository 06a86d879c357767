"""The night: its steps in order, taken up again anywhere, silent when nothing changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Replace
from django.utils import timezone

from registry import actions
from registry.actions import night, night_steps
from registry.errors import Refused
from registry.models import Change, FacetBits, Issue, Job, Listing, Message, Organization, Partnership
from registry.queries.feed import last_seq
from registry.queries.listing_check import miscounted, wrong_listings
from registry.states import JobState, PartnershipState
from tests import make
from tests.registry.actions.imports.sheets import run_jobs

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.localdate() - timedelta(days=5000)
# What a job says of itself, and what else is written while it runs.
OF_JOBS = {"registry_job", "registry_change", "registry_change_id_seq", "django_session"}


def run(subject="2026-01-01"):
    job = make.job(night.NIGHT, subject=subject)
    actions.run_job(actions.take_job(job))
    job.refresh_from_db()
    return job


def written():
    """Every row of every table, and which transaction wrote it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted({name for (name,) in cursor.fetchall()} - OF_JOBS)
        told = {}
        for table in tables:
            cursor.execute(f"SELECT count(*), coalesce(md5(string_agg(ctid::text, '' ORDER BY ctid)), '') FROM {table}")  # noqa: S608
            told[table] = cursor.fetchone()
    return told | {"changes": Change.objects.exclude(subject__startswith="JOB-").count()}


def mended():
    return Change.objects.filter(verb="listing.mended").values_list("subject", flat=True)


@pytest.fixture
def inventory(curator):
    """Something for every step: a listing that aged, one that is wrong, a partnership to age, an unlikely year."""
    aged, wrong = make.organization(observed_on=timezone.localdate()), make.organization(hq_country_id="TCD")
    Listing.objects.filter(pk=aged.pk).update(recent_on=LONG_AGO)
    Organization.objects.filter(pk=aged.pk).update(observed_on=LONG_AGO)
    Organization.objects.filter(pk=wrong.pk).update(hq_country="NER")
    stale = make.verified(make.organization(), on=LONG_AGO)
    unlikely = make.organization()
    Organization.objects.filter(pk=unlikely.pk).update(founded=1066)
    FacetBits.objects.filter(value="type:ngo").delete()
    # As published in another second, of which a line of CSV tells: PostgreSQL leaves none beside a text that changes
    # while its line does not.
    Listing.objects.update(csv_line="of another second")
    return {"aged": aged, "wrong": wrong, "stale": stale, "unlikely": unlikely}


def end_state():
    return {
        "facets": dict(Listing.objects.values_list("reference", "facets")),
        "partnerships": sorted(Partnership.objects.values_list("organization__reference", "state")),
        "issues": sorted(Issue.objects.values_list("organization__reference", "rule", "state")),
        "bits": sorted(FacetBits.objects.values_list("value", "chunk", "bits")),
        "changes": sorted(Change.objects.exclude(subject__startswith="JOB-").values_list("verb", "subject")),
        "scans": Job.objects.filter(kind="duplicates.scan").count(),
    }


def test_the_night_does_its_steps(inventory):
    job = run()

    facets = dict(Listing.objects.values_list("pk", "facets"))
    assert (job.state, job.result, job.percent) == (JobState.DONE, {}, 100)
    assert "freshness:stale" in facets[inventory["aged"].pk]
    assert "hq:NER" in facets[inventory["wrong"].pk]
    assert Partnership.objects.get(pk=inventory["stale"].pk).state == PartnershipState.STALE
    assert Issue.objects.filter(organization=inventory["unlikely"], rule="founded-unlikely").exists()
    assert FacetBits.objects.filter(value="type:ngo").exists()
    assert not miscounted()
    assert inventory["wrong"].reference in mended()
    assert Job.objects.get(kind="duplicates.scan").state == JobState.WAITING


def test_a_second_night_over_unchanged_records_writes_nothing(inventory):
    run()
    run_jobs()
    before = written()

    run("2026-01-02")
    run_jobs()

    assert written() == before


def test_wherever_it_is_stopped_it_comes_to_the_same_end(inventory, monkeypatch):
    monkeypatch.setattr(night, "WRITTEN", 2)
    for number in range(3):
        make.organization(f"One more {number}", founded=1000 + number)
    keep, chunks = night.keep_lease, []

    def count(*args, **kwargs):
        keep(*args, **kwargs)
        chunks.append(1)

    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before_the_night")
        with monkeypatch.context() as counting:
            counting.setattr(night, "keep_lease", count)
            run()
        undisturbed = end_state()
        for stop_after in range(1, len(chunks)):
            cursor.execute("ROLLBACK TO SAVEPOINT before_the_night")
            dies_after(stop_after, monkeypatch)

            assert end_state() == undisturbed, f"stopped after chunk {stop_after}"


def dies_after(chunk, monkeypatch):
    job = make.job(night.NIGHT, subject="2026-01-01")
    keep, left = night.keep_lease, [chunk]

    def dies(*args, **kwargs):
        if not left[0]:
            raise KeyboardInterrupt
        keep(*args, **kwargs)
        left[0] -= 1

    with monkeypatch.context() as killing:
        killing.setattr(night, "keep_lease", dies)
        with pytest.raises(KeyboardInterrupt):
            actions.run_job(actions.take_job(job))
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
    ended = actions.run_job(actions.take_job(job))
    assert (ended.state, ended.result) == (JobState.DONE, {})


def broken(*, by):
    raise ValueError("Name of a record")


def test_a_step_that_cannot_be_done_leaves_the_others_to_be_done(settings, inventory):
    settings.NIGHT = [f"{__name__}.broken", "registry.actions.night_steps.age_listings"]

    job = run()

    assert (job.state, job.result) == (JobState.DONE, {"not_done": {"broken": "ValueError"}})
    assert "freshness:stale" in Listing.objects.get(pk=inventory["aged"].pk).facets


def deadly(*, by):
    deaths.append(by)
    raise KeyboardInterrupt


deaths = []


def test_a_step_that_ends_its_worker_three_times_is_left_out_and_the_others_are_done(settings, inventory):
    settings.NIGHT = [f"{__name__}.deadly", "registry.actions.night_steps.age_listings"]
    job = make.job(night.NIGHT, subject="2026-01-01")
    deaths.clear()
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            actions.run_job(actions.take_job(job))
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(minutes=1))

    actions.run_job(actions.take_job(job))

    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"not_done": {"deadly": night.ENDED_THE_WORKER}})
    assert len(deaths) == 3
    assert "freshness:stale" in Listing.objects.get(pk=inventory["aged"].pk).facets


def test_who_keeps_the_jobs_hears_once_of_a_night_that_left_steps_out(settings, administrator):
    settings.NIGHT = [f"{__name__}.broken", f"{__name__}.broken", "registry.actions.night_steps.age_listings"]

    job = run()

    told = Message.objects.filter(kind="registry.night_incomplete", subject_reference=job.reference)
    assert [message.recipient for message in told] == [administrator]


def test_who_keeps_the_jobs_hears_of_a_night_that_was_left_out_because_the_last_one_is_at_work(administrator):
    make.job(night.NIGHT, subject="2020-01-01")

    assert actions.begin_night() == 0

    assert "was not begun" in Message.objects.get(recipient=administrator).title


def test_a_night_that_the_clock_asks_for_twice_is_begun_once_and_nobody_is_told(administrator):
    assert [actions.begin_night(), actions.begin_night()] == [1, 0]

    assert not Message.objects.exists()


def test_there_is_one_night_a_date_and_one_at_a_time():
    first = actions.start_night()
    with pytest.raises(Refused, match="begun already"):
        actions.start_night()
    Job.objects.filter(pk=first.pk).update(subject="2020-01-01")
    with pytest.raises(Refused, match="earlier night"):
        actions.start_night()


# --- Whether listings are what would be published ------------------------------------------------------------------


def everything():
    return 0, Organization.objects.order_by("-pk").first().pk


def test_a_listing_as_published_is_right_in_every_value():
    rich = make.organization(
        presences=[{"country": "TCD", "admin1": "Lac"}], types=["ngo", "media"], levels=["local"], founded=1990
    )
    programme = make.programme("bridge", countries=["NER"])
    make.verified(rich, area=3, country="NER", programme=programme)
    make.partnership(rich, area=4, state="rejected")
    make.organization(hq_country_id=None)
    make.organization(state="draft")

    assert wrong_listings(*everything()) == []


WRONG = {
    "missing": lambda organization: Listing.objects.all().delete(),
    "another country": lambda organization: Organization.objects.update(hq_country="TCD"),
    "another day": lambda organization: Organization.objects.update(confirmed_on=LONG_AGO),
    "no partnership": lambda organization: Partnership.objects.all().delete(),
    "dormant": lambda organization: Organization.objects.update(state="dormant"),
    "draft": lambda organization: Organization.objects.update(state="draft"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_listing_that_is_not_what_would_be_published_is_found_and_mended(what):
    organization = make.partnership(make.organization(), area=3, country="NER").organization
    WRONG[what](organization)
    assert wrong_listings(*everything()) == [organization.pk]

    night_steps.check_listings.chunk(0, last=organization.pk, by="test")

    assert wrong_listings(*everything()) == []
    assert Change.objects.filter(verb="listing.mended").count() == 1


def test_a_text_that_something_else_than_publishing_wrote_is_published_anew_in_the_next_night():
    keys = [make.organization().pk for _ in range(night_steps.NIGHTS_FOR_ALL + 2)]
    told = last_seq()
    # A migration or an older release, which know of no lines of CSV.
    Listing.objects.update(public=Replace("public", Value('"acronym":null'), Value('"acronym":""')), etag="old")

    night_steps.check_listings.chunk(0, last=keys[-1], by="test")

    assert not Listing.objects.filter(public__contains='"acronym":""').exists()
    assert last_seq() - told == len(keys)
