"""S4: an application on its way to the Council, by the pages of staff, from the queue to the public register."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from observers.models import Observer, Turn
from observers.queries.clock import database_now, day_in
from observers.queries.statuses import observers_on
from observers.queries.times import spent
from observers.states import ApplicationState
from registry.models import Message
from registry.roles import Function
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db
S = ApplicationState


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(name, application, *more):
    return reverse(f"observers:{name}", args=[application.reference, *more])


def act(client, name, application, *more, **typed):
    """Do it, and be led on; the page shows what went wrong when it was refused."""
    answer = client.post(address(name, application, *more), typed)
    assert answer.status_code == 302, answer.content.decode()
    application.refresh_from_db()
    return answer


@pytest.mark.slow
def test_an_application_goes_from_the_queue_to_the_public_register():
    """Slow: the whole way of an application, some fifty requests."""
    mission = make.unit(name_en="Mission in an invented country")
    people = {
        "lead": make.staff(Function.DECISION_OFFICER, name="Lead"),
        "first": make.staff(Function.REVIEWER, name="First"),
        "second": make.staff(Function.REVIEWER, name="Second"),
        "blocked": make.staff(Function.REVIEWER, name="Blocked"),
        "mission": make.staff(Function.CURATOR, name="Of the mission"),
    }
    people["mission"].assignments.update(unit=mission)
    application = steps.sent()
    network = make.link(to_organization=application.organization).from_organization
    network.memberships.create(user=people["blocked"], role="reader")
    staff = {name: signed_in(person) for name, person in people.items()}
    applicant = signed_in(application.correspondent)

    # Queue, declaration, completeness
    assert application.reference in staff["lead"].get(reverse("observers:application-queue")).content.decode()
    act(staff["lead"], "review-declare", application, says="none")
    act(staff["lead"], "review-screen", application)
    act(staff["lead"], "review-complete", application)
    assert application.state == S.IN_REVIEW

    # Two reviewers; one whom the registry connects with the organization is not offered, and sees nothing
    page = staff["lead"].get(address("review-assign", application)).content.decode()
    assert f'value="{people["first"].reference}"' in page
    assert f'value="{people["blocked"].reference}"' not in page
    assert "Held back by the registry" in page
    for name in ("first", "second"):
        act(staff["lead"], "review-assign", application, reviewer=people[name].reference)
        act(staff[name], "review-declare", application, says="none")
    assert staff["blocked"].get(address("application-review", application)).status_code == 404
    assert application.reference not in staff["blocked"].get(reverse("observers:application-queue")).content.decode()

    # An opinion of the mission
    act(staff["lead"], "opinion-ask", application, unit=mission.pk, question="What do you know of them?")
    opinion = application.opinions.get()
    assert opinion.reference in staff["mission"].get(reverse("observers:opinion-list")).content.decode()
    staff["mission"].post(reverse("observers:opinion-declare", args=[opinion.reference]), {"says": "none"})
    answer = staff["mission"].post(reverse("observers:opinion-detail", args=[opinion.reference]), {"text": "Reliable."})
    assert answer.status_code == 302

    # One round of questions
    act(staff["first"], "question-add", application, criterion="C-THREE", text="Who chaired the last assembly?")
    act(staff["first"], "round-send", application)
    assert application.state == S.CLARIFICATION
    question = application.rounds.get().questions.get()
    act(applicant, "application-question", application, question.reference, text="The vice-chair did.", version=1)
    act(applicant, "application-answers-send", application)
    assert application.state == S.IN_REVIEW

    # Findings; the two differ on one criterion, and a third person settles it
    for name, verdict in (("first", "met"), ("second", "partly")):
        for code in ("C-ONE", "C-TWO"):
            act(staff[name], "review-finding", application, code, verdict="met", version=0)
        act(
            staff[name],
            "review-finding",
            application,
            "C-THREE",
            verdict=verdict,
            reason="Minutes are there.",
            version=0,
        )
        act(staff[name], "review-hand-in", application)
    assert application.state == S.IN_REVIEW
    act(staff["lead"], "review-settle", application, "C-THREE", verdict="met", reason="The minutes suffice.")
    assert application.state == S.READY

    # The recommendation, signed by two
    act(staff["first"], "recommend", application, advice="admit", reason="They meet the criteria.")
    act(staff["second"], "recommendation-agree", application)
    assert application.state == S.RECOMMENDED

    # The session: its agenda, its pack, its outcomes on one screen, by an officer who signed nothing
    officer, session, today = staff["lead"], application.session, day_in(database_now())
    officer.post(address("agenda-join", session, application.reference))
    papers = [officer.get(address("session-pack", session, "en", "pdf")).content for _ in range(2)]
    assert papers[0] == papers[1]
    outcome = {"outcome": "admitted", "decided_on": today.isoformat(), "resolution": "1401"}
    officer.post(
        address("session-decide", session),
        {f"{application.reference}-{name}": value for name, value in outcome.items()},
    )

    application.refresh_from_db()
    assert application.state == S.ADMITTED
    observer = Observer.objects.get(organization=application.organization)
    assert observer.reference in {one.reference for one in observers_on(today)}
    assert observer.reference not in {one.reference for one in observers_on(today - timedelta(days=1))}
    assert observer.reference not in {one.reference for one in observers_on(today - timedelta(days=1))}

    # Each side's time is told apart, and the blocked reviewer was told nothing by anybody
    turns = Turn.objects.filter(application=application).exclude(state=S.DRAFT)
    used = spent([application.pk])[application.pk]
    of_applicant = sum((t.ended_at - t.began_at for t in turns if t.side == "applicant"), timedelta())
    of_iom = sum((t.ended_at - t.began_at for t in turns if t.side == "iom"), timedelta())
    assert (used.applicant, used.iom) == (of_applicant, of_iom)
    assert not Message.objects.filter(address=people["blocked"].email).exists()
    for name in ("application-review", "review-dossier", "review-log", "recommend"):
        assert staff["blocked"].get(address(name, application)).status_code == 404
