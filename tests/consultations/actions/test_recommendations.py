"""Recommendations are recorded, numbered, assigned, published and dropped; the database refuses what would be a lie."""

from datetime import date, timedelta

import pytest

from consultations import actions
from consultations.models import Recommendation
from consultations.queries.calendar import today_in
from consultations.queries.similar import earlier_than, similar_earlier
from registry.actions import mark_at_risk
from registry.errors import Contradiction, Refused, Stale
from registry.models import Area, Change, Message
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


def test_each_stands_last_in_the_list_when_it_is_recorded():
    consultation = make.held()

    numbers = [make.recommendation(consultation).number for _one in range(3)]

    assert numbers == [1, 2, 3]


def test_nothing_is_recommended_before_the_consultation_begins():
    with pytest.raises(Refused, match="recommendations are recorded once it has begun"):
        make.recommendation(make.consultation(state="planned"))


def test_who_proposed_it_follows_it_from_the_start():
    proposer, later = make.organization(), make.organization()
    asked = make.recommendation(proposers=[proposer])

    actions.edit_recommendation(asked, changes={"proposers": [proposer, later]}, by="test")

    assert {one.organization for one in asked.subscriptions.all()} == {proposer, later}


def test_who_stopped_following_is_not_subscribed_again_by_an_edit():
    proposer = make.organization()
    asked = make.recommendation(proposers=[proposer])
    actions.unfollow_recommendation(asked, organization=proposer, by="test")

    actions.edit_recommendation(asked, changes={"text_en": "Other words", "proposers": [proposer]}, by="test")

    assert not asked.subscriptions.exists()


def test_a_proposer_that_an_organizer_may_not_know_of_stays_and_the_history_does_not_tell_of_it(curator):
    endangered = make.organization("In Danger")
    asked = make.recommendation(proposers=[endangered])
    mark_at_risk(endangered, reason="a test", by=curator)

    actions.edit_recommendation(asked, changes={"proposers": []}, by=make.staff(Function.CONSULTATION_ORGANIZER))

    assert list(asked.proposers.all()) == [endangered]
    told = Change.objects.filter(subject=asked.reference)
    assert endangered.reference not in str([change.diff for change in told])


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused():
    asked = make.recommendation()
    actions.edit_recommendation(asked, changes={"level": "national"}, by="test", version=1)

    with pytest.raises(Stale, match="Somebody else changed this recommendation meanwhile"):
        actions.edit_recommendation(asked, changes={"level": "regional"}, by="test", version=1)


def test_they_are_put_into_another_order():
    consultation = make.held()
    first, second, third = (make.recommendation(consultation) for _one in range(3))

    actions.number_recommendations(consultation, order=[third, first, second], by="test")

    assert list(consultation.recommendations.order_by("number")) == [third, first, second]
    assert [one.number for one in consultation.recommendations.order_by("number")] == [1, 2, 3]


def test_the_order_of_a_list_to_which_somebody_added_one_is_refused():
    consultation = make.held()
    first = make.recommendation(consultation)
    make.recommendation(consultation)

    with pytest.raises(Stale, match="Somebody else added a recommendation meanwhile"):
        actions.number_recommendations(consultation, order=[first], by="test")


def test_public_numbers_stay():
    consultation = make.held()
    first = make.recommendation(consultation)
    actions.publish_recommendations(consultation, by="test")

    with pytest.raises(Refused, match="others cite their numbers"):
        actions.number_recommendations(consultation, order=[first], by="test")


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_assigned_to_a_unit_at_the_same_cost(count, django_assert_num_queries):
    consultation, unit = make.held(), make.unit()
    asked = [make.recommendation(consultation) for _one in range(count)]

    with django_assert_num_queries(12):
        actions.assign_recommendations(consultation, recommendations=asked, unit=unit, by="test")

    assert consultation.recommendations.filter(state="assigned", unit=unit, due_on=None).count() == count


def test_people_of_the_unit_are_told_once_of_all_that_is_assigned_to_it():
    consultation, unit = make.held(), make.unit()
    person = make.staff(language="fr")
    person.assignments.update(unit=unit)
    asked = [make.recommendation(consultation) for _one in range(2)]

    actions.assign_recommendations(consultation, recommendations=asked, unit=unit, by="test")

    message = Message.objects.get()
    assert (message.recipient, message.kind, message.language) == (
        person,
        "consultations.recommendations_assigned",
        "fr",
    )


@pytest.mark.parametrize("both", [True, False])
def test_it_is_assigned_to_a_unit_or_to_organizations(both):
    asked = make.recommendation()
    unit, leads = (make.unit(), [make.organization()]) if both else (None, [])

    with pytest.raises(Contradiction, match="Choose one"):
        actions.assign_recommendations(asked.consultation, recommendations=[asked], unit=unit, leads=leads, by="test")


def test_what_was_answered_meanwhile_is_not_assigned_again():
    asked = make.recommendation(state="answered")

    with pytest.raises(Refused, match="Somebody answered or dropped these already: 1"):
        actions.assign_recommendations(asked.consultation, recommendations=[asked], unit=make.unit(), by="test")


def test_answers_are_due_sixty_days_after_publication():
    consultation = make.held()
    before, own_day, after = (make.recommendation(consultation) for _one in range(3))
    day = date(2027, 1, 31)
    actions.assign_recommendations(consultation, recommendations=[before], unit=make.unit(), by="test")
    actions.assign_recommendations(consultation, recommendations=[own_day], unit=make.unit(), due_on=day, by="test")

    consultation = actions.publish_recommendations(consultation, by="test")
    actions.assign_recommendations(consultation, recommendations=[after], unit=make.unit(), by="test")

    in_sixty_days = today_in(consultation.zone) + timedelta(days=60)
    found = list(consultation.recommendations.order_by("number").values_list("due_on", flat=True))
    assert found == [in_sixty_days, day, in_sixty_days]


@pytest.mark.parametrize(
    ("state", "count", "words"),
    [("running", 1, "is not over yet"), ("reporting", 0, "Nothing is recorded yet")],
)
def test_nothing_is_published_too_early(state, count, words):
    consultation = make.held(state=state)
    for _one in range(count):
        make.recommendation(consultation)

    with pytest.raises(Refused, match=words):
        actions.publish_recommendations(consultation, by="test")


def test_followers_are_told_once_that_recommendations_are_public():
    organization = make.organization()
    person = make.member(organization)
    consultation = make.held()
    for _one in range(2):
        make.recommendation(consultation, proposers=[organization])

    actions.publish_recommendations(consultation, by="test")

    assert [message.recipient for message in Message.objects.all()] == [person]


def test_what_is_recorded_after_publication_stays_with_the_staff_until_it_is_published_too():
    organization = make.organization()
    person = make.member(organization)
    consultation = make.held()
    first = make.recommendation(consultation, proposers=[organization])
    actions.publish_recommendations(consultation, by="test")
    with pytest.raises(Refused, match="public already"):
        actions.publish_recommendations(consultation, by="test")
    later = make.recommendation(consultation, proposers=[organization])
    actions.assign_recommendations(consultation, recommendations=[later], unit=make.unit(), by="test")
    before = list(Recommendation.objects.public())
    Message.objects.all().delete()

    actions.publish_recommendations(consultation, by="test")

    later.refresh_from_db()
    assert (before, set(Recommendation.objects.public())) == ([first], {first, later})
    assert later.due_on == today_in(consultation.zone) + timedelta(days=60)
    assert [(one.kind, one.recipient) for one in Message.objects.all()] == [
        ("consultations.recommendations_published", person)
    ]


def test_followers_are_told_of_new_words_and_of_who_is_to_answer_once_it_is_public():
    organization = make.organization()
    make.member(organization)
    consultation = make.held()
    asked = make.recommendation(consultation, proposers=[organization])
    unit = make.unit(name_en="The Unit Asked")
    actions.edit_recommendation(asked, changes={"text_en": "Open them."}, by="test")
    actions.publish_recommendations(consultation, by="test")
    Message.objects.all().delete()

    actions.edit_recommendation(asked, changes={"level": "national"}, by="test")
    actions.edit_recommendation(asked, changes={"text_en": "Open safe routes now."}, by="test")
    actions.assign_recommendations(
        consultation, recommendations=[asked], unit=unit, due_on=date(2026, 1, 31), by="test"
    )

    edited, assigned = Message.objects.filter(kind="consultations.recommendation_changed").order_by("pk")
    assert "Open safe routes now." in edited.body
    assert "its text was changed" in edited.title
    assert "This unit of IOM is to answer: The Unit Asked" in assigned.body
    assert "By: 31 January 2026" in assigned.body


def test_dropping_needs_a_reason():
    asked = make.recommendation()

    with pytest.raises(Contradiction, match="Say why it is dropped"):
        actions.drop_recommendation(asked, reason="  ", by="test")
    dropped = actions.drop_recommendation(asked, reason="Said twice.", by="test")

    assert (dropped.state, dropped.dropped_reason) == ("dropped", "Said twice.")
    with pytest.raises(Refused, match="at “Dropped”"):
        actions.edit_recommendation(asked, changes={}, by="test")


def test_a_session_with_recommendations_stays_on_the_agenda():
    consultation = make.held(state="running")
    session = make.session(consultation)
    make.recommendation(consultation, session=session)

    with pytest.raises(Refused, match="Notes or recommendations belong to this session"):
        actions.remove_agenda_item(session, by="test")


def test_earlier_ones_that_ask_for_nearly_the_same_are_suggested_with_the_reason():
    area = Area.objects.get(pk=1)
    earlier = make.held(starts_on=date(2024, 10, 7))
    same = make.recommendation(earlier, text_en="Share security information with local partners.", area=area)
    make.recommendation(earlier, text_en="Pay the costs of translation.")
    make.recommendation(earlier, text_en="", text_fr="Share security information with local partners.")
    asked = make.recommendation(text_en="Local partners need security information that is shared.", area=area)

    found = similar_earlier(asked, among=earlier_than(asked))

    assert [one.recommendation for one in found] == [same]
    assert found[0].is_same_area
    assert found[0].common == ["local", "partners", "security", "information"]


def test_links_to_earlier_ones_are_replaced_by_what_is_named():
    one, other = make.recommendation(), make.recommendation()
    asked = make.recommendation()
    actions.link_similar(asked, similar_to=[one], by="test")

    actions.link_similar(asked, similar_to=[other], by="test")

    assert list(asked.similar_to.all()) == [other]
    assert list(other.taken_up_by.all()) == [asked]
    assert Recommendation.objects.count() == 3
