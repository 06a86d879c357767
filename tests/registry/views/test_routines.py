"""The pages of routines and jobs: what runs when, what is late, paused or held, and who may change that."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.models import Job, Routine
from registry.states import JobState
from tests import make

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def routine():
    return Routine.objects.create(key="count-missions", next_due_at=timezone.now() + timedelta(hours=1))


def text(response):
    return " ".join(response.content.decode().split())


def page(client, user, name, *args, **extra):
    client.force_login(user)
    return client.get(reverse(f"registry:{name}", args=args), **extra)


def run(routine, **fields):
    return make.job("routine", subject=routine.key, routine=routine, **fields)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_routine_and_for_three(
    client, steward, routine, count, django_assert_num_queries
):
    for key in ["send-digests", "expire-claims"][: count - 1]:
        other = Routine.objects.create(key=key, next_due_at=timezone.now())
        run(other, state=JobState.DONE, ended_at=timezone.now(), result={"count": 3})
    client.force_login(steward)

    with django_assert_num_queries(17):
        response = client.get(reverse("registry:routine-list"))

    assert len(response.context["lines"]) == count


def test_the_list_says_what_is_late_and_since_when(client, auditor, routine):
    Routine.objects.update(next_due_at=timezone.now() - timedelta(hours=2))

    for name in ("routine-list", "job-list"):
        assert "late since" in text(page(client, auditor, name))


def test_a_routine_is_paused_for_a_reason_resumed_and_run_by_hand(client, steward, routine):
    address = {name: reverse(f"registry:routine-{name}", args=[routine.key]) for name in ("pause", "resume", "run")}
    client.force_login(steward)

    paused = client.post(address["pause"], {"reason": HOSTILE}, follow=True)
    again = client.post(address["pause"], {"reason": "Again."})
    ran = client.post(address["run"], follow=True)
    resumed = client.post(address["resume"], follow=True)

    assert "Paused by Steward" in text(paused)
    assert HOSTILE not in text(paused)
    assert (again.status_code, "This is paused already." in text(again)) == (409, True)
    assert ran.context["job"].routine == routine
    assert "What it missed is made up for by one run." in text(resumed)


def test_a_pause_without_a_reason_is_not_taken(client, steward, routine):
    client.force_login(steward)

    response = client.post(reverse("registry:routine-pause", args=[routine.key]), {"reason": " "})

    assert response.status_code == 422
    assert Routine.objects.get().paused_at is None


@pytest.mark.parametrize(("who", "status"), [("curator", 403), ("member", 404)])
def test_a_routine_is_changed_only_by_who_keeps_the_jobs(request, client, routine, who, status):
    client.force_login(request.getfixturevalue(who))

    answered = [
        client.post(reverse(f"registry:routine-{name}", args=[routine.key]), {"reason": "Because."}).status_code
        for name in ("pause", "resume", "run")
    ]

    assert answered == [status] * 3


def test_a_routine_that_nobody_declared_is_not_there(client, steward):
    Routine.objects.create(key="of-an-older-release", next_due_at=timezone.now())

    assert page(client, steward, "routine-detail", "of-an-older-release").status_code == 404


def test_how_much_a_run_found_is_told_only_to_who_may_know_of_everything(client, steward, administrator, routine):
    run(routine, state=JobState.DONE, ended_at=timezone.now(), result={"count": 41})

    told = ["Result: 41" in text(page(client, who, "routine-list")) for who in (steward, administrator)]

    assert told == [True, False]


def test_runs_that_ended_well_do_not_drown_what_people_asked_for(client, steward, routine):
    asked_for = make.job("import.apply")
    done = run(routine, state=JobState.DONE, ended_at=timezone.now())

    listed = [line["job"] for line in page(client, steward, "job-list").context["jobs"]]
    as_a_kind = [line["job"] for line in client.get(reverse("registry:job-list"), {"kind": "routine"}).context["jobs"]]

    assert (listed, as_a_kind) == ([asked_for], [done])


def test_a_job_is_paused_and_resumed_by_who_asked_for_it(client, curator):
    job = make.job("import.apply", asked_by=curator, done=500, total=1000)
    client.force_login(curator)

    paused = client.post(reverse("registry:job-pause", args=[job.reference]), follow=True)
    again = client.post(reverse("registry:job-pause", args=[job.reference]), follow=True)
    resumed = client.post(reverse("registry:job-resume", args=[job.reference]), follow=True)

    assert "Paused: it waits until somebody resumes it" in text(paused)
    assert "This job is paused already." in text(again)
    assert "The job goes on where it stood." in text(resumed)
    assert Job.objects.get().state == JobState.WAITING


def test_a_running_job_says_how_quick_it_is_and_when_it_is_likely_to_be_done(client, steward):
    since = timezone.now() - timedelta(minutes=10)
    make.job(
        "import.apply",
        state=JobState.RUNNING,
        lease_until=timezone.now() + timedelta(minutes=1),
        started_at=since - timedelta(days=1),
        taken_at=since,
        done_when_taken=1000,
        done=6000,
        total=16000,
    )

    told = text(page(client, steward, "job-detail", Job.objects.get().reference))

    assert "about 20 minutes left" in told
    assert "6,000 of 16,000 organizations" in told


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("OperationalError", "Something broke that nobody foresaw (OperationalError)."),
        ("The worker died three times at the same place of this job.", "The worker died three times at the same place"),
    ],
)
def test_a_held_job_says_what_went_wrong_in_words(client, steward, error, told):
    job = make.job("import.check", state=JobState.HELD, error=error)

    assert told in text(page(client, steward, "job-detail", job.reference))


def test_held_rows_are_a_file_that_no_spreadsheet_runs(client, steward, curator):
    job = make.job("import.apply", state=JobState.DONE)
    actions.hold_rows(job, [{"number": 7, "reason": "Look at it.", "cells": {"Name": "=HYPERLINK(1)"}}])

    told = page(client, steward, "job-held", job.reference)
    refused = page(client, curator, "job-held", job.reference)

    rows = list(csv.reader(b"".join(told).decode("utf-8-sig").splitlines()))
    assert rows == [["Row", "Why it is held", "Name"], ["7", "Look at it.", "'=HYPERLINK(1)"]]
    assert refused.status_code == 403


def test_the_rows_of_an_import_are_kept_from_who_keeps_the_jobs_but_may_not_read_its_file(client, administrator):
    job = make.job("import.apply", state=JobState.DONE)
    actions.hold_rows(job, [{"number": 7, "reason": "Look at it.", "cells": {"E-mail": "director@example.org"}}])

    told = text(page(client, administrator, "job-detail", job.reference))

    assert "Look at it." not in told
    assert page(client, administrator, "job-held", job.reference).status_code == 403


def test_a_held_row_about_an_organization_in_danger_is_kept_from_who_may_not_know_of_it(client, steward, administrator):
    hidden = make.organization("In danger")
    actions.mark_at_risk(hidden, reason="Threats.", by=steward)
    job = make.job("bulk.apply", state=JobState.DONE)
    actions.hold_rows(job, [{"number": 1, "reason": "In danger changed.", "subject": hidden.reference}])

    told = [
        "In danger changed." in text(page(client, who, "job-detail", job.reference)) for who in (steward, administrator)
    ]

    assert told == [True, False]
    assert page(client, administrator, "job-held", job.reference).status_code == 404


def test_the_log_of_a_run_says_who_asked_for_it_by_hand(client, steward, routine):
    job = actions.run_routine(routine, by=steward)

    assert [line["text"] for line in page(client, steward, "job-detail", job.reference).context["log"]] == [
        "Routine run by hand"
    ]


def test_what_needs_a_person_stands_first_on_the_desk(client, steward):
    held = make.job("import.apply", state=JobState.HELD)
    for _n in range(6):
        make.job("import.check")

    assert page(client, steward, "staff-home").context["running"][0]["job"] == held
