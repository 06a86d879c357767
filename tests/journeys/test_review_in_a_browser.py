"""The file of an application in a real browser: by keyboard, without script, on a phone, for a screen reader."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from observers import actions
from observers.models import Finding
from observers.states import ReviewState
from registry.roles import Function
from tests import make
from tests.observers import steps

# A browser takes a second to open a page; that is what these tests are for.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def who():
    functions = {"reviewer": Function.REVIEWER, "second": Function.REVIEWER, "officer": Function.DECISION_OFFICER}
    return {name: make.staff(function) for name, function in functions.items()}


@pytest.fixture
def application(who):
    return steps.in_review(who)


@pytest.fixture
def sign_in(live_server, browser, client):
    """A browser in which somebody is signed in already; closes itself."""
    contexts = []

    def signed_in(user, width=1280, **options):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()


def address(live_server, name, application, *keys):
    return live_server.url + reverse(f"observers:{name}", args=[application.reference, *keys])


def test_a_key_chooses_a_finding_but_not_while_one_types_and_can_be_turned_off(live_server, application, who, sign_in):
    page = sign_in(who["reviewer"])
    page.goto(address(live_server, "review-finding", application, "C-TWO") + "#c-C-TWO")
    partly = page.locator("#c-C-TWO [name=verdict][value=partly]")

    page.keyboard.press("2")
    expect(partly).to_be_checked()
    page.locator("#c-C-TWO textarea[name=reason]").focus()
    page.keyboard.type("Page 1 of 3 is missing.")
    expect(partly).to_be_checked()
    page.get_by_role("button", name="Turn the keys off").click()
    page.keyboard.press("1")
    expect(partly).to_be_checked()
    page.reload()
    page.keyboard.press("1")
    assert page.locator("[name=verdict]:checked").count() == 0, "the choice is kept"
    page.get_by_role("button", name="Turn the keys 1 to 4 on").click()
    page.keyboard.press("1")

    expect(page.locator("#c-C-TWO [name=verdict][value=met]")).to_be_checked()


def test_a_review_is_written_and_handed_in_without_script(live_server, application, who, sign_in):
    page = sign_in(who["reviewer"], java_script_enabled=False)
    page.goto(address(live_server, "application-review", application))
    for _criterion in range(3):
        page.get_by_role("link", name="Next criterion").click()
        form = page.locator("details[open] form[data-finding]")
        form.get_by_text("Met", exact=True).click()
        form.get_by_role("button", name="Save the finding").click()

    page.get_by_role("button", name="Hand in your review").click()

    expect(page.locator(".messages")).to_contain_text("Your review is handed in.")
    assert Finding.objects.filter(review__reviewer=who["reviewer"]).count() == 3
    assert application.reviews.get(reviewer=who["reviewer"]).state == ReviewState.HANDED_IN


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_staff_are_readable_by_everybody(live_server, application, who, sign_in, width):
    opinion = actions.ask_opinion(application, unit=make.unit(), question="What do you know?", by=who["officer"])
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    actions.add_question(application, criterion, text="Since when?", by=who["officer"])
    later = steps.sent()
    page = sign_in(who["officer"], width, bypass_csp=True)
    pages = [
        live_server.url + reverse("observers:application-queue"),
        live_server.url + reverse("observers:opinion-detail", args=[opinion.reference]),
        address(live_server, "application-review", later),
        address(live_server, "review-finding", application, "C-THREE"),
        address(live_server, "question-add", application) + "?criterion=C-THREE",
        address(live_server, "review-assign", application),
        address(live_server, "recommend", application),
    ]

    for where in pages:
        page.goto(where)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        found = [violation["id"] for violation in Axe().run(page).response["violations"]]
        assert (where, found) == (where, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
