"""P2 in the pages of OpenRefine: a person adds our service, reconciles, looks at cards, searches, fetches columns."""

import contextlib
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import make

# OpenRefine and a browser take seconds to start.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# For what OpenRefine asks our server meanwhile.
PATIENCE = 30_000
LOOPBACK = {"127.0.0.1", "localhost"}
MATCHED = ".data-table-cell-content > a[target=_blank]"
# It has a list and a card for each field in which something is typed.
ITEM, FLYOUT = ".fbs-item:visible", ".fbs-flyout-pane:visible"
ARABIC = "شبكة ريفربند لمساعدة المهاجرين"


@pytest.fixture
def organizations(served):
    """One of two names, and two of one name."""
    riverbend = make.organization(
        "Riverbend Migrant Aid Network", names=[{"kind": "local", "text": ARABIC, "language": "ar"}]
    )
    return riverbend, *(make.organization("Harbour Union", hq_country_id=code) for code in ("KEN", "UGA"))


@pytest.fixture
def refused(served):
    """What our server refused, and what the browser would not show of it; filled by `page`."""
    return []


@pytest.fixture
def page(browser, served, refused):
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    # It asks Wikidata by itself as it starts.
    context.route(lambda address: urlsplit(address).hostname not in LOOPBACK, lambda route: route.abort())
    page = context.new_page()
    page.on("response", lambda told: _note(refused, served, told.url, told.status >= 400))
    # What a card still asked for when it was closed is no refusal.
    page.on("requestfailed", lambda asked: _note(refused, served, asked.url, asked.failure != "net::ERR_ABORTED"))
    yield page
    context.close()


def _note(refused, served, address, is_refused):
    if is_refused and address.startswith(served):
        refused.append(address)


def _choose(page, column, *path):
    """A command of the menu of a column."""
    page.locator(f".column-header:has(.column-header-name:text-is('{column}')) .column-header-menu").click()
    for menu in path[:-1]:
        page.get_by_text(menu, exact=True).hover()
    page.get_by_text(path[-1]).click()


def test_a_person_works_with_our_service_in_its_pages(refine, served, organizations, page, refused):
    riverbend, _kenyan, ugandan = organizations
    names = ["Harbour Union", ARABIC, "Riverbend Migrant Aid Network"]
    project = refine.open(
        [{"name": name, "land": ""} for name in names[:1]] + [{"name": name, "land": "Kenia"} for name in names[1:]]
    )
    page.goto(f"{refine.origin}/project?project={project.number}")

    # The service is added by its address; types are guessed, and columns named as properties.
    _choose(page, "name", "Reconcile", "Start reconciling…")
    page.get_by_text("Add standard service").click()
    page.locator(".dialog-frame input[bind=input]").fill(f"{served}/api/v1/reconcile")
    page.get_by_role("button", name="Add service").click()
    expect(page.locator("input[name=type-choice][value=organization]")).to_be_checked(timeout=PATIENCE)
    page.locator("input[name=property]").press_sequentially("country")
    page.locator(ITEM, has_text="Country of the head office").hover()
    expect(page.locator(FLYOUT)).to_contain_text("Country of the head office")
    page.locator(ITEM, has_text="Country of the head office").click()
    page.locator("input[name=include]").check()
    page.get_by_role("button", name="Start reconciling").click()

    # Whom it is sure of it matches; of the others a person sees candidates, and a card of each.
    expect(page.locator(MATCHED)).to_have_text(["Riverbend Migrant Aid Network"] * 2, timeout=PATIENCE)
    candidates = page.locator(".data-table-recon-topic")
    expect(candidates).to_have_text(["Harbour Union"] * 2)
    card = page.frame_locator(".data-table-topic-popup iframe")
    _point_at(page, candidates.first, card)
    expect(card.locator("h1")).to_have_text("Harbour Union")
    _point_at(page, page.locator(MATCHED).first, card)
    expect(card.locator("[lang=ar]")).to_have_text(ARABIC)
    assert page.locator(MATCHED).first.get_attribute("href") == f"{served}/id/{riverbend.reference}"
    page.mouse.move(1300, 60)

    # She searches for the one she means.
    page.get_by_text("Search for match").click()
    page.locator(ITEM, has_text="Uganda").hover()
    expect(page.locator(FLYOUT)).to_contain_text(ugandan.reference)
    page.locator(ITEM, has_text="Uganda").click()
    expect(page.locator(MATCHED)).to_have_text(["Harbour Union", *["Riverbend Migrant Aid Network"] * 2])
    chosen = [cell["recon"]["m"]["id"] for cell in project.cells("name")]
    assert chosen == [ugandan.reference, riverbend.reference, riverbend.reference]

    # What we know of them becomes columns of text.
    _choose(page, "name", "Edit column", "Add columns from reconciled values…")
    page.locator(".suggested-property a", has_text="Country of the head office").click()
    expect(page.get_by_role("cell", name="Uganda", exact=True)).to_be_visible()
    page.get_by_role("button", name="OK").click()
    expect(page.locator(".column-header-name", has_text="Country of the head office")).to_be_visible()
    assert [row["Country of the head office"] for row in project.export()] == ["Uganda", "Kenya", "Kenya"]
    expect(page.locator(MATCHED)).to_have_count(3)
    assert refused == []


def _point_at(page, there, card):
    """OpenRefine draws its table anew when it has counted, and the card of what was pointed at before that is lost."""
    for _ in range(5):
        page.mouse.move(1300, 60)
        there.hover()
        with contextlib.suppress(AssertionError):
            expect(card.locator("h1")).to_be_visible(timeout=3_000)
            break
