"""The organization's applications: the list, a new one, the list of tasks, what follows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from observers import actions
from observers.models import CouncilSession, CriteriaSet
from observers.queries import timeline
from observers.queries.clock import database_now, day_in
from observers.states import ApplicationState
from observers.views.front import SELF_CHECK
from registry.models import Message
from registry.roles import MemberRole
from tests import make
from tests.observers import steps
from tests.observers.views.pages import text_of, url

pytestmark = pytest.mark.django_db
S = ApplicationState


def test_every_page_of_a_draft_opens(visitor, application):
    pages = ["detail", "record", "session", "withdraw", "hand-over", "declaration", "signature", "check", "questions"]

    assert {name: visitor.get(url(name, application)).status_code for name in pages} == dict.fromkeys(pages, 200)
    assert visitor.get(url("criterion", application, "C-TWO")).status_code == 200
    assert visitor.get(url("criterion", application, "C-NONE")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, count, django_assert_num_queries):
    lead = make.user()
    for _ in range(count):
        organization = make.organization()
        make.Membership.objects.create(user=lead, organization=organization, role=MemberRole.ADMIN)
        steps.draft(organization, by=lead)
    client.force_login(lead)

    with django_assert_num_queries(13):
        page = client.get(reverse("observers:my-applications"))

    assert page.content.decode().count('class="task"') == count


def test_the_main_button_leads_to_the_one_that_is_open(visitor, application):
    page = text_of(visitor.get(reverse("observers:my-applications")))

    assert f'<a class="btn btn--primary" href="{application.get_absolute_url()}">Go on with your application' in page
    assert reverse("observers:application-new") not in page


def test_the_record_is_shown_with_its_contacts_to_who_may_read_them(client, application):
    organization = application.organization
    make.contact(organization, role="head", name="<b>Aisha</b> Head", email="head@example.org")
    make.contact(organization, name="Former Person", ends_on="2020-01-01")
    reader = make.member(organization, role=MemberRole.READER)

    client.force_login(application.correspondent)
    page = text_of(client.get(url("record", application)))
    client.force_login(reader)
    readers = text_of(client.get(url("record", application)))

    assert "&lt;b&gt;Aisha&lt;/b&gt; Head" in page
    assert "head@example.org" in page
    assert "Former Person" not in page
    assert "head@example.org" not in readers


def test_an_answer_that_may_stay_empty_is_optional_and_not_completed(client):
    application = steps.draft(criteria_set=CriteriaSet.objects.live())
    client.force_login(application.correspondent)

    tasks, check = (text_of(client.get(url(name, application))) for name in ("detail", "check"))

    assert '<span class="task__s" id="s-C-TRACK"><span>Optional</span></span>' in tasks
    assert "0 of 11 tasks completed" in tasks
    assert "Optional: nothing was added." in check


# --- A new one ------------------------------------------------------------------------------------------------------


def test_the_answers_of_the_self_check_go_into_the_draft_of_the_same_criteria(client):
    criteria_set, lead = steps.small_set(), make.member()
    actions.retire_criteria(steps.CriteriaSet.objects.get(code="mc-inf-300"), by="test")
    client.force_login(lead)
    session = client.session
    session[SELF_CHECK] = {"set": criteria_set.reference, "answers": {"C-TWO": "unsure"}}
    session.save()

    organization = lead.memberships.get().organization
    client.post(reverse("observers:application-new"), {"organization": organization.reference, "language": "fr"})

    application = organization.applications.get()
    told = dict(application.answers.values_list("criterion__code", "self_check"))
    assert (told["C-TWO"], told["C-ONE"], application.language) == ("unsure", "", "fr")
    assert SELF_CHECK not in client.session


def test_answers_to_other_criteria_stay_behind(client):
    lead = make.member()
    client.force_login(lead)
    session = client.session
    session[SELF_CHECK] = {"set": "CRI-00000000", "answers": {"C-FIELD": "yes"}}
    session.save()

    organization = lead.memberships.get().organization
    client.post(reverse("observers:application-new"), {"organization": organization.reference, "language": "en"})

    assert not organization.applications.get().answers.exclude(self_check="").exists()


def test_who_only_reads_is_told_why_she_cannot_begin(client):
    client.force_login(make.member(role=MemberRole.READER))

    page = text_of(client.get(reverse("observers:application-new")))

    assert "You cannot start an application here" in page


def test_beside_an_open_one_no_other_begins(visitor, application):
    page = text_of(visitor.get(reverse("observers:application-new")))

    assert "has an open application" in page
    assert application.reference in page
    assert "<select" not in page


def test_what_forbids_a_new_one_is_told_over_the_form(client):
    observer = make.observer()
    lead = make.member(observer.organization)
    client.force_login(lead)

    response = client.post(
        reverse("observers:application-new"), {"organization": observer.organization.reference, "language": "en"}
    )

    assert response.status_code == 422
    assert "This organization has observer status already." in text_of(response)


# --- The list of tasks ----------------------------------------------------------------------------------------------


def test_the_deadline_stands_in_the_zone_of_the_session_and_by_the_readers_clock(client):
    session = steps.session(closes_at=datetime(2099, 1, 31, 22, 59, tzinfo=UTC), ends_on="2099-02-20")
    lead = make.member(time_zone="Africa/Nairobi")
    application = steps.draft(lead.memberships.get().organization, by=lead, session_=session)
    client.force_login(lead)

    page = text_of(client.get(url("detail", application)))

    assert "31 January 2099, 23:59 CET" in page
    assert "Your time: 1 February 2099, 01:59 EAT." in page


def test_progress_counts_what_is_left(visitor, application):
    assert "0 of 5 tasks completed" in text_of(visitor.get(url("detail", application)))

    visitor.post(url("record", application))

    assert "1 of 5 tasks completed" in text_of(visitor.get(url("detail", application)))


def test_a_document_says_that_it_has_expired_or_soon_will(visitor, application):
    criterion = application.criteria_set.criteria.get(code="C-TWO")
    today = timezone.localdate()
    for title, expires_on in (("Old", today - timedelta(days=1)), ("Soon", today + timedelta(days=60)), ("Good", None)):
        document = make.document(application.organization, title=title, expires_on=expires_on, visibility="members")
        actions.attach_document(application, criterion, document, by=application.correspondent)

    page = text_of(visitor.get(url("detail", application)))

    assert page.count("Expired on") == 1
    assert page.count("Expires on") == 1
    assert "“Old” has expired" in page


def test_who_only_reads_sees_the_same_page_and_why_it_cannot_be_changed(client, application):
    reader = make.member(application.organization, role=MemberRole.READER)
    client.force_login(reader)

    page = text_of(client.get(url("detail", application)))
    criterion = text_of(client.get(url("criterion", application, "C-THREE")))

    assert "To change it, ask an administrator of your organization." in page
    assert "<textarea" not in criterion
    assert client.post(url("criterion", application, "C-THREE"), {"text": "No", "version": 1}).status_code == 403


def test_what_was_sent_can_be_read_and_not_changed(client):
    application = steps.sent()
    client.force_login(application.correspondent)

    page = text_of(client.get(url("detail", application)))
    response = client.post(url("criterion", application, "C-THREE"), {"text": "Later", "version": 2})

    assert "You have sent this application." in page
    assert "tasks completed" not in page
    assert response.status_code == 409
    assert application.answers.get(criterion__code="C-THREE").text == "We work with migrants."


def test_nobody_outside_learns_that_a_recommendation_exists(client):
    """Before and after it is signed, the pages are the same, byte for byte."""
    who = steps.people()
    application = steps.ready(who)
    client.force_login(application.correspondent)
    before = _pages(client, application)

    steps.recommended(who, application)

    assert _pages(client, application) == before


def _pages(client, application):
    names = ("detail", "check", "sent", "questions", "calendar", "copy-zip")
    pages = [client.get(url(name, application)).content for name in names]
    return [page.split(b"csrfmiddlewaretoken")[0] for page in pages]


def test_a_moved_date_stands_with_its_reason(client):
    who = steps.people()
    application = steps.in_screening(who)
    client.force_login(application.correspondent)
    actions.move_due_date(
        application, due_at=timezone.now() + timedelta(days=3), reason="The officer is ill.", by=who["officer"]
    )

    page = text_of(client.get(url("detail", application)))

    assert "Reason: The officer is ill." in page


def test_the_first_date_is_set_and_only_a_later_one_moves(client):
    who = steps.people()
    application = steps.in_screening(who)
    client.force_login(application.correspondent)
    for days, reason in ((3, "Agreed."), (9, "The officer is ill.")):
        due_at = timezone.now() + timedelta(days=days)
        actions.move_due_date(application, due_at=due_at, reason=reason, by=who["officer"])

    page = text_of(client.get(url("detail", application)))
    first, second = Message.objects.filter(kind="observers.slip").order_by("pk")

    assert (page.count("The date was set to"), page.count("The date moved to")) == (1, 1)
    assert "a date is set" in first.title
    assert "a date has moved" in second.title


def test_what_happens_next_stands_before_the_tasks_once_it_is_sent(client, application):
    client.force_login(application.correspondent)
    draft = text_of(client.get(url("detail", application)))
    steps.sent(application)
    sent = text_of(client.get(url("detail", application)))

    assert draft.index("The criteria</h2>") < draft.index("What happens next")
    assert sent.index("What happens next") < sent.index("The criteria</h2>")
    assert sent.index("It is IOM’s turn.") < sent.index("The criteria</h2>")


def test_while_iom_has_questions_the_review_is_still_one_of_the_steps(client):
    who = steps.people()
    application = steps.in_review(who)
    actions.add_question(application, application.criteria_set.criteria.first(), text="Who?", by=who["reviewer"])
    actions.send_round(application, by=who["officer"])
    client.force_login(application.correspondent)

    road = timeline.road(application)

    now = next(step for step in road if step.place == "now")
    assert (now.code, str(now.label), str(now.detail)) == ("review", "Review against the criteria", "IOM has questions")


# --- What can be done with the whole ----------------------------------------------------------------------------------


def test_another_session_is_chosen(visitor, application):
    other = steps.coming(closes_at=timezone.now() + timedelta(days=2))

    visitor.post(url("session", application), {"session": other.reference})

    application.refresh_from_db()
    assert application.session == other


def test_a_session_that_is_closed_cannot_be_chosen(visitor, application):
    closed = steps.session(closes_at=timezone.now() - timedelta(hours=1))

    response = visitor.post(url("session", application), {"session": closed.reference})

    assert response.status_code == 422
    assert CouncilSession.objects.get(pk=application.session_id) != closed


def test_withdrawn_and_begun_again_from_a_copy(visitor, application):
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    actions.save_answer(application, criterion, by=application.correspondent, text="Kept.")

    visitor.post(url("withdraw", application), {"reason": "Too early"})
    visitor.post(url("again", application))

    application.refresh_from_db()
    copy = application.organization.applications.get(copied_from=application)
    assert application.state == S.WITHDRAWN
    assert copy.answers.get(criterion__code="C-THREE").text == "Kept."


def test_handed_over_by_who_leads_it_to_a_colleague(visitor, application):
    colleague = make.member(application.organization, role=MemberRole.EDITOR)

    visitor.post(url("hand-over", application), {"person": colleague.reference})

    application.refresh_from_db()
    assert application.correspondent == colleague


def test_a_new_application_waits_for_the_day_that_the_letter_named(client):
    who = steps.people()
    application = steps.with_council(who, criteria_set=steps.small_set(reapply_months=3))
    decision = actions.record_decision(
        application,
        session=application.session,
        outcome="not_admitted",
        decided_on=day_in(database_now()),
        resolution="1400",
        reason="The Council said so.",
        by=who["officer"],
    )
    client.force_login(decision.application.correspondent)

    response = client.post(url("again", decision.application))

    assert response.status_code == 409
    assert "A new application is possible from" in text_of(response)
