"""Sessions in the browser: the calendar, the agenda, the pack, and all outcomes on one screen."""

import io
from datetime import timedelta

import pikepdf
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from observers import actions
from observers.models import CouncilSession, Decision
from observers.queries.clock import database_now, day_in
from observers.states import ApplicationState
from registry.models import Message
from registry.roles import Function
from tests import make
from tests.observers import steps

S = ApplicationState
pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    crew = steps.people()
    crew["officer"] = make.staff(Function.DECISION_OFFICER)
    return crew


@pytest.fixture
def officer(client, who):
    client.force_login(who["officer"])
    return client


def url(name, *args):
    return reverse(f"observers:{name}", args=args)


def test_a_session_is_added_by_the_clocks_of_its_place(officer):
    answer = officer.post(
        url("session-new"),
        {
            "kind": "regular",
            "number": "117",
            "starts_on": "2027-11-22",
            "ends_on": "2027-11-24",
            "zone": "Europe/Zurich",
            "closes_at": "2027-05-31T23:59",
        },
        follow=True,
    )

    assert CouncilSession.objects.get(number=117).closes_at.isoformat() == "2027-05-31T21:59:00+00:00"
    assert "31 May 2027, 23:59 CEST" in answer.content.decode()


def test_a_time_that_no_clock_shows_is_refused_and_everything_typed_stays(officer):
    answer = officer.post(
        url("session-new"),
        {"kind": "regular", "number": "117", "starts_on": "2027-11-22", "ends_on": "2027-11-24",
         "zone": "Europe/Zurich", "closes_at": "2027-03-28T02:30", "place": "Geneva"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "jump over" in answer.content.decode()
    assert 'value="Geneva"' in answer.content.decode()


def test_who_changed_a_session_first_is_not_overwritten(officer, who):
    session = steps.session()
    data = {"kind": "regular", "number": session.number, "starts_on": session.starts_on, "ends_on": session.ends_on,
            "zone": session.zone, "version": session.version, "place": "Palais des Nations, Geneva"}  # fmt: skip
    actions.edit_session(session, changes={"place": "Palais des Nations, room XX"}, by=who["other_officer"])

    answer = officer.post(url("session-edit", session.reference), data)

    session.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, session.place) == (409, "Palais des Nations, room XX")
    assert "<del>Palais des Nations, room XX</del>" in page
    assert "<ins>Palais des Nations, Geneva</ins>" in page
    assert f"<ins>{session.zone}</ins>" not in page


def test_a_recommended_application_joins_the_agenda_and_leaves_it_with_a_reason(officer, who):
    application = steps.recommended(who)
    session = application.session

    officer.post(url("agenda-join", session.reference, application.reference))
    application.refresh_from_db()
    assert application.state == S.WITH_COUNCIL

    without = officer.post(url("agenda-leave", session.reference, application.reference), {"reason": ""})
    officer.post(url("agenda-leave", session.reference, application.reference), {"reason": "The DG asks for time."})
    application.refresh_from_db()
    assert (without.status_code, application.state) == (422, S.RECOMMENDED)


def test_all_outcomes_of_a_session_are_entered_on_one_screen(officer, who):
    session, today = steps.session(), day_in(database_now())
    first, second, third = (steps.with_council(who, session_=session) for _ in range(3))
    later = steps.session(starts_on=today + timedelta(days=300), ends_on=today + timedelta(days=301))
    Message.objects.all().delete()

    officer.post(
        url("session-decide", session.reference),
        {
            f"{first.reference}-outcome": "admitted",
            f"{first.reference}-decided_on": today.isoformat(),
            f"{first.reference}-resolution": "1400",
            f"{second.reference}-outcome": "deferred",
            f"{second.reference}-decided_on": today.isoformat(),
            f"{second.reference}-resolution": "1401",
            f"{second.reference}-deferral": "information",
            f"{second.reference}-missing": "The accounts of 2025.",
            f"{second.reference}-next_session": later.pk,
            f"{third.reference}-outcome": "",
        },
    )

    states = [type(a).objects.get(pk=a.pk).state for a in (first, second, third)]
    assert states == [S.ADMITTED, S.DEFERRED, S.WITH_COUNCIL]
    assert Message.objects.count() == 2


def test_one_wrong_line_keeps_all_from_being_written(officer, who):
    session, today = steps.session(), day_in(database_now())
    first, second = (steps.with_council(who, session_=session) for _ in range(2))
    data = {
        f"{application.reference}-{name}": value
        for application in (first, second)
        for name, value in {"outcome": "admitted", "decided_on": today.isoformat(), "resolution": "7"}.items()
    }

    without = officer.post(url("session-decide", session.reference), data | {f"{second.reference}-resolution": ""})
    early = officer.post(
        url("session-decide", session.reference), data | {f"{second.reference}-decided_on": "2020-01-01"}
    )

    assert (without.status_code, early.status_code) == (422, 409)
    assert "Nothing was written" in early.content.decode()
    assert not Decision.objects.exists()


def test_who_signed_the_recommendation_has_no_line_to_fill_in(client, who):
    application = steps.ready(who)
    recommendation = actions.recommend(application, advice="admit", reason="All met.", by=who["reviewer"])
    actions.declare_no_conflict(application, by=who["other_officer"])
    actions.agree_recommendation(recommendation, by=who["other_officer"])
    application.refresh_from_db()
    application = steps.with_council(who, application)
    TOTP.activate(who["other_officer"], generate_totp_secret())
    client.force_login(who["other_officer"])

    page = client.get(url("session-decide", application.session.reference)).content.decode()

    assert "a colleague records the decision" in page
    assert f"{application.reference}-outcome" not in page


@pytest.mark.slow  # sets a PDF twice, each in a process of its own
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_pack_is_the_same_file_whenever_it_is_asked_for(officer, who, form):
    application = steps.with_council(who)
    address = url("session-pack", application.session.reference, "fr", form)

    first, second = officer.get(address).content, officer.get(address).content
    make.partnership(application.organization, area=4)

    assert first == second == officer.get(address).content
    if form == "pdf":
        assert len(pikepdf.open(io.BytesIO(first)).pages) == 4


def test_the_pack_is_whole_or_not_at_all(officer, who):
    session = steps.session()
    steps.with_council(who, session_=session)
    other = steps.with_council(who, session_=session)
    actions.declare_conflict(other, ground="family", by=who["officer"])

    page = officer.get(url("session-detail", session.reference)).content.decode()

    assert other.reference not in page
    assert officer.get(url("session-pack", session.reference, "en", "pdf")).status_code == 404


def test_final_papers_stay_as_they_are(officer, who):
    session = steps.session()
    steps.with_council(who, session_=session)
    waiting = steps.recommended(who, session_=session)

    officer.post(url("session-close-papers", session.reference))
    late = officer.post(url("agenda-join", session.reference, waiting.reference))

    assert late.status_code == 409
    assert "The papers of this session are final" in late.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_an_agenda_costs_the_same_for_one_and_for_three(officer, who, count, django_assert_num_queries):
    session = steps.session()
    for _ in range(count):
        steps.with_council(who, session_=session)
    officer.get(url("session-detail", session.reference))

    with django_assert_num_queries(17):
        officer.get(url("session-detail", session.reference))


def test_making_the_pack_final_is_asked_once_more_with_what_cannot_be_undone(officer, who):
    session = steps.session()
    steps.with_council(who, session_=session)

    page = officer.get(url("session-close-papers", session.reference)).content.decode()

    assert "This cannot be undone." in page
    session.refresh_from_db()
    assert session.papers_closed_at is None


def test_on_a_narrow_screen_each_date_says_what_it_is(officer):
    steps.coming(closes_at=database_now() + timedelta(days=9))

    page = officer.get(url("session-list")).content.decode()

    assert all(f'data-l="{label}"' in page for label in ("Dates", "Applications close", "Papers must be ready"))
