"""An organization writes about an open question: a draft is never lost, and is sent in time, once."""

from datetime import timedelta
from functools import partial

import pytest

from consultations import actions
from consultations.models import Contribution
from consultations.queries.calendar import today_in
from consultations.states import ContributionState
from registry.errors import Contradiction, Refused, Stale
from tests import make
from tests.bursts import burst
from tests.consultations import outcomes

S = ContributionState
pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return outcomes.question(make.consultation(state="inviting", languages=["en", "ar"]), words_limit=3)


@pytest.fixture
def organization():
    return make.organization()


def save(question, organization, text="Some words", **facts):
    return actions.save_contribution(
        question, organization, **({"text": text, "language": "en", "by": make.member(organization)} | facts)
    )


def test_questions_are_numbered_from_one_as_they_are_asked():
    consultation = make.consultation()

    asked = [actions.add_question(consultation, text_fr="Pourquoi ?", by="test") for _time in range(2)]

    assert [question.number for question in asked] == [1, 2]


def test_a_question_about_which_somebody_writes_stays(question, organization):
    save(question, organization)

    with pytest.raises(Refused, match="so it stays"):
        actions.remove_question(question, by="test")


def test_what_is_typed_is_kept_as_often_as_it_comes(question, organization):
    for text in ("One", "One two", "One two"):
        save(question, organization, text)

    kept = Contribution.objects.get()
    assert (kept.text, kept.version, kept.state) == ("One two", 2, S.DRAFT)


@pytest.mark.parametrize("opened", [0, 1])
def test_of_two_members_the_second_is_told_with_the_text_of_the_first(question, organization, opened):
    save(question, organization, "Before", version=0)
    save(question, organization, "Hers", version=1)

    with pytest.raises(Stale, match="A colleague changed this text") as stale:
        save(question, organization, "His", version=opened)

    assert stale.value.theirs == {"text": "Hers", "version": 2}
    assert Contribution.objects.get().text == "Hers"


def test_two_organizations_do_not_meet(question, organization):
    save(question, organization, version=0)
    save(question, make.organization(), version=0)

    assert Contribution.objects.count() == 2


def test_a_contribution_is_sent_and_told_in_the_history(question, organization):
    save(question, organization)

    sent = actions.send_contribution(question, organization, by=make.member(organization))

    assert (sent.state, sent.sent_at is not None) == (S.SENT, True)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"text": "  "}, "Nothing is written yet"),
        ({"text": "One two three four"}, "It is 1 word over the limit"),
        ({"text": "One two three four five"}, "It is 2 words over the limit"),
        ({"language": "fr"}, "not a working language"),
    ],
)
def test_what_cannot_be_sent_is_kept_and_says_why(question, organization, facts, words):
    save(question, organization, **facts)

    with pytest.raises(Contradiction, match=words):
        actions.send_contribution(question, organization, by=make.member(organization))

    assert Contribution.objects.get().state == S.DRAFT


def test_what_was_sent_is_taken_back_before_it_is_written_on(question, organization):
    save(question, organization)
    actions.send_contribution(question, organization, by=make.member(organization))

    with pytest.raises(Refused, match="Take it back first"):
        save(question, organization, "Other words")
    actions.take_back_contribution(question, organization, by=make.member(organization))
    save(question, organization, "Other words")

    assert Contribution.objects.get().text == "Other words"


def test_sending_twice_is_told(question, organization):
    save(question, organization)
    actions.send_contribution(question, organization, by=make.member(organization))

    with pytest.raises(Refused, match="sent already"):
        actions.send_contribution(question, organization, by=make.member(organization))


@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (-1, False), (1, True)])
def test_contributions_are_taken_to_the_end_of_the_last_day(question, organization, days, is_taken):
    until = today_in("Africa/Nairobi") + timedelta(days=days)
    save(question, organization)
    actions.edit_consultation(question.consultation, changes={"contributions_until": until}, by="test")

    if is_taken:
        actions.send_contribution(question, organization, by=make.member(organization))
    else:
        with pytest.raises(Refused, match="not taken any more"):
            actions.send_contribution(question, organization, by=make.member(organization))

    assert Contribution.objects.get().text == "Some words"


@pytest.mark.parametrize("state", ["idea", "reporting", "closed"])
def test_before_it_is_planned_and_after_it_took_place_nothing_is_taken(organization, state):
    consultation = make.consultation(state="idea", starts_on=make.TODAY.replace(year=2023))
    question = outcomes.question(consultation)
    if state != "idea":
        outcomes.bring(consultation, to=state)

    with pytest.raises(Refused, match="not taken any more"):
        save(question, organization)


@pytest.mark.django_db(transaction=True)
def test_of_eight_members_who_begin_at_the_same_moment_one_text_stands_and_seven_are_told():
    """Slow: eight connections."""
    question, organization = outcomes.question(make.consultation(state="inviting")), make.organization()
    by = make.member(organization)

    ended = burst([partial(save, question, organization, f"Text {number}", by=by, version=0) for number in range(8)])

    assert ended == {"done": 1, "refused": 7}
    assert Contribution.objects.get().version == 1
