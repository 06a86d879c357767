"""C3, answer and learn: two questions, an earlier answer taken again, the reasons of the outcome, a fact corrected."""

from datetime import timedelta

import pytest
from django.utils import timezone

from observers import actions
from observers.states import ApplicationState, Side
from registry.errors import Refused
from registry.models import Message
from registry.roles import MemberRole
from tests import make
from tests.journeys.test_apply import Person, url
from tests.observers import steps

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
S = ApplicationState
ELECTED = "Send the minutes of the assembly that elected the board."
DONORS = "Who gave more than a tenth of your money last year?"


def test_from_two_questions_to_a_corrected_fact():
    who = steps.people()
    lead = make.member(role=MemberRole.ADMIN)
    organization = lead.memberships.get().organization
    application = steps.in_review(who, steps.sent(steps.draft(organization, by=lead)))
    criteria = {one.code: one for one in application.criteria_set.criteria.all()}
    person = Person(lead)

    # IOM asks two questions, each of a criterion; the mail leads to them.
    actions.add_question(application, criteria["C-TWO"], text=ELECTED, by=who["reviewer"])
    actions.add_question(application, criteria["C-THREE"], text=DONORS, by=who["reviewer"])
    # What is still collected is not shown.
    assert ELECTED not in person.open(url("questions", application))
    actions.send_round(application, by=who["officer"])
    application.refresh_from_db()
    mail = Message.objects.filter(kind="observers.questions").latest("pk")
    assert mail.recipient == lead
    page = person.open(url("questions", application))
    assert ELECTED in page
    assert DONORS in page
    assert application.turns.get(ended_at=None).side == Side.APPLICANT

    # The first is answered with a document; for the second an earlier answer is taken and changed.
    first, second = application.rounds.get().questions.order_by("pk")
    minutes = make.document(organization, title="Minutes", visibility="members")
    person.open(url("question", application, first.reference))
    person.fill(text="They are attached.", document=minutes.reference)
    first.refresh_from_db()
    assert list(first.documents.all()) == [minutes]
    page = person.open(url("question", application, second.reference))
    key = page.partition('name="reuse" value="')[2].partition('"')[0]
    page = person.fill(text="Two foundations.", reuse=key).content.decode()
    assert "Two foundations.\n\nThey are attached." in page
    second.refresh_from_db()
    assert second.answer == ""
    person.fill(text="Two foundations, as our report says.")

    # All answers go together; IOM's clock goes on.
    person.open(url("questions", application))
    person.fill(url("answers-send", application))
    application.refresh_from_db()
    assert (application.state, application.turns.get(ended_at=None).side) == (S.IN_REVIEW, Side.IOM)

    # Who asks the same again is told.
    with pytest.raises(Refused, match="Much the same was asked before"):
        actions.add_question(application, criteria["C-TWO"], text=ELECTED, by=who["reviewer"])

    # The outcome: each criterion with its verdict and reason, on the page and in the letter.
    application = steps.with_council(
        who, steps.recommended(who, steps.reviewed(who, application, verdict="not_met"), advice="not_admit")
    )
    steps.decided(who, application, outcome="not_admitted")
    page = person.open(url("decision", application))
    for criterion in criteria.values():
        assert criterion.name_en in page
    assert page.count("Not met") == len(criteria)
    assert "Because." in page
    letter = person.browser.get(url("letter", application))
    assert letter.content.startswith(b"%PDF-")
    assert "attachment" in letter["Content-Disposition"]

    # She asks for one fact to be corrected; somebody who had no part in it answers.
    person.fill(url("correction", application), text="We were registered in 2011, not in 2021.")
    correction = application.corrections.get()
    steps.declare(application, who["other_officer"])
    with pytest.raises(Refused, match="somebody else"):
        actions.answer_correction(correction, text="No.", is_accepted=False, by=who["officer"])
    actions.answer_correction(correction, text="Corrected.", is_accepted=True, by=who["other_officer"])
    page = person.open(url("decision", application))
    assert "Corrected." in page

    # She may begin again with what she wrote.
    person.fill(url("again", application))
    copy = organization.applications.get(copied_from=application)
    assert copy.answers.get(criterion__code="C-THREE").text == "We work with migrants."


def test_an_answer_can_be_given_after_the_day_and_is_marked_as_late():
    who = steps.people()
    lead = make.member(role=MemberRole.ADMIN)
    application = steps.in_review(who, steps.sent(steps.draft(lead.memberships.get().organization, by=lead)))
    criterion = application.criteria_set.criteria.get(code="C-TWO")
    question = actions.add_question(application, criterion, text=ELECTED, by=who["reviewer"])
    actions.send_round(application, by=who["officer"])
    application.turns.filter(ended_at=None).update(
        began_at=timezone.now() - timedelta(days=9), due_at=timezone.now() - timedelta(days=1)
    )
    person = Person(lead)

    page = person.open(url("question", application, question.reference))
    person.fill(text="Late, but here.")

    assert "You can still answer. It is marked as late." in page
    question.refresh_from_db()
    assert question.answer == "Late, but here."
