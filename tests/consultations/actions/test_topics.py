"""Topics: who may propose and support them, how often, until when; what is decided, and who is told."""

from datetime import timedelta

import pytest

from consultations import actions
from consultations.models import TopicSupport
from consultations.queries import topics
from consultations.queries.calendar import today_in
from consultations.states import ConsultationState, TopicState
from registry import actions as registry_actions
from registry.errors import Contradiction, Refused
from registry.models import Change, Message
from registry.roles import MemberRole
from tests import make

S, T = ConsultationState, TopicState
pytestmark = pytest.mark.django_db


def decided(topic, act=actions.keep_topic, **facts):
    return act(topic, by="test", **({"reason": "It fits.", "reason_language": "en"} | facts))


def rows_of(told):
    return [(row.topic.title, row.supporters) for row in told]


@pytest.mark.parametrize("state", ["idea", "registration_closed", "running", "reporting", "closed"])
def test_topics_are_collected_only_while_it_is_planned_or_inviting(state):
    consultation = make.consultation(state=state, starts_on=today_in("UTC") - timedelta(days=9))

    with pytest.raises(Refused, match="not collected now"):
        make.topic(consultation)


@pytest.mark.parametrize("state", ["planned", "inviting"])
def test_a_topic_is_proposed_to_the_end_of_its_last_day(state):
    consultation = make.consultation(state=state, topics_until=today_in("Africa/Nairobi"))

    assert make.topic(consultation).state == T.PROPOSED


def test_after_the_last_day_it_is_told_until_when_it_was_possible():
    topic = make.topic()
    day = today_in("Africa/Nairobi") - timedelta(days=1)
    actions.edit_consultation(topic.consultation, changes={"topics_until": day}, by="test")

    with pytest.raises(Refused, match=f"until {day.day} .*{day.year}"):
        make.topic(topic.consultation, topic.organization)
    with pytest.raises(Refused, match="until"):
        actions.support_topic(topic, make.organization(), by="test")


def test_only_published_organizations_propose():
    draft = make.organization(state="draft")

    with pytest.raises(Refused, match="Only published organizations"):
        make.topic(organization_=draft)


def test_an_organization_proposes_five_topics_and_those_it_withdrew_do_not_count():
    first = make.topic()
    for _number in range(4):
        make.topic(first.consultation, first.organization)

    with pytest.raises(Refused, match="proposed 5 topics"):
        make.topic(first.consultation, first.organization)
    actions.withdraw_topic(first, by="test")

    assert make.topic(first.consultation, first.organization).state == T.PROPOSED


def test_a_form_that_was_sent_twice_makes_one_topic():
    topic = make.topic(title="Return")

    with pytest.raises(Contradiction, match="with this title already"):
        make.topic(topic.consultation, topic.organization, title="Return")
    actions.withdraw_topic(topic, by="test")

    assert make.topic(topic.consultation, topic.organization, title="Return").state == T.PROPOSED


def test_a_topic_counts_who_proposed_it_and_each_who_supports_it_once():
    topic, other = make.topic(), make.organization()

    actions.support_topic(topic, other, by="test")
    with pytest.raises(Contradiction, match="supports this topic already"):
        actions.support_topic(topic, other, by="test")

    assert rows_of(topics.for_member(topic.consultation, other)) == [(topic.title, 2)]


def test_nobody_supports_her_own_topic_again():
    topic = make.topic()

    with pytest.raises(Refused, match="counts already"):
        actions.support_topic(topic, topic.organization, by="test")


def test_support_that_came_to_be_ones_own_by_a_merge_does_not_count_twice():
    topic = make.topic()
    TopicSupport.objects.create(topic=topic, organization=topic.organization)

    assert rows_of(topics.for_member(topic.consultation, topic.organization)) == [(topic.title, 1)]


def test_support_is_ended_and_given_again():
    topic, other = make.topic(), make.organization()
    actions.support_topic(topic, other, by="test")

    actions.end_topic_support(topic, other, by="test")
    actions.end_topic_support(topic, other, by="test")

    assert rows_of(topics.for_member(topic.consultation, other)) == [(topic.title, 1)]
    assert actions.support_topic(topic, other, by="test").topic == topic


@pytest.mark.parametrize("end", [actions.withdraw_topic, lambda topic, by: decided(topic, actions.leave_topic_out)])
def test_what_does_not_stand_any_more_is_not_supported(end):
    topic = make.topic()
    end(topic, by="test")

    with pytest.raises(Refused, match="cannot be supported"):
        actions.support_topic(topic, make.organization(), by="test")


def test_what_was_decided_is_not_withdrawn():
    topic = decided(make.topic())

    with pytest.raises(Refused, match="“Kept” already"):
        actions.withdraw_topic(topic, by="test")


def test_a_decision_needs_a_reason():
    with pytest.raises(Contradiction, match="Say why"):
        decided(make.topic(), reason="  ")


def test_a_decision_is_made_anew_with_a_new_reason_but_not_twice_the_same():
    topic = decided(make.topic())

    with pytest.raises(Refused, match="“Kept” already"):
        decided(topic)
    topic = decided(topic, actions.leave_topic_out, reason="No room left.")

    assert (topic.state, topic.reason) == (T.NOT_KEPT, "No room left.")
    assert decided(topic).state == T.KEPT


def test_after_a_consultation_is_closed_nothing_is_decided():
    topic = make.topic(make.consultation(state="planned", starts_on=today_in("UTC") - timedelta(days=9)))
    for step in ("inviting", "registration_closed", "running", "reporting", "follow_up", "closed"):
        actions.move_consultation(topic.consultation, to=step, by="test")

    with pytest.raises(Refused, match="Closed"):
        decided(topic)


def test_who_writes_for_the_organization_is_told_in_her_language():
    topic = make.topic()
    for role, language in ((MemberRole.ADMIN, "fr"), (MemberRole.EDITOR, "es"), (MemberRole.READER, "en")):
        make.member(topic.organization, role=role, language=language)

    decided(topic, reason="Because it fits")

    told = Message.objects.filter(kind="consultations.topic_decided").order_by("language")
    assert [message.language for message in told] == ["es", "fr"]
    assert all("Because it fits" in message.body for message in told)
    assert f"/fr/my/consultations/{topic.consultation.slug}/topics/" in told[1].body
    assert not any(topic.organization.name in message.body for message in told)


def test_a_mail_to_one_in_danger_tells_nothing(curator):
    topic = make.topic()
    make.member(topic.organization)
    registry_actions.mark_at_risk(topic.organization, reason="a test", by=curator)

    decided(topic, reason="Because it fits")

    (told,) = Message.objects.filter(kind="consultations.topic_decided")
    assert not any(word in told.body for word in ("Because", topic.consultation.slug, topic.organization.reference))


def test_each_step_is_told_of_the_organization():
    topic, other = make.topic(), make.organization()
    actions.support_topic(topic, other, by="test")
    decided(topic)

    verbs = [change.verb for change in Change.objects.about(topic.organization.reference) if "topic" in change.verb]

    assert sorted(verbs) == ["topic.kept", "topic.proposed"]
    assert Change.objects.about(other.reference).filter(verb="topic.supported").exists()
    assert not Change.objects.about(topic.consultation.reference).filter(verb__startswith="topic").exists()
