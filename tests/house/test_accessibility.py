"""The pages of who is signed in, in a real browser: nothing stands in anybody's way.

The pages are those of the table of access, one for each template. Django answers the browser in this process, without a
server: the world of the access test is built once, and nothing is left behind. Public pages: tests/journeys.
"""

import zlib
from operator import itemgetter
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation

from tests.house import access_world
from tests.house.access_table import ACCESS
from tests.house.access_visit import visit

# A browser takes half a second for a page, and there are more than a hundred; that is what this test is for.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long, pytest.mark.django_db]

SITE = "http://testserver"
WIDTHS = (1280, 390)
ASK = """axe.run({resultTypes: ["violations"], preload: false}).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.help}: ${node.html} ${node.failureSummary}`)))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Who looks at a page: the first of these who may. Who can act on a page sees the most of it.
LOOKERS = ("steward", "officer", "administrator", "auditor", "curator", "organizer", "admin_a")


def looker(name):
    looks = ACCESS[name][0]
    return None if looks["anonymous"] == "ok" else next((role for role in LOOKERS if looks[role] == "ok"), None)


@pytest.fixture
def page(browser):
    """A page that shows what Django answered, and finds everything else among the static files."""
    context = browser.new_context(viewport={"width": 390, "height": 900})
    # Once for each page that opens, rather than half a megabyte sent with each question.
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def show(page, path, response, width):
    def answer(route):
        asked = urlsplit(route.request.url).path
        if asked == path:
            route.fulfill(body=response.content, headers=dict(response.items()))
        elif file := finders.find(asked.removeprefix("/static/")):
            route.fulfill(path=file)
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", answer)
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})
    page.goto(SITE + path)


def templates_of(world, role):
    """{template: (path, answer, width)} of all pages at which this visitor looks."""
    examples, found = access_world.examples(world), {}
    for name in filter(lambda name: looker(name) == role and not name.startswith("api:"), ACCESS):
        example = examples.get(name, access_world.Example())
        # Its width and language are the page's own, whatever pages come and go.
        own = zlib.crc32(name.encode())
        with translation.override("fr" if own % 3 == 0 else "en"):
            response, _wrote = visit(world, name, "GET", role, example)
            path = reverse(name, kwargs=example.kwargs)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            found.setdefault(response.templates[0].name, (path, response, WIDTHS[own % 2]))
    return found


@pytest.mark.parametrize("role", LOOKERS)
def test_nothing_stands_in_the_way_of(role, world, page):
    pages, wrong = templates_of(world, role), []

    # The narrow ones first: a browser that changes its width lays everything out again.
    for path, response, width in sorted(pages.values(), key=itemgetter(2)):
        show(page, path, response, width)
        found = page.evaluate(ASK)
        if page.evaluate(SIDEWAYS) > 0:
            found.append("It must be moved sideways to be read.")
        wrong += [f"{path} at {width}: {words}" for words in found]

    assert pages
    assert wrong == []
