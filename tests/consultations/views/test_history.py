"""What members of an organization in danger do is in no history for staff who may not know of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consultations import actions
from consultations.queries.calendar import today_in
from registry.actions import mark_at_risk
from registry.models import Change
from registry.queries import audit
from registry.roles import Function
from tests import make
from tests.consultations import outcomes
from tests.consultations.people import named

pytestmark = pytest.mark.django_db
# None of them answers for the country of the organization, or for those in danger.
UNAWARE = [Function.CONSULTATION_ORGANIZER, Function.AUDITOR, Function.DATA_STEWARD]


@pytest.fixture
def organization():
    return make.organization("In Danger")


@pytest.fixture
def person(organization):
    return make.member(organization, name="Hidden Person")


@pytest.fixture
def consultation():
    return make.consultation(state="inviting")


def contributes(consultation, organization, by):
    question = outcomes.question(consultation)
    actions.save_contribution(question, organization, text="Two words", language="en", by=by)
    actions.send_contribution(question, organization, by=by)
    actions.take_back_contribution(question, organization, by=by)


def follows(consultation, organization, by):
    asked = outcomes.recommendation(consultation)
    actions.follow_recommendation(asked, organization=organization, by=by)
    actions.unfollow_recommendation(asked, organization=organization, by=by)


def reports(consultation, organization, by):
    asked = outcomes.recommendation(outcomes.bring(consultation, to="reporting"))
    actions.assign_recommendations(asked.consultation, recommendations=[asked], leads=[organization], by="test")
    actions.report_action(asked, claims="in_progress", text="Begun.", organization=organization, by=by)


@pytest.mark.parametrize("function", UNAWARE)
@pytest.mark.parametrize("doing", [contributes, follows, reports])
def test_what_she_did_is_told_by_neither_the_consultation_nor_the_audit(
    client, curator, consultation, organization, person, function, doing
):
    if doing is reports:
        consultation = make.consultation(state="idea", starts_on=make.TODAY.replace(year=2023))
    doing(consultation, organization, person)
    mark_at_risk(organization, reason="a test", by=curator)
    reader = make.staff(function, countries=["FJI"] if function == Function.DATA_STEWARD else [])
    client.force_login(reader)

    page = client.get(reverse("consultations:staff-consultation", args=[consultation.reference])).content.decode()
    changes = audit.open_to(audit.hidden_references(reader))

    assert Change.objects.filter(by_id=person.pk).exists()
    assert not changes.filter(by_id=person.pk).exists()
    assert "Hidden Person" not in page
    assert organization.reference not in str(list(changes.values("subject", "diff")))


def test_who_came_and_who_did_not_is_told_by_the_person_and_not_by_the_consultation(curator, organization):
    consultation = make.consultation(state="running", starts_on=today_in("Africa/Nairobi") - timedelta(days=2))
    here, absent = named(consultation, organization), named(consultation, organization)
    actions.check_in(here, session=make.session(consultation), by="test")
    actions.undo_check_in(here, session=consultation.agenda.get(), by="test")
    actions.close_attendance(consultation, by="test")
    mark_at_risk(organization, reason="a test", by=curator)

    changes = audit.open_to(audit.hidden_references(make.staff(Function.AUDITOR)))

    told = str(list(changes.values("verb", "subject", "diff")))
    assert "consultation.attendance_closed" in told
    assert here.reference not in told
    assert absent.reference not in told
    assert [change.verb for change in Change.objects.about(absent.reference)] == ["registration.did_not_come"]
