"""Who reads which topic, and of whom it tells."""

import pytest

from consultations import actions
from consultations.queries import topics
from registry import actions as registry_actions
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


def told(rows):
    return [(row.topic.title, row.proposer and row.proposer.name, row.supporters) for row in rows]


@pytest.fixture
def topic():
    return make.topic(organization_=make.organization("Proposing One"), title="Return")


def keep(topic):
    return actions.keep_topic(topic, reason="It fits.", reason_language="en", by="test")


def endanger(organization):
    by = make.staff()
    registry_actions.mark_at_risk(organization, reason="a test", by=by)
    return by


def test_the_public_reads_what_was_kept_and_nothing_else(topic):
    make.topic(topic.consultation, topic.organization, title="Waiting")
    out = make.topic(topic.consultation, topic.organization, title="Left out")
    actions.leave_topic_out(out, reason="No room.", reason_language="en", by="test")
    keep(topic)

    assert told(topics.kept(topic.consultation)) == [("Return", "Proposing One", 1)]


def test_a_topic_of_one_in_danger_is_read_by_nobody_who_may_not_know_of_it(topic):
    keep(topic)
    keeper = endanger(topic.organization)
    organizer, other = make.staff(Function.CONSULTATION_ORGANIZER), make.organization()

    assert topics.kept(topic.consultation) == []
    assert topics.for_member(topic.consultation, other) == []
    assert topics.for_staff(topic.consultation, organizer) == []
    assert told(topics.for_staff(topic.consultation, keeper)) == [("Return", "Proposing One", 1)]
    assert told(topics.for_member(topic.consultation, topic.organization)) == [("Return", "Proposing One", 1)]


def test_the_support_of_one_in_danger_is_not_counted_for_who_may_not_know_of_it(topic):
    supporter, other = make.organization(), make.organization()
    actions.support_topic(topic, supporter, by="test")
    keep(topic)
    keeper = endanger(supporter)
    organizer = make.staff(Function.CONSULTATION_ORGANIZER)

    counts = {
        "public": topics.kept(topic.consultation),
        "another": topics.for_member(topic.consultation, other),
        "proposer": topics.for_member(topic.consultation, topic.organization),
        "organizer": topics.for_staff(topic.consultation, organizer),
        "supporter": topics.for_member(topic.consultation, supporter),
        "keeper": topics.for_staff(topic.consultation, keeper),
    }

    assert {who: rows[0].supporters for who, rows in counts.items()} == {
        **dict.fromkeys(["public", "another", "proposer", "organizer"], 1),
        **dict.fromkeys(["supporter", "keeper"], 2),
    }


def test_who_is_not_listed_any_more_is_not_named_but_her_topic_stands(topic, curator):
    keep(topic)
    registry_actions.archive_organization(topic.organization, reason="It closed.", by=curator)

    assert told(topics.kept(topic.consultation)) == [("Return", None, 1)]


def test_what_is_most_wanted_stands_first(topic):
    wanted = make.topic(topic.consultation, topic.organization, title="Work")
    actions.support_topic(wanted, make.organization(), by="test")

    assert [row.topic.title for row in topics.for_member(topic.consultation, topic.organization)] == ["Work", "Return"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(topic, count, django_assert_num_queries):
    for _number in range(count - 1):
        make.topic(topic.consultation, topic.organization)
    for one in topic.consultation.topics.all():
        keep(one)
    keeper = make.staff()

    with django_assert_num_queries(3):
        topics.kept(topic.consultation)
    with django_assert_num_queries(4):
        topics.for_member(topic.consultation, topic.organization)
    with django_assert_num_queries(4):
        topics.for_staff(topic.consultation, keeper)
