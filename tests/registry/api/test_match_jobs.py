"""Files of many lines: sent, matched by a worker, read as CSV, forgotten after a week."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry import actions
from registry.actions import match_lists
from registry.models import Change, Job, MatchList
from registry.states import JobState
from tests import make

JOBS = "/api/v1/match/jobs"
A_LIST = (
    "ref,Name of organization,Country,external_id\n"
    "a1,Riverbend Migrant Aid Network,Kenya,\n"
    "a2,Riverbend Migrant Aid Network,Several countries,\n"
    "a3,=cmd|' /C calc'!A0,,\n"
    "a4,,Kenya,\n"
    "a5,Lighthouse Theatre of Zanzibar,,\n"
    "a6,Something,,GB-CHC-1234567\n"
)


@pytest.fixture
def riverbend(db):
    return make.organization("Riverbend Migrant Aid Network", identifiers=[{"scheme": "GB-CHC", "value": "1234567"}])


@pytest.fixture
def send(caller):
    def post(text=A_LIST, name="list.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        return caller.client.post(JOBS, {"file": SimpleUploadedFile(name, content)})

    return post


def work():
    job = actions.take_job()
    actions.run_job(job)
    job.refresh_from_db()
    return job


def rows(caller, told):
    response = caller.get(told["result"].partition("/api")[1] + told["result"].partition("/api")[2])
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def state(caller, sent):
    return caller.get(f"{JOBS}/{sent['id']}").json()


def test_a_file_is_answered_line_by_line(caller, send, riverbend):
    response = send()
    sent = response.json()
    work()

    told = state(caller, sent)

    assert (response.status_code, sent["state"]) == (202, "waiting")
    assert response["Location"].endswith(sent["id"])
    assert (told["state"], told["done"]) == ("done", 6)
    assert told["counts"] == {"matched": 3, "invalid": 1, "none": 2}
    found = {row["ref"]: row for row in rows(caller, told)}
    assert {ref: row["status"] for ref, row in found.items()} == {
        "a1": "matched", "a2": "matched", "a3": "none", "a4": "invalid", "a5": "none", "a6": "matched",
    }  # fmt: skip
    assert (found["a1"]["id_1"], found["a1"]["score_1"]) == (riverbend.reference, "100.0")
    assert "Same name" in found["a1"]["reasons"]
    # A word that nobody knows does not make a line useless, and is told.
    assert found["a2"]["problem"] == "country"
    assert found["a3"]["name"].startswith("'=")


def test_the_log_of_its_job_says_in_words_that_it_was_sent(client, administrator, send, riverbend):
    send()
    client.force_login(administrator)

    page = client.get(Job.objects.get(kind=match_lists.MATCH).get_absolute_url()).content.decode()

    assert "A partner’s list sent to be matched" in page
    assert "match_list.asked" not in page


def test_who_becomes_at_risk_is_in_no_answer_that_was_there_already(caller, send, riverbend):
    sent = send().json()
    work()
    actions.mark_at_risk(riverbend, reason="Threatened.", by=make.staff(second_factor=False))

    told = state(caller, sent)

    found = rows(caller, told)
    assert told["counts"] == {"none": 5, "invalid": 1}
    assert {(row["status"], row["id_1"], row["reasons"]) for row in found if row["ref"] in ("a1", "a6")} == {
        ("none", "", "")
    }


def test_a_worker_that_dies_is_followed_by_one_that_goes_on(caller, send, riverbend, monkeypatch):
    monkeypatch.setattr(match_lists, "CHUNK", 2)
    sent = send().json()
    job = actions.take_job()
    keep = match_lists.keep_lease
    monkeypatch.setattr(match_lists, "keep_lease", _dies_at(keep, done=4))
    with pytest.raises(KeyboardInterrupt):
        actions.run_job(job)
    monkeypatch.setattr(match_lists, "keep_lease", keep)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    work()

    assert [row["ref"] for row in rows(caller, state(caller, sent))] == ["a1", "a2", "a3", "a4", "a5", "a6"]


@pytest.mark.parametrize("stands_still_in", ["open_table", "_chunks"])
def test_a_worker_that_was_followed_by_another_does_not_touch_what_that_one_wrote(
    caller, send, riverbend, monkeypatch, stands_still_in
):
    monkeypatch.setattr(match_lists, "CHUNK", 2)
    sent = send().json()
    slow = actions.take_job()
    go_on = getattr(match_lists, stands_still_in)

    def stand_still(*args, **kwargs):
        monkeypatch.setattr(match_lists, stands_still_in, go_on)
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        work()
        return go_on(*args, **kwargs)

    monkeypatch.setattr(match_lists, stands_still_in, stand_still)
    actions.run_job(slow)

    assert [row["ref"] for row in rows(caller, state(caller, sent))] == ["a1", "a2", "a3", "a4", "a5", "a6"]


def test_of_one_sender_three_files_wait_and_the_fourth_is_refused_in_words(caller, send, riverbend):
    before = len(default_storage.listdir("matches")[1]) if default_storage.exists("matches") else 0
    answers = [send() for _ in range(4)]
    kept = len(default_storage.listdir("matches")[1])
    from_elsewhere = caller.client.post(JOBS, {"file": SimpleUploadedFile("l.csv", b"name\nA")}, REMOTE_ADDR="8.8.8.8")
    key = make.api_key()
    with_a_key = caller.client.post(
        JOBS, {"file": SimpleUploadedFile("l.csv", b"name\nA")}, headers={"Authorization": f"Bearer {key}"}
    )
    work()

    assert [answer.status_code for answer in answers] == [202, 202, 202, 409]
    assert answers[3].json()["detail"] == (
        "3 of your files wait to be matched already. Send this one when one of them is answered."
    )
    assert kept == before + 3
    assert (from_elsewhere.status_code, with_a_key.status_code) == (202, 202)
    assert send().status_code == 202


@pytest.mark.parametrize("state", [JobState.HELD, JobState.PAUSED])
def test_files_that_broke_or_rest_keep_their_sender_from_sending_no_more(caller, send, riverbend, state):
    sent = [send().status_code for _ in range(3)]
    Job.objects.update(state=state)

    assert (sent, send().status_code) == ([202] * 3, 202)


def test_a_long_file_lets_others_go_first_and_goes_on_where_it_was(caller, send, riverbend, monkeypatch):
    monkeypatch.setattr(match_lists, "CHUNK", 2)
    monkeypatch.setattr(match_lists, "_TURN", 0)
    first, second = send().json(), send("name\nRiverbend Migrant Aid Network\n").json()
    actions.start_job("duplicates.scan", subject="all", by=None)

    kinds = []
    while job := actions.take_job():
        kinds.append((job.kind, job.done))
        actions.run_job(job)

    # Other work goes before files, also one that came first; of the files, each has its turn.
    assert kinds == [("duplicates.scan", 0), *(("match.list", done) for done in (0, 0, 2, 1, 4))]
    assert state(caller, second)["counts"] == {"matched": 1}
    assert [row["ref"] for row in rows(caller, state(caller, first))] == ["a1", "a2", "a3", "a4", "a5", "a6"]


def _dies_at(keep, *, done):
    def keep_or_die(job, **told):
        if told["done"] == done:
            raise KeyboardInterrupt
        return keep(job, **told)

    return keep_or_die


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not a table"),
        ("Height,Width\n1,2\n3,4\n", "heading"),
    ],
)
def test_a_file_that_is_no_list_says_why(caller, send, content, words):
    sent = send(content).json()
    work()

    told = state(caller, sent)

    assert (told["state"], told["result"]) == ("failed", None)
    assert words in told["problem"]
    assert caller.get(f"{JOBS}/{sent['id']}/result").status_code == 404


def test_a_file_with_too_many_lines_says_how_many_may_be_sent(caller, send, monkeypatch):
    monkeypatch.setattr(match_lists, "MOST_LINES", 3)
    sent = send().json()
    work()

    assert "3 rows" in state(caller, sent)["problem"]


def test_what_is_no_file_is_refused(caller, send, settings):
    settings.UPLOAD_MAX_BYTES = 10

    assert caller.client.post(JOBS, {"file": "text"}).status_code == 422
    assert caller.client.post(JOBS, "[]", content_type="application/json").status_code == 415
    assert send().status_code == 409
    assert send("").status_code == 409
    assert not MatchList.objects.exists()


@pytest.mark.parametrize("id", ["x", "JOB-00000000", "5f0c3c52-6d3b-4c1e-9d8c-5d1d0c1f0000"])
def test_a_list_that_is_not_there_is_not_told_from_one_that_never_was(caller, db, id):
    for address in (f"{JOBS}/{id}", f"{JOBS}/{id}/result"):
        assert caller.get(address).status_code == 404


def test_a_list_is_not_read_before_it_is_answered(caller, send):
    sent = send().json()

    assert caller.get(f"{JOBS}/{sent['id']}/result").status_code == 404


def test_who_knows_the_reference_of_a_job_does_not_know_the_list(caller, send):
    sent = send().json()
    asked = MatchList.objects.get()

    assert sent["id"] == str(asked.token)
    assert str(asked.token) not in str(list(Change.objects.values_list())) + str(list(Job.objects.values()))


def test_what_was_sent_goes_when_it_is_answered_and_the_answers_stay(caller, send, riverbend):
    sent, file = send().json(), MatchList.objects.get().file.name
    actions.forget_match_lists(by="test")
    waits = default_storage.exists(file)
    work()

    gone = actions.forget_match_lists(by="test")

    assert (waits, gone, default_storage.exists(file)) == (True, 0, False)
    assert len(rows(caller, state(caller, sent))) == 6


def test_a_list_whose_time_is_over_goes_with_its_files(caller, send, riverbend):
    sent = send().json()
    work()
    asked = MatchList.objects.get()
    MatchList.objects.update(kept_until=timezone.now() - timedelta(minutes=1))

    gone = actions.forget_match_lists(by="test")

    assert gone == 1
    assert not default_storage.exists(asked.file.name)
    assert not default_storage.exists(asked.answers)
    assert caller.get(f"{JOBS}/{sent['id']}").status_code == 404


def test_a_stopped_job_says_so(caller, send):
    sent = send().json()
    actions.stop_job(Job.objects.get(), by=make.staff(second_factor=False))

    told = state(caller, sent)

    assert told["state"] == "failed"
    assert "Send it again" in told["problem"]
    assert Job.objects.get().state == JobState.STOPPED
