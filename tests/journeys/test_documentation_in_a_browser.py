"""The documentation of the API in a real browser: in nobody's way, and a request sent from it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import make

# A browser takes a second to open a page; that is what these tests are for.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(live_server, settings, browser):
    settings.SITE_ORIGIN = live_server.url
    contexts = []

    def open_at(address, width=1280, script=True):
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_anybodys_way(open_page, width):
    for address in (
        "/en/docs/",
        "/fr/docs/listOrganizations/",
        "/es/docs/listOrganizations/try/",
        "/fr/docs/guides/errors/",
        "/en/docs/guides/files/",
        "/fr/docs/guides/match/",
        "/es/docs/guides/proposals/",
        "/es/docs/guides/limits/",
    ):
        page = open_page(address, width)
        assert Axe().run(page).violations_count == 0, address
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0, address


def test_a_visitor_changes_the_form_of_a_request_and_sends_one(open_page):
    reference = make.organization("Riverbend Migrant Aid").reference

    page = open_page("/en/docs/getOrganization/")
    page.get_by_label("Written for").select_option("Power Query")
    expect(page.get_by_label("Example request")).to_contain_text("Json.Document")
    page.get_by_role("link", name="Try it in the browser").click()
    # Before the script is there, the button opens the answer as a page.
    page.wait_for_url("**/try/**", wait_until="load")
    page.get_by_role("button", name="Send the request").click()

    expect(page.get_by_label("Body of the answer")).to_contain_text("Riverbend Migrant Aid")
    expect(page.get_by_label("Headers of the answer")).to_contain_text("etag:")
    expect(page.get_by_label("Example request").or_(page.get_by_label("Your request"))).to_contain_text(reference)


def test_a_keyboard_gets_past_the_contents(open_page):
    page = open_page("/en/docs/listOrganizations/")
    page.get_by_role("link", name="Skip the contents of the documentation").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('nav.docnav')") is None
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_what_stands_in_the_fields_is_what_is_sent(open_page):
    make.organization("Riverbend Migrant Aid")
    make.organization("Harbour Light")

    page = open_page("/en/docs/listOrganizations/try/")
    page.get_by_label("q", exact=True).fill("harbour light")
    for name in ("area", "country"):
        page.get_by_label(name, exact=True).fill("")
    page.get_by_role("button", name="Send the request").click()

    expect(page.get_by_label("Body of the answer")).to_contain_text("Harbour Light")
    expect(page.get_by_label("Body of the answer")).not_to_contain_text("Riverbend")
    expect(page.get_by_label("Your request")).to_contain_text("q=harbour light")
    expect(page.get_by_role("link", name="Open the answer")).to_have_attribute("href", re.compile("q=harbour"))


def test_the_console_is_answered_in_the_language_of_its_page(open_page):
    page = open_page("/es/docs/listOrganizations/try/")
    page.get_by_label("limit", exact=True).fill("0")
    page.get_by_role("button", name="Enviar la solicitud").click()

    expect(page.locator("[data-body]")).to_contain_text("número entero")


def test_a_partner_proposes_a_correction_from_the_console(open_page):
    key = make.api_key(scopes=("read", "propose"))

    page = open_page("/en/docs/sendProposal/try/")
    page.get_by_label("Your key").fill(key)
    page.get_by_label("Body of the request").fill("{}")
    page.get_by_role("button", name="Send the request").click()

    # Understood as a sending with its name, and refused for its body.
    expect(page.get_by_label("Body of the answer")).to_contain_text("invalid-body")


def test_a_visitor_without_script_opens_the_answer(open_page):
    make.organization("Riverbend Migrant Aid")

    page = open_page("/en/docs/listOrganizations/try/", script=False)
    page.get_by_label("q", exact=True).fill("riverbend")
    page.get_by_label("area", exact=True).fill("")
    page.get_by_role("button", name="Fill in the request").click()
    page.get_by_role("link", name="Open the answer").click()

    expect(page.locator("body")).to_contain_text("Riverbend Migrant Aid")
