"""IOM answers, organizations report, evidence closes; whoever follows is told once of each change, in her language."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from consultations import actions
from consultations.models import Escalation, ManagementResponse, Recommendation
from registry.actions import mark_at_risk
from registry.errors import Contradiction, Refused, Stale
from registry.models import Message
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
LATE, LATER, MUCH_LATER = date(2026, 2, 1), date(2026, 2, 14), date(2026, 2, 15)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"verdict": "part"}, "Say why it is not accepted, or only in part."),
        ({"verdict": "not", "action_en": "", "due_on": None}, "Say why it is not accepted, or only in part."),
        ({"action_en": ""}, "needs an action and the day"),
        ({"due_on": None}, "needs an action and the day"),
        ({"verdict": "not", "reason_en": "No money."}, "what is not accepted has no day"),
    ],
)
def test_an_answer_says_why_what_and_by_when(answer, words):
    asked = make.recommendation(state="assigned")

    with pytest.raises(Contradiction, match=words):
        make.answer(asked, **answer)
    asked.refresh_from_db()
    assert asked.state == "assigned"


def test_an_answer_can_become_better_but_not_over_that_of_a_colleague():
    asked = make.recommendation(state="assigned")
    make.answer(asked, version=0)

    with pytest.raises(Stale, match="Somebody else answered this recommendation meanwhile"):
        make.answer(asked, version=0)
    response = make.answer(asked, version=1, verdict="part", reason_en="Half of it is paid for.")

    assert (response.version, response.verdict) == (2, "part")


def test_what_is_addressed_to_organizations_is_not_answered():
    asked = make.recommendation()
    actions.assign_recommendations(asked.consultation, recommendations=[asked], leads=[make.organization()], by="test")

    with pytest.raises(Refused, match="They report on it; IOM does not answer"):
        make.answer(asked)


def test_an_organization_reports_on_what_it_leads_and_its_evidence_closes_it():
    lead = make.organization()
    asked = make.recommendation()
    actions.assign_recommendations(asked.consultation, recommendations=[asked], leads=[lead], by="test")

    begun = actions.report_action(asked, claims="in_progress", text="Begun.", organization=lead, by="test")
    update = actions.report_action(
        asked, claims="done", text="Done.", link="https://example.org/x", organization=lead, by="test"
    )
    with pytest.raises(Refused, match="does not say that it is done, with evidence"):
        actions.close_recommendation(asked, update=begun, by="test")
    closed = actions.close_recommendation(asked, update=update, by="test")

    assert (closed.state, closed.done_by) == ("done", update)


def test_done_is_not_said_without_evidence():
    asked = make.recommendation(state="answered")

    with pytest.raises(Contradiction, match="What is done needs evidence"):
        actions.report_action(asked, claims="done", text="Believe me.", by="test")


def test_a_report_that_is_sent_twice_stands_once():
    asked = make.recommendation(state="answered")

    first, second, another = (actions.report_action(asked, claims="in_progress", text=one, by="test") for one in "aab")

    assert first == second
    assert asked.updates.count() == 2
    assert another.text == "b"


def test_the_database_keeps_nothing_as_done_without_a_report():
    asked = make.recommendation(state="answered")

    with pytest.raises(IntegrityError, match="done_with_evidence"), transaction.atomic():
        Recommendation.objects.filter(pk=asked.pk).update(state="done")


def test_who_does_not_lead_it_does_not_report_on_it():
    asked = make.recommendation(state="answered")

    with pytest.raises(Refused, match="does not lead this action any more"):
        actions.report_action(asked, claims="in_progress", text="x", organization=make.organization(), by="test")


def test_nothing_is_reported_on_what_was_not_accepted():
    asked = make.recommendation(state="assigned")
    make.answer(asked, verdict="not", reason_en="Not our mandate.", action_en="", due_on=None)

    with pytest.raises(Refused, match="nothing to report on"):
        actions.report_action(asked, claims="in_progress", text="x", by="test")


def test_followers_are_told_in_their_language_that_it_was_accepted_in_part_and_why():
    organization = make.organization()
    make.member(organization, language="es")
    asked = make.recommendation(state="assigned", proposers=[organization], text_es="Abran vías seguras.")
    actions.publish_recommendations(asked.consultation, by="test")
    Message.objects.all().delete()

    make.answer(asked, verdict="part", reason_en="Half is paid for.", reason_es="La mitad está financiada.")

    [message] = Message.objects.all()
    assert message.language == "es"
    assert "Abran vías seguras." in message.body
    assert "La mitad está financiada." in message.body
    assert "Half is paid for." not in message.body


def test_a_reason_that_is_not_translated_says_so_in_the_mail():
    organization = make.organization()
    make.member(organization, language="fr")
    asked = make.recommendation(state="assigned", proposers=[organization])
    actions.publish_recommendations(asked.consultation, by="test")
    Message.objects.all().delete()

    make.answer(asked, verdict="part", reason_en="Half is paid for.")

    assert "Half is paid for. (en anglais seulement)" in Message.objects.get().body


def test_nobody_is_told_twice_of_one_change_and_everybody_of_each():
    one, other = make.organization(), make.organization()
    person = make.member(one)
    other.memberships.create(user=person, role="editor")
    asked = make.recommendation(state="assigned", proposers=[one, other])
    actions.publish_recommendations(asked.consultation, by="test")
    Message.objects.all().delete()

    make.answer(asked)
    update = actions.report_action(asked, claims="done", text="x", link="https://example.org/", by="test")
    actions.close_recommendation(asked, update=update, by="test")

    told = Message.objects.order_by("pk").values_list("title", flat=True)
    assert list(told) == [
        f"{asked.reference}: accepted",
        f"{asked.reference}: somebody reported what was done",
        f"{asked.reference}: done",
    ]


@pytest.mark.parametrize(("is_at_risk", "told"), [(False, 2), (True, 0)])
def test_followers_are_told_of_a_report_only_when_it_stands_on_the_page(curator, is_at_risk, told):
    follower, lead = make.organization(), make.organization()
    make.member(follower)
    asked = make.recommendation(proposers=[follower])
    actions.assign_recommendations(asked.consultation, recommendations=[asked], leads=[lead], by="test")
    actions.publish_recommendations(asked.consultation, by="test")
    if is_at_risk:
        mark_at_risk(lead, reason="a test", by=curator)
    Message.objects.all().delete()

    update = actions.report_action(
        asked, claims="done", text="x", link="https://example.org/", organization=lead, by="test"
    )
    actions.close_recommendation(asked, update=update, by="test")

    assert Message.objects.filter(kind="consultations.recommendation_changed").count() == told


def test_nobody_is_told_of_what_is_not_public_yet():
    organization = make.organization()
    make.member(organization)

    make.recommendation(state="answered", proposers=[organization])

    assert not Message.objects.exists()


# --- Overdue ------------------------------------------------------------------------------------------------------


def published(**fields):
    asked = make.recommendation(**fields)
    actions.publish_recommendations(asked.consultation, by="test")
    return asked


def test_overdue_is_counted_on_a_day():
    asked = published(state="assigned")

    assert list(Recommendation.objects.overdue(on=date(2026, 1, 31))) == []
    assert list(Recommendation.objects.overdue(on=LATE)) == [asked]


def test_an_action_is_overdue_by_the_day_of_the_answer():
    asked = published(state="in_progress")

    assert list(Recommendation.objects.overdue(on=date(2026, 6, 30))) == []
    assert list(Recommendation.objects.overdue(on=date(2026, 7, 1))) == [asked]


@pytest.mark.parametrize("state", ["recorded", "done"])
def test_what_nobody_is_to_do_is_never_overdue(state):
    published(state=state)

    assert not Recommendation.objects.overdue(on=date(2040, 1, 1)).exists()


def test_what_was_not_accepted_is_never_overdue():
    asked = published(state="assigned")
    make.answer(asked, verdict="not", reason_en="No.", action_en="", due_on=None)

    assert not Recommendation.objects.overdue(on=date(2040, 1, 1)).exists()


def test_the_unit_is_told_first_the_organizers_after_two_weeks_and_each_once():
    organizer = make.staff(Function.CONSULTATION_ORGANIZER)
    asked = published(state="assigned")
    person = make.staff()
    person.assignments.update(unit=asked.unit)

    taken = [actions.escalate_overdue(on=day) for day in (LATE, LATE, LATER, MUCH_LATER, MUCH_LATER)]

    assert taken == [1, 0, 0, 1, 0]
    told = Message.objects.filter(kind="consultations.recommendation_overdue").order_by("pk")
    assert [message.recipient for message in told] == [person, organizer]
    assert list(Escalation.objects.order_by("pk").values_list("about", "step")) == [("answer", 1), ("answer", 2)]


def test_where_a_unit_has_nobody_the_organizers_are_told_at_once():
    organizer = make.staff(Function.CONSULTATION_ORGANIZER)
    published(state="assigned")

    actions.escalate_overdue(on=LATE)

    assert [message.recipient for message in Message.objects.all()] == [organizer]


def test_organizations_that_lead_are_told_that_their_action_is_overdue():
    lead = make.organization()
    person = make.member(lead)
    asked = make.recommendation()
    actions.assign_recommendations(
        asked.consultation, recommendations=[asked], leads=[lead], due_on=date(2026, 1, 31), by="test"
    )
    actions.publish_recommendations(asked.consultation, by="test")
    Message.objects.all().delete()

    actions.escalate_overdue(on=LATE)

    [message] = Message.objects.all()
    assert (message.recipient, message.kind) == (person, "consultations.action_overdue")


def test_nobody_is_told_that_something_unpublished_is_overdue():
    make.recommendation(state="assigned")

    assert actions.escalate_overdue(on=LATE) == 0


def test_answering_ends_the_reminders():
    asked = published(state="assigned")
    make.answer(asked, due_on=date(2026, 12, 31))

    assert actions.escalate_overdue(on=MUCH_LATER) == 0
    assert ManagementResponse.objects.get().recommendation == asked
