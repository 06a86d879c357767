"""The public pages in a real browser: for everybody, in every language, on a phone, without script, by keyboard."""

import gzip
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from registry import actions
from tests import make

# A browser takes a second to open a page; that is what these tests are for.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 390]


@pytest.fixture
def organizations(live_server):
    """Enough for two pages, in three scripts, with partnerships."""
    made = [make.organization(f"Organization {number:02}", types=["ngo"]) for number in range(24)]
    hope = make.organization(
        "Secours Éloigné",
        acronym="SEL",
        types=["media"],
        hq_country_id="TCD",
        names=[{"kind": "local", "text": "جمعية الأمل", "language": "ar"}],
        presences=[{"country": "NER", "admin1": ""}],
        website="https://hope.example",
        description_en="Shelter and advice.",
        description_fr="Abri et conseil.",
        source="Mission records",
        observed_on=make.TODAY,
    )
    make.partnership(hope, area=1, country="TCD")
    return [*made, hope]


@pytest.fixture
def open_page(live_server, browser):
    """Open an address at a width, with or without script; closes itself."""
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


def _sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("en", 1280),
        # Longer words in less room; the others by `make proofs`.
        ("fr", 390),
        ("es", 390),
        *(pytest.param(*pair, marks=pytest.mark.proof) for pair in (("en", 390), ("fr", 1280), ("es", 1280))),
    ],
)
def test_nothing_stands_in_anybodys_way(organizations, open_page, language, width):
    detail = f"/{language}/organizations/{organizations[-1].reference}/"
    directory = f"/{language}/organizations/"
    for address in (directory, f"{directory}?type=media&country=KEN", detail, f"/{language}/statistics/"):
        page = open_page(address, width)
        assert Axe().run(page).violations_count == 0, address
        assert _sideways(page) <= 0, address
        assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("address", ["levels", "about", "accessibility", "privacy", "account/login", "account/signup"])
def test_the_pages_that_explain_stand_in_nobodys_way(live_server, open_page, address):
    for width in WIDTHS:
        page = open_page(f"/fr/{address}/", width)
        assert Axe().run(page).violations_count == 0
        assert _sideways(page) <= 0


def test_a_visitor_filters_and_the_address_follows(organizations, open_page):
    page = open_page("/en/organizations/")
    page.get_by_label("Media organization").check()

    page.wait_for_url("**type=media**")
    page.get_by_role("heading", name="1 organization", exact=True).wait_for()
    page.go_back()
    page.get_by_role("heading", name="25 organizations", exact=True).wait_for()


def test_a_visitor_without_script_searches_filters_and_pages(organizations, open_page):
    page = open_page("/en/organizations/", width=390, script=False)
    page.get_by_label("Search by name").fill("secours eloigne")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Secours Éloigné")).to_be_visible()

    page.goto(page.url.split("?")[0])
    page.get_by_label("Media organization").check()
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("heading", name="1 organization", exact=True)).to_be_visible()
    assert "type=media" in page.url

    page.goto(page.url.split("?")[0])
    page.get_by_role("link", name="Next page").click()
    expect(page.locator("main")).to_contain_text("21 to 25 of 25")


def test_a_visitor_reaches_an_organization_by_keyboard_alone(organizations, open_page):
    page = open_page("/en/organizations/?q=SEL")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == "Secours Éloigné":
            break
    page.keyboard.press("Enter")

    page.get_by_role("heading", level=1, name="Secours Éloigné").wait_for()


def test_no_page_asks_anybody_but_us_and_the_first_load_is_light(organizations, live_server, browser):
    context = browser.new_context()
    page = context.new_page()
    weights, hosts = {}, set()

    def weigh(response):
        hosts.add(urlsplit(response.url).netloc)
        if not response.url.startswith("data:"):
            weights[response.url] = len(gzip.compress(response.body()))

    page.on("response", weigh)
    page.goto(live_server.url + "/en/organizations/", wait_until="networkidle")
    context.close()

    assert hosts == {urlsplit(live_server.url).netloc}
    assert sum(weights.values()) < 60_000, weights


def test_the_policy_for_scripts_stops_nothing_of_ours(organizations, live_server, browser):
    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}/en/organizations/", wait_until="networkidle")
    page.goto(f"{live_server.url}/en/organizations/{organizations[-1].reference}/", wait_until="networkidle")
    context.close()

    assert said == []


def test_an_organization_that_becomes_at_risk_is_gone_with_the_next_look(organizations, open_page, live_server):
    page = open_page("/en/organizations/?q=SEL")
    expect(page.get_by_role("link", name="Secours Éloigné")).to_be_visible()

    actions.mark_at_risk(organizations[-1], reason="Threats.", by=make.staff())

    page.reload()
    expect(page.get_by_role("link", name="Secours Éloigné")).to_have_count(0)
