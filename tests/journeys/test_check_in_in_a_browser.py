"""The door in a real browser: the line goes down, 65 people come, the line comes back: 65 are there and none twice."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from consultations.models import Attendance
from consultations.queries.calendar import today_in
from consultations.states import RegistrationState
from registry.roles import Function
from tests import make
from tests.consultations.people import named

R = RegistrationState
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOST = 65
WAITING = "localStorage.getItem('check-in:%s')"


@pytest.fixture
def consultation():
    return make.consultation(state="running", starts_on=today_in("Africa/Nairobi"))


@pytest.fixture
def phone(live_server, browser, client):
    """A phone on which an organizer is signed in; several share one session, each has its own memory."""
    client.force_login(
        make.staff(Function.CONSULTATION_ORGANIZER), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    contexts = []

    def one():
        context = browser.new_context(viewport={"width": 390, "height": 900})
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context

    yield one
    for context in contexts:
        context.close()


def open_day(context, live_server, consultation):
    page = context.new_page()
    page.goto(live_server.url + reverse("consultations:staff-day", args=[consultation.reference]))
    return page


def press(page, people):
    """All of them by their buttons, as fast as a script can."""
    page.evaluate(
        "people => people.forEach(one => document.querySelector(`#${one} [data-check-in] button`).click())",
        [one.reference for one in people],
    )


def waiting(page, consultation):
    return page.evaluate(f"JSON.parse({WAITING % consultation.reference} || '[]').length")


def test_65_people_come_while_the_line_is_down_and_none_is_there_twice(live_server, phone, consultation):
    people = [named(consultation, part="iom") for _number in range(MOST)]
    first, second = phone(), phone()
    page, other = (open_day(context, live_server, consultation) for context in (first, second))

    first.set_offline(True)
    second.set_offline(True)
    press(page, people[:40])
    press(page, people[:10])
    press(other, people[30:])
    expect(page.locator("[data-line=waiting]")).to_contain_text("Waiting on this device: 40")
    assert (waiting(page, consultation), waiting(other, consultation)) == (40, 35)
    assert not Attendance.objects.exists()

    # The line is back for a page, not yet for what is sent: she loads the page anew, and nothing is lost.
    page.route("**/day/send/", lambda route: route.abort())
    first.set_offline(False)
    page.reload()
    expect(page.locator("[data-line=waiting]")).to_contain_text("Waiting on this device: 40")
    press(page, people[:40])
    assert waiting(page, consultation) == 40

    # The answer to the first batch is lost on its way: it is sent again.
    lost = []

    def lose_the_first_answer(route):
        answer = route.fetch()
        lost.append(answer.status)
        if len(lost) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.unroute("**/day/send/")
    page.route("**/day/send/", lose_the_first_answer)
    second.set_offline(False)
    press(page, people[:1])
    for phone_page in (page, other):
        expect(phone_page.locator("[data-line=sent]")).to_be_visible(timeout=15_000)

    there = Attendance.objects.values_list("registration", flat=True)
    assert len(lost) >= 2
    assert sorted(there) == sorted(one.pk for one in people)
    assert set(consultation.registrations.values_list("state", flat=True)) == {R.ATTENDED}
    assert (waiting(page, consultation), waiting(other, consultation)) == (0, 0)


def test_what_is_refused_is_told_and_stays_told(live_server, phone, consultation):
    person = named(consultation, part="iom", name="Wanda Withdrawn")
    context = phone()
    page = open_day(context, live_server, consultation)
    context.set_offline(True)
    press(page, [person])
    person.state = R.WITHDRAWN
    person.save()

    context.set_offline(False)
    expect(page.locator("[data-refused]")).to_contain_text("Wanda Withdrawn The registration of this person is at")
    page.reload()
    expect(page.locator("[data-refused]")).to_contain_text("send her to the organizers")
    page.click("[data-understood]")

    expect(page.locator("[data-refused]")).to_be_hidden()
    assert waiting(page, consultation) == 0
    assert not Attendance.objects.exists()


def test_who_was_signed_out_keeps_what_waits(live_server, phone, consultation):
    person = named(consultation, part="iom")
    context = phone()
    page = open_day(context, live_server, consultation)
    cookies = context.cookies()
    context.clear_cookies()
    press(page, [person])
    expect(page.locator("[data-line=signed-out]")).to_be_visible()

    context.add_cookies(cookies)
    page.reload()
    expect(page.locator("[data-line=sent]")).to_be_visible()

    assert Attendance.objects.get().registration == person


def test_the_door_is_for_everybody(live_server, phone, consultation):
    named(consultation, part="iom", name="محمد المخترع")
    named(consultation, part="iom", state=R.WAITLISTED)
    context = phone()
    page, broken = open_day(context, live_server, consultation), []
    page.on("pageerror", lambda error: broken.append(str(error)))
    context.set_offline(True)
    page.fill("#q", "محمد")
    page.press("#q", "Enter")
    page.click(".task button.btn--primary")
    expect(page.locator("[data-line=waiting]")).to_be_visible()

    found = [violation["id"] for violation in Axe().run(page).response["violations"]]
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert (found, sideways, broken) == ([], 0, [])
    expect(page.locator("[data-present]")).to_have_text("1")
