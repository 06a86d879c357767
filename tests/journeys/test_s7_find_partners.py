"""S7, find partners: "Who can shelter trafficking victims in Mali and Niger, local, verified this year?" On a phone, in
French, in a real browser: what she chooses in a form is a choice, what she presses is counted, and five are enough."""

import csv
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from playwright.sync_api import expect

from registry import actions
from registry.models import SavedView
from tests import make

# A browser takes a second to open a page; that is what these tests are for.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def shelter(name, country, *, levels, by):
    told = make.partnership(make.organization(name, hq_country_id=country, levels=levels), area=1, country=country)
    return actions.verify_partnership(
        told, unit=make.unit(), evidence_note="A visit.", on=timezone.localdate(), by=by
    ).organization


@pytest.fixture
def phone(live_server, browser, client):
    """A phone in the hands of somebody who is signed in; closes itself."""
    contexts = []

    def signed_in(person, **options):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True, **options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_question_to_the_file_in_five_clicks(live_server, phone, script):
    curator = make.staff(language="fr")
    shelter("Refuge du Fleuve", "MLI", levels=["local"], by=curator)
    shelter("World Shelter", "NER", levels=["global"], by=curator)
    near = make.organization("Entraide de Zinder", hq_country_id="NER", levels=["local"])
    page, clicks = phone(curator, java_script_enabled=script), []
    with translation.override("fr"):
        today = date_format(timezone.localdate(), "j F Y")

    def press(role, name, within="main", **options):
        clicks.append(name)
        page.locator(within).get_by_role(role, name=name, **options).click()

    def says_what_it_counts():
        text = re.sub(r"\s", " ", page.locator("main").inner_text())
        assert today in text
        assert "vérifié par l’OIM" in text
        assert "Seulement les organisations de ce niveau : Local." in text
        assert f"Seulement les partenariats vérifiés depuis le 1er janvier {timezone.localdate().year}." in text
        if script:
            assert Axe().run(page).violations_count == 0
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # Three filters, and the day since when.
    page.goto(f"{live_server.url}/fr/staff/gaps/")
    page.get_by_label("Domaine de coopération").select_option(label="Lutte contre la traite")
    page.get_by_label("Pays, séparés par des virgules").fill("Mali, Niger")
    page.get_by_label("Niveau", exact=True).select_option(label="Local")
    page.get_by_label("Vérifié depuis").select_option(str(timezone.localdate().year))
    press("button", "Afficher", exact=True)

    # The matrix: one in Mali, nobody in Niger.
    cells = page.locator("table.table--heat")
    expect(cells.get_by_role("link", name="1 Mali, Lutte contre la traite")).to_be_visible()
    expect(cells.get_by_role("link", name="0 Niger, Lutte contre la traite")).to_be_visible()
    says_what_it_counts()

    # The gap: who is near, by the same measure.
    press("link", "0 Niger, Lutte contre la traite")
    expect(page.get_by_role("link", name=near.name)).to_be_visible()
    says_what_it_counts()

    # Back to both countries, kept for the next time under the name that the page proposes.
    press("link", "Lacunes", exact=True)
    press("button", "Enregistrer cette vue")
    view = SavedView.objects.get()
    assert view.filters == {
        "area": ["1"],
        "level": ["local"],
        "country": ["MLI", "NER"],
        "since": [str(timezone.localdate().year)],
    }
    assert view.name == f"Lutte contre la traite, Local, Mali, Niger, vérifié depuis {timezone.localdate().year}"
    expect(page.get_by_role("link", name=view.name)).to_have_attribute("aria-current", "true")
    says_what_it_counts()

    # The file says with each figure what was counted, and on which day.
    with page.expect_download() as download:
        press("link", "Télécharger en CSV")
    rows = list(csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert [(row[0], row[3], row[4]) for row in rows[1:]] == [
        ("Mali", "1", timezone.localdate().isoformat()),
        ("Niger", "0", timezone.localdate().isoformat()),
    ]
    assert all("Seulement les partenariats vérifiés depuis" in row[5] for row in rows[1:])
    assert len(clicks) <= 5
