"""The staff's pages of observers."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from observers import actions
from observers.models import Observer
from observers.queries import statuses
from observers.states import StatusState
from registry import actions as registry
from registry.models import Message
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
TABLE = "Name,Date,Session,Source\nHarbour Light,2002-11-25,84th,Minutes\n"


@pytest.fixture
def officer():
    return make.staff(Function.DECISION_OFFICER)


@pytest.fixture
def page(client, officer):
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def record(observer, rest=""):
    return f"/en/staff/observers/{observer.reference}/{rest}"


def names(response):
    return [row["observer"].name for row in response.context["page"].object_list]


def test_the_list_shows_states_and_what_waits(page):
    quiet, waiting = make.observer(name="Quiet"), make.observer(make.organization("Waiting"))
    by = make.member(waiting.organization)
    actions.send_notice(waiting, kind="merger", value="Another", effective_on=statuses.today(), by=by)

    assert names(page.get("/en/staff/observers/")) == ["Quiet", "Waiting"]
    assert names(page.get("/en/staff/observers/?state=waiting")) == ["Waiting"]
    make.event(quiet, "suspended", statuses.today())
    assert names(page.get("/en/staff/observers/?state=suspended")) == ["Quiet"]
    assert names(page.get("/en/staff/observers/?q=wait")) == ["Waiting"]
    assert names(page.get("/en/staff/observers/?q=nothing&page=9")) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(page, count, django_assert_max_num_queries):
    for _number in range(count):
        make.observer()

    with django_assert_max_num_queries(24):
        page.get("/en/staff/observers/")


def test_an_observer_at_risk_elsewhere_is_not_there(page, officer, curator):
    officer.assignments.update(countries=["FJI"])
    observer = make.observer()
    registry.mark_at_risk(observer.organization, reason="a test", by=curator)

    assert names(page.get("/en/staff/observers/")) == []
    assert page.get(record(observer)).status_code == 404
    assert page.post(record(observer, "confirmation/ask/")).status_code == 404


def test_who_is_a_member_of_the_organization_does_not_keep_its_status(page, officer):
    observer = make.observer()
    observer.organization.memberships.create(user=officer, role="reader")

    assert page.post(record(observer, "confirmation/ask/")).status_code == 403
    assert page.get(record(observer, "suspension/new/")).status_code == 403


def test_an_organization_without_anybody_to_write_to_is_shown_as_such(page):
    observer = make.observer()

    assert "Nobody to write to" in page.get(record(observer)).content.decode()
    page.post(record(observer, "confirmation/ask/"))
    assert not Message.objects.exists()
    assert statuses.state_of(observer) == StatusState.CONFIRMATION_DUE


def test_a_suspension_needs_its_day_and_its_act(page):
    observer = make.observer()
    actions.notify_suspension(
        observer,
        grounds="R",
        reply_until=statuses.today() + timedelta(days=9),
        by=make.staff(Function.DECISION_OFFICER),
    )

    response = page.post(record(observer, "suspension/decide/"), {"ending": "suspended", "reason": "Why"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"effective_on", "source"}


def test_a_reinstatement_cites_its_act(page):
    observer = make.observer()
    make.event(observer, "suspended", statuses.today())

    assert page.post(record(observer, "reinstate/"), {"on": statuses.today()}).status_code == 422
    act = {"on": statuses.today().isoformat(), "source": "Resolution 1500", "resolution": "1500"}
    assert page.post(record(observer, "reinstate/"), act).status_code == 302
    assert observer.events.latest("pk").resolution == "1500"


def test_an_observer_is_linked_to_its_record(page):
    observer, organization = make.observer(name="Harbour Light"), make.organization("Harbour Light")

    assert page.post(record(observer, "link/"), {"reference": "CSO-00000000"}).status_code == 422
    assert page.post(record(observer, "link/"), {"reference": organization.reference.lower()}).status_code == 302
    assert Observer.objects.get().organization == organization


def test_attendance_is_written_down_and_comes_as_a_file(page):
    observer = make.observer(make.organization("Harbour Light"))
    by = make.member(observer.organization)
    session = make.council_session(starts_on=statuses.today())
    designation = actions.designate(observer, name="A. Person", title="Director", by=by)
    participation = actions.nominate(designation, session=session, by=by)
    address = f"/en/staff/observers/attendance/{session.reference}"

    assert page.post(f"{address}/", {f"p{participation.pk}": "yes"}).status_code == 302

    (line,) = csv.DictReader(io.StringIO(b"".join(page.get(f"{address}.csv")).decode().lstrip("\ufeff")))
    assert (line["observer"], line["name"], line["attended"]) == ("Harbour Light", "A. Person", "yes")


def seen(page, text):
    return page.post("/en/staff/observers/history/", {"file": SimpleUploadedFile("t.csv", text.encode())})


def test_a_table_is_shown_before_it_is_recorded(page):
    shown = seen(page, TABLE)

    assert [line["verdict"].outcome for line in shown.context["verdicts"]] == ["new"]
    assert not Observer.objects.exists()
    assert page.post("/en/staff/observers/history/load/", {"rows": shown.context["sealed"]}).status_code == 302
    assert Observer.objects.get().name == "Harbour Light"
    assert seen(page, TABLE).context["sealed"] == ""


def test_a_wrong_line_is_shown_with_its_reason_and_nothing_can_be_recorded(page):
    shown = seen(page, TABLE + "Nowhere,2002-11-25,,Minutes\n")

    assert "Only the Council admits" in shown.content.decode()
    assert shown.context["sealed"] == ""


@pytest.mark.parametrize("rows", ["", "made up", None])
def test_rows_that_nobody_was_shown_are_not_recorded(page, client, rows):
    if rows is None:
        rows = seen(page, TABLE).context["sealed"]
        client.force_login(
            make.staff(Function.DECISION_OFFICER), backend="allauth.account.auth_backends.AuthenticationBackend"
        )

    assert client.post("/en/staff/observers/history/load/", {"rows": rows}).status_code == 404
    assert not Observer.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Country,Town\nKenya,Nairobi\n"])
def test_a_file_that_is_no_such_table_is_refused_in_words(page, content):
    response = page.post("/en/staff/observers/history/", {"file": SimpleUploadedFile("t.csv", content)})

    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_the_menu_leads_to_what_she_may_open(page, client):
    assert 'href="/en/staff/observers/"' in page.get("/en/staff/organizations/").content.decode()
    client.force_login(make.staff(Function.CURATOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "/en/staff/observers/" not in client.get("/en/staff/organizations/").content.decode()
