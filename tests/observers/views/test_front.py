"""The front of applying: read without an account, in three languages, and a self-check that never judges."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from observers import actions
from observers.models import CriteriaSet
from observers.queries.criteria import in_order
from tests import make

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "fr", "es"]


@pytest.fixture(autouse=True)
def _english():
    """A visit to a page in French leaves the thread in French."""
    translation.activate("en")
    yield
    translation.activate("en")


@pytest.fixture
def live():
    return CriteriaSet.objects.live()


@pytest.fixture
def asked(live):
    return [criterion for criterion in in_order(live) if criterion.in_self_check]


def words_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


# --- What it is, and the criteria ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["apply", "criteria"])
def test_every_criterion_stands_there_with_where_it_comes_from(name, language, client, live):
    with translation.override(language):
        page = client.get(reverse(f"observers:{name}")).content.decode()
        missing = [c.code for c in in_order(live) if c.told("name").replace("'", "&#x27;") not in page]
        labels = [page.count(str(c.get_provenance_display())) for c in in_order(live)]

    assert missing == []
    assert (min(labels), max(labels)) == (6, 11)


def test_the_page_of_criteria_says_that_iom_must_confirm_them(client):
    page = words_of(client.get(reverse("observers:criteria")))

    assert "These criteria are a draft, to be confirmed by IOM" in page
    assert "was not available when this set was written" in page


def test_a_set_that_iom_confirmed_says_so_no_more(client, live):
    draft = actions.new_version(live, by="test")
    actions.edit_criteria_set(draft, changes={"is_to_be_confirmed": False}, by="test")
    actions.publish_criteria(draft, by="test")

    assert "to be confirmed by IOM" not in words_of(client.get(reverse("observers:criteria")))


def test_documents_to_prepare_stand_once_with_what_they_show(client):
    documents = client.get(reverse("observers:apply")).context["documents"]

    assert [str(document["label"]) for document in documents] == [
        "Registration certificate",
        "Statutes",
        "Accounts",
        "Code of conduct, or policy against fraud and abuse",
    ]


def test_without_a_session_no_date_is_invented(client):
    page = words_of(client.get(reverse("observers:apply")))

    assert "No session is open for applications now." in page
    assert "working day" not in page


def test_the_next_session_is_told_with_its_deadline_in_its_zone(client):
    starts_on = timezone.localdate() + timedelta(days=200)
    closes_at = datetime(starts_on.year, 1, 31, 22, 59, tzinfo=UTC) + timedelta(days=365)
    make.council_session(118, starts_on=closes_at.date() + timedelta(days=30), closes_at=closes_at)

    page = words_of(client.get(reverse("observers:apply")))

    assert "23:59 CET" in page
    assert "Council, session 118" in page


def test_before_the_opening_it_says_when_it_opens(client):
    opens_at = timezone.now() + timedelta(days=40)
    make.council_session(119, starts_on=opens_at.date() + timedelta(days=90), opens_at=opens_at)

    assert "Applications for Council, session 119" in words_of(client.get(reverse("observers:apply")))


def test_a_session_of_the_past_is_no_next_session(client):
    make.council_session(90, starts_on=date(2005, 11, 28))

    assert client.get(reverse("observers:apply")).context["session"] is None


@pytest.mark.parametrize("name", ["apply", "criteria", "self-check"])
def test_when_nothing_is_published_the_page_says_so(name, client, live):
    actions.retire_criteria(live, by="test")

    page = client.get(reverse(f"observers:{name}"))

    assert page.status_code == 200
    assert "No criteria are published now" in words_of(page)
    assert "Start an application" not in words_of(page)


# --- The self-check -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_question_a_criterion_in_the_language_of_the_reader(language, client, asked):
    page = client.get(f"/{language}/observers/self-check/")

    with translation.override(language):
        assert [row["field"].label for row in page.context["rows"]] == [c.told("text") for c in asked]
    assert page.content.decode().count('type="radio"') == 3 * len(asked)
    assert "C-SANCT" not in [criterion.code for criterion in asked]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answers_are_sorted_into_what_speaks_for_it_and_what_is_missing(language, client, asked):
    answers = dict.fromkeys([c.code for c in asked], "yes") | {"C-LEGAL": "no", "C-INTL": "unsure"}

    page = client.post(f"/{language}/observers/self-check/", answers, follow=True)

    told = page.context["told"]
    assert ([c.code for c in told["no"]], [c.code for c in told["unsure"]]) == (["C-LEGAL"], ["C-INTL"])
    assert len(told["yes"]) == len(asked) - 2
    with translation.override(language):
        how = [c.told("guidance").replace("'", "&#x27;") for c in (*told["no"], *told["unsure"])]
    assert [words in page.content.decode() for words in how] == [True, True]


@pytest.mark.parametrize("answer", ["yes", "no", "unsure"])
def test_it_gives_no_verdict(answer, client, asked):
    page = words_of(
        client.post(reverse("observers:self-check"), dict.fromkeys([c.code for c in asked], answer), follow=True)
    )

    assert "This is no decision." in page
    assert "only the Council admits observers" in page
    assert re.search(r"you (will be|are) (admitted|refused|eligible)", page, re.IGNORECASE) is None
    assert "Start an application" in page


def test_the_answers_wait_in_the_session_for_the_draft(client, live, asked):
    client.post(reverse("observers:self-check"), dict.fromkeys([c.code for c in asked], "yes"))

    assert client.session["observers.self-check"] == {
        "set": live.reference,
        "answers": {c.code: "yes" for c in asked},
    }
    assert client.get(reverse("observers:self-check")).content.decode().count(" checked") == len(asked)


def test_a_question_left_out_is_named_and_the_other_answers_stay(client, asked):
    answers = dict.fromkeys([c.code for c in asked], "no")
    del answers["C-GOV"]

    page = client.post(reverse("observers:self-check"), answers)

    assert page.status_code == 422
    assert page.content.decode().count("Choose yes, no or not sure.") == 2
    assert page.content.decode().count(" checked") == len(asked) - 1


def test_a_made_up_answer_is_not_taken(client, asked):
    answers = dict.fromkeys([c.code for c in asked], "yes") | {"C-GOV": "<script>"}

    assert client.post(reverse("observers:self-check"), answers).status_code == 422
    assert "observers.self-check" not in client.session


def test_answers_about_criteria_that_were_replaced_are_asked_anew(client, live, asked):
    client.post(reverse("observers:self-check"), dict.fromkeys([c.code for c in asked], "yes"))
    actions.publish_criteria(actions.new_version(live, by="test"), by="test")

    assert client.get(reverse("observers:self-check-result")).url == reverse("observers:self-check")
    assert " checked" not in client.get(reverse("observers:self-check")).content.decode()


def test_a_result_without_answers_leads_to_the_questions(client):
    assert client.get(reverse("observers:self-check-result")).url == reverse("observers:self-check")
