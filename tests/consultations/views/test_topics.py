"""Pages of topics: members propose and support, organizers answer, everybody reads what was kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consultations import actions
from consultations.models import Topic
from consultations.queries.calendar import today_in
from registry import actions as registry_actions
from registry.models import Membership
from registry.roles import Function, MemberRole
from tests import make

pytestmark = pytest.mark.django_db
TYPED = {"title": "Return", "text": "People need work.", "language": "French"}


def mine(topic_or_consultation, name="my-topics", *args):
    slug = getattr(topic_or_consultation, "consultation", topic_or_consultation).slug
    return reverse(f"consultations:{name}", args=[slug, *args])


def act(client, name, topic):
    return client.post(mine(topic, name, topic.reference))


def text_of(response):
    return response.content.decode()


@pytest.fixture
def topic():
    return make.topic(organization_=make.organization("Proposing One"), title="Work after return")


@pytest.fixture
def editor(client):
    person = make.member(make.organization("Own One"), role=MemberRole.EDITOR)
    client.force_login(person)
    return person


@pytest.fixture
def organizer(client):
    person = make.staff(Function.CONSULTATION_ORGANIZER)
    client.force_login(person)
    return person


def test_an_editor_proposes_a_topic_and_reads_it_on_her_page(client, editor):
    consultation = make.consultation(state="planned")

    answer = client.post(mine(consultation, "topic-new"), TYPED, follow=True)

    assert "Your topic is proposed." in text_of(answer)
    (row,) = answer.context["own"]
    assert (row.topic.title, row.topic.language, row.topic.organization.name) == ("Return", "fr", "Own One")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Give it a title."),
        ({"text": ""}, "Say in a few sentences why it matters."),
        ({"language": "Klingonish"}, "Klingonish"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(client, editor, typed, words):
    answer = client.post(mine(make.consultation(state="planned"), "topic-new"), TYPED | typed)

    assert answer.status_code == 422
    assert words in text_of(answer)


def test_a_refusal_is_told_over_the_form(client, editor):
    consultation = make.consultation(state="planned", topics_until=today_in("UTC") - timedelta(days=3))

    answer = client.post(mine(consultation, "topic-new"), TYPED)

    assert answer.status_code == 409
    assert "Topics were collected until" in text_of(answer)
    assert "People need work." in text_of(answer)


def test_topics_of_others_are_supported_and_no_longer(client, topic, editor):
    act(client, "topic-support", topic)
    supported = client.get(mine(topic))
    act(client, "topic-end-support", topic)
    ended = client.get(mine(topic))

    assert [(row.is_supported, row.supporters) for row in supported.context["others"]] == [(True, 2)]
    assert [(row.is_supported, row.supporters) for row in ended.context["others"]] == [(False, 1)]
    assert "Proposed by <bdi>Proposing One</bdi>" in text_of(ended)


def test_a_page_after_the_last_day_has_no_buttons(client, topic, editor):
    actions.edit_consultation(topic.consultation, changes={"topics_until": today_in("UTC") - timedelta(3)}, by="test")

    text = text_of(client.get(mine(topic)))

    assert "Topics are not collected now." in text
    assert "Support this topic" not in text


def test_a_reader_looks_and_does_not_act(client, topic):
    client.force_login(make.member(role=MemberRole.READER))

    assert "Administrators and editors" in text_of(client.get(mine(topic)))
    assert client.post(mine(topic, "topic-new"), TYPED).status_code == 403
    assert act(client, "topic-support", topic).status_code == 403


def test_another_organization_does_not_withdraw_a_topic(client, topic, editor):
    assert act(client, "topic-withdraw", topic).status_code == 404


def test_what_was_decided_meanwhile_is_told(client, topic):
    client.force_login(make.member(topic.organization))
    actions.leave_topic_out(topic, reason="No room.", reason_language="en", by="test")

    answer = act(client, "topic-withdraw", topic)

    assert answer.url.startswith(mine(topic))
    assert "“Not kept” already" in text_of(client.get(answer.url))


def test_a_topic_that_is_sent_twice_is_shown_once(client, topic, editor):
    twice = [client.post(mine(topic, "topic-new"), TYPED, follow=True) for _tap in range(2)]

    assert ["Your topic is proposed." in text_of(answer) for answer in twice] == [True, True]
    assert Topic.objects.filter(title=TYPED["title"]).count() == 1


def test_who_acts_for_two_organizations_chooses(client, topic, editor):
    other = make.organization("Other One")
    Membership.objects.create(user=editor, organization=other, role=MemberRole.ADMIN)

    client.post(mine(topic, "topic-support", topic.reference) + f"?organization={other.reference}")

    assert [one.organization for one in topic.supports.all()] == [other]
    assert client.get(mine(topic) + f"?organization={topic.organization.reference}").status_code == 404


def test_an_idea_has_no_page_of_topics(client, editor):
    assert client.get(mine(make.consultation())).status_code == 404


def test_a_topic_of_one_in_danger_is_not_there_for_others(client, topic, curator, editor):
    registry_actions.mark_at_risk(topic.organization, reason="a test", by=curator)

    assert "Work after return" not in text_of(client.get(mine(topic)))
    assert act(client, "topic-support", topic).status_code == 404


def test_an_organizer_keeps_a_topic_and_everybody_reads_why(client, topic, organizer):
    address = reverse("consultations:topic-keep", args=[topic.consultation.reference, topic.reference])

    answer = client.post(address, {"reason": "Many want it.", "reason_language": "en"}, follow=True)
    public = text_of(client.get(topic.consultation.get_absolute_url()))

    assert "The topic is kept and public." in text_of(answer)
    assert all(words in public for words in ("Work after return", "Proposing One", "Why it was kept:", "Many want it."))


def test_a_topic_without_a_reason_is_not_decided(client, topic, organizer):
    address = reverse("consultations:topic-leave-out", args=[topic.consultation.reference, topic.reference])

    answer = client.post(address, {"reason": "", "reason_language": "en"})

    assert answer.status_code == 422
    assert "Say why." in text_of(answer)


def test_an_organizer_does_not_decide_about_a_topic_of_one_in_danger(client, topic, organizer, curator):
    registry_actions.mark_at_risk(topic.organization, reason="a test", by=curator)
    address = reverse("consultations:topic-keep", args=[topic.consultation.reference, topic.reference])

    assert client.get(address).status_code == 404
    assert "No topic yet" in text_of(
        client.get(reverse("consultations:staff-topics", args=[topic.consultation.reference]))
    )


def test_what_waits_or_was_left_out_is_not_public(client, topic):
    actions.leave_topic_out(topic, reason="No room.", reason_language="en", by="test")
    make.topic(topic.consultation, title="Waiting topic")

    public = text_of(client.get(topic.consultation.get_absolute_url()))

    assert [words in public for words in ("Work after return", "No room.", "Waiting topic")] == [False] * 3
    assert "No topic was kept yet." in public


def test_a_public_page_without_topics_is_silent_when_they_are_not_collected(client):
    consultation = make.consultation(state="registration_closed")

    assert "Topics from organizations" not in text_of(client.get(consultation.get_absolute_url()))


def test_hostile_text_is_shown_as_text(client, editor):
    consultation = make.consultation(state="planned")
    evil = "<script>alert(1)</script>"

    client.post(mine(consultation, "topic-new"), TYPED | {"title": evil, "text": evil})

    text = text_of(client.get(mine(consultation)))
    assert evil not in text
    assert text.count("&lt;script&gt;alert(1)") >= 2
