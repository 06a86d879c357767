"""The pages of sources: who keeps them, what a reading says, and that a refusal is told in words."""

import pytest
from django.urls import reverse

from registry import actions
from registry.models import Job, Source, SourceRun
from tests.registry.actions.imports.sheets import run_jobs, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NEW = {
    "code": "3w-chad",
    "name": "3W Chad",
    "content": "organizations",
    "adapter": "folder",
    "every_days": "7",
    "least_percent": "80",
}
ROWS = [f";Association {name};ONG Nationale;Tchad;Kanem;Santé;;" for name in ("de Mao", "de Bol", "de Sarh", "de Doba")]


@pytest.fixture
def source(steward):
    return actions.describe_source(code="3w-chad", name="3W Chad", adapter="upload", every_days=None, by=steward)


def at(name, *args):
    return reverse(f"registry:source-{name}", args=args)


def sent(source, *lines, by):
    run = actions.send_to_source(source, file=sheet(*lines), by=by)
    run_jobs()
    return SourceRun.objects.get(pk=run.pk)


def test_a_steward_describes_a_source_and_finds_it_in_the_list(client, steward):
    client.force_login(steward)

    answer = client.post(at("new"), NEW, follow=True)

    assert "The source was added." in answer.text
    assert "Every 7 days" in answer.text
    assert Source.objects.get().kept_by == steward


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "new"}, "This word stands in the address of the page"),
        ({"code": "3W Chad"}, "Write small letters, digits and hyphens"),
        ({"adapter": "address"}, "Write the address at which the file is."),
        ({"adapter": "address", "address": "http://data.example.org/x"}, "begins with https://"),
        ({"adapter": "address", "address": "https://10.0.0.1/x.csv"}, "is not on the list of hosts"),
        ({"adapter": "address", "address": r"https://evil.example\@data.example.org/x"}, "nor a backslash"),
        ({"adapter": "address", "address": "https://me:secret@data.example.org/x"}, "neither a name with a password"),
        ({"adapter": "address", "address": "https://data.example.org:8443/x"}, "“data.example.org:8443” is not on"),
        ({"adapter": "upload"}, "cannot be read by the clock"),
        ({"every_days": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_told_in_words_and_nothing_typed_is_lost(client, steward, settings, typed, sentence):
    settings.SOURCE_HOSTS = ["data.example.org"]
    client.force_login(steward)

    answer = client.post(at("new"), NEW | typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "3W Chad" in answer.text
    assert not Source.objects.exists()


def test_somebody_who_imports_sends_a_file_and_reads_what_changed(client, steward, source):
    client.force_login(steward)
    first = sent(source, *ROWS, by=steward)
    actions.approve_import(first.batch, by=steward)
    run_jobs()

    client.post(at("send", "3w-chad"), {"file": sheet(*ROWS[:3], ROWS[0].replace("Mao", "Moussoro"))})
    run_jobs()
    page = client.get(at("run", "3w-chad", 2)).text

    assert "Association de Doba" in page
    assert "They stay in the inventory" in page
    assert "See each row, then approve" in page


def test_a_refused_file_says_why_and_is_believed_with_a_reason(client, steward, source):
    client.force_login(steward)
    first = sent(source, *ROWS, by=steward)
    actions.approve_import(first.batch, by=steward)
    run_jobs()
    sent(source, *ROWS[:2], by=steward)

    page = client.get(at("run", "3w-chad", 2)).text
    answer = client.post(at("overrule", "3w-chad", 2), {"reason": "Two closed."}, follow=True)

    assert "The file has 2 rows, the one before had 4: fewer than 80 percent." in page
    assert "Two closed." in answer.text


def test_a_reading_that_goes_on_shows_how_far_it_is(client, steward, source):
    client.force_login(steward)

    client.post(at("send", "3w-chad"), {"file": sheet(*ROWS)})
    page = client.get(at("run", "3w-chad", 1)).text

    assert 'id="job-panel"' in page
    assert "Why it was refused" not in page


def test_a_reading_that_goes_on_is_told_when_a_second_is_asked_for(client, steward, source):
    client.force_login(steward)
    sent(source, *ROWS, by=steward)

    answer = client.post(at("send", "3w-chad"), {"file": sheet(*ROWS[:2])})

    assert answer.status_code == 409
    assert "see reading 1" in answer.text


def test_the_list_costs_the_same_for_one_source_and_for_three(client, steward, source, django_assert_max_num_queries):
    client.force_login(steward)
    client.get(at("list"))
    with django_assert_max_num_queries(14) as few:
        client.get(at("list"))
    for n in range(3):
        other = actions.describe_source(code=f"o{n}", name=f"O {n}", adapter="upload", every_days=None, by=steward)
        SourceRun.objects.create(source=other, number=1)

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(at("list"))


def test_the_job_of_a_reading_that_was_refused_says_why_in_words(client, steward, settings, tmp_path):
    settings.SOURCES_DIR = tmp_path
    source = actions.describe_source(code="3w-chad", name="3W Chad", adapter="folder", every_days=None, by=steward)
    actions.start_reading(source, by=steward)
    job = Job.objects.get()
    run_jobs()
    client.force_login(steward)

    (_done, refused) = client.get(reverse("registry:job-detail", args=[job.reference])).context["log"]

    assert refused["text"] == "Reading refused"
    assert refused["reason"].startswith("There is no file in the folder “3w-chad”.")
