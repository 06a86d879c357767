"""The page of one criterion in a real browser: typing, a line that breaks, a file that is cut in the middle."""

import io
import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from playwright.sync_api import expect

from observers.actions.uploads import PART_BYTES
from observers.models import Answer, Application, Upload
from registry.models import Message
from registry.roles import MemberRole
from tests import make
from tests.observers import steps

# A browser takes a second to open a page; that is what these tests are for.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def application():
    lead = make.member(role=MemberRole.ADMIN)
    session = steps.session(closes_at=timezone.now() + timedelta(days=30))
    return steps.draft(lead.memberships.get().organization, by=lead, session_=session)


@pytest.fixture
def sign_in(live_server, browser, client):
    """A browser in which somebody is signed in already; closes itself."""
    contexts = []

    def signed_in(user, width=390, script=True):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context

    yield signed_in
    for context in contexts:
        context.close()


def address(live_server, application, name, *keys, language="en"):
    with translation.override(language):
        return live_server.url + reverse(f"observers:application-{name}", args=[application.reference, *keys])


def large_picture():
    """A picture of four parts that no compression makes smaller."""
    kept = io.BytesIO()
    noise = Image.effect_noise((1100, 900), 90)
    noise.save(kept, "PNG")
    assert len(kept.getvalue()) > 3 * PART_BYTES
    return kept.getvalue()


def test_a_connection_cut_in_the_middle_of_an_upload_loses_nothing(live_server, application, sign_in, tmp_path):
    picture = tmp_path / "statutes.png"
    picture.write_bytes(large_picture())
    context = sign_in(application.correspondent)
    page = context.new_page()
    page.goto(address(live_server, application, "criterion", "C-TWO"))
    arrived = []

    def cut_after_two(route):
        """The line is there for two parts, then gone."""
        arrived.append(route.request.url)
        if len(arrived) == 3:
            context.set_offline(True)
            route.abort("connectionfailed")
        else:
            route.continue_()

    page.route("**/part/**", cut_after_two)
    page.set_input_files("#id_file", picture)
    page.click("[data-add]")
    expect(page.locator("[data-words-here]")).to_contain_text("The connection is gone")
    upload = Upload.objects.get()
    assert 0 < upload.received < upload.size

    # She closes the page and comes back later: the registry knows how far it got, and the same file goes on from there.
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address(live_server, application, "criterion", "C-TWO"))
    assert "statutes.png" in page.inner_text("main")
    sent_again = []
    page.on("request", lambda request: sent_again.append(request.url) if "/part/" in request.url else None)
    page.set_input_files("#id_file", picture)
    page.click("[data-add]")
    page.wait_for_selector("#evidence input[type=checkbox]")

    first = int(sent_again[0].partition("offset=")[2])
    assert first == upload.received
    document = application.organization.documents.get()
    assert Answer.objects.get(criterion__code="C-TWO").documents.get() == document


def test_the_upload_goes_on_by_itself_when_the_line_comes_back(live_server, application, sign_in, tmp_path):
    picture = tmp_path / "statutes.png"
    picture.write_bytes(large_picture())
    context = sign_in(application.correspondent)
    page = context.new_page()
    page.goto(address(live_server, application, "criterion", "C-TWO"))
    failures = iter([True, False, True])
    page.route("**/part/**", lambda route: route.abort() if next(failures, False) else route.continue_())
    page.set_input_files("#id_file", picture)
    page.click("[data-add]")

    page.wait_for_selector("#evidence input[type=checkbox]", timeout=30_000)

    assert application.organization.documents.count() == 1


def test_what_is_typed_without_a_line_is_kept_and_sent_later(live_server, application, sign_in):
    context = sign_in(application.correspondent)
    page = context.new_page()
    page.goto(address(live_server, application, "criterion", "C-THREE"))
    # Nothing of this page arrives any more, not even while it closes and the line is back.
    page.route("**/*", lambda route: route.abort())
    context.set_offline(True)
    page.fill("#id_text", "Typed without a line.")
    page.press("#id_text", "Tab")
    page.wait_for_selector(".save--device")
    assert "on this device only" in page.inner_text("[data-draft-state]")
    # The button leads nowhere while there is no line, and takes nothing away.
    page.click("button.btn--primary")
    assert page.input_value("#id_text") == "Typed without a line."

    # The telephone dies: another page, another day.
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address(live_server, application, "detail"))
    assert "Criterion C-THREE" in page.inner_text("[data-drafts-of]")
    page.click("[data-drafts-of] a")
    expect(page.locator("[data-draft-note]")).to_contain_text("Typed without a line.")
    page.click("[data-take]")
    expect(page.locator("[data-draft-state]")).to_contain_text("Saved online at")

    assert Answer.objects.get(criterion__code="C-THREE").text == "Typed without a line."
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []


def test_of_two_who_write_at_once_nobody_loses_a_word(live_server, application, sign_in):
    context = sign_in(application.correspondent)
    page = context.new_page()
    page.goto(address(live_server, application, "criterion", "C-THREE"))
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    steps.actions.save_answer(application, criterion, by=application.correspondent, text="Hers.")

    page.fill("#id_text", "Mine.")
    page.press("#id_text", "Tab")
    page.wait_for_selector("[data-draft-note=conflict]")
    assert page.inner_text("[data-theirs]") == "Hers."
    assert page.input_value("#id_text") == "Mine."
    page.click("[data-use-mine]")
    expect(page.locator("[data-draft-state]")).to_contain_text("Saved online at")

    assert Answer.objects.get(criterion=criterion).text == "Mine."


def test_who_was_signed_out_keeps_the_text(live_server, application, sign_in):
    context = sign_in(application.correspondent)
    page = context.new_page()
    page.goto(address(live_server, application, "criterion", "C-THREE"))
    cookies = context.cookies()
    context.clear_cookies()
    page.fill("#id_text", "Typed too late.")
    page.press("#id_text", "Tab")
    page.wait_for_selector(".save--device")
    assert "signed out" in page.inner_text("[data-draft-state]")

    context.add_cookies(cookies)
    page.click("[data-try]")
    expect(page.locator("[data-draft-state]")).to_contain_text("Saved online at")

    assert Answer.objects.get(criterion__code="C-THREE").text == "Typed too late."


PAGES = [
    "detail",
    "record",
    "documents",
    "session",
    "withdraw",
    "hand-over",
    "declaration",
    "signature",
    "check",
    "questions",
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(live_server, application, sign_in, width, language):
    page = sign_in(application.correspondent, width).new_page()
    wrong = {}
    for name, keys in [*((name, ()) for name in PAGES), ("criterion", ("C-TWO",)), ("criterion", ("C-THREE",))]:
        page.goto(address(live_server, application, name, *keys, language=language))
        found = [violation["id"] for violation in Axe().run(page).response["violations"]]
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if found or sideways:
            wrong[name] = (found, sideways)

    assert wrong == {}


def test_a_criterion_is_answered_by_keyboard_alone_and_without_script(live_server, application, sign_in):
    page = sign_in(application.correspondent, script=False).new_page()
    page.goto(address(live_server, application, "criterion", "C-THREE"))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_text":
            break
    page.keyboard.type("By keyboard.")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "btn btn--primary":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert Answer.objects.get(criterion__code="C-THREE").text == "By keyboard."


def press(page, selector):
    """Go to it with the Tab key and press Enter, as somebody without a mouse."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page, selector):
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"No Tab key leads to {selector} on {page.url}")


def test_the_whole_application_in_french_on_a_telephone_by_keyboard_without_script(live_server, browser, sign_in):
    organization = make.organization("Réseau Riverbend")
    lead = make.member(organization, role=MemberRole.ADMIN, language="fr", time_zone="Africa/Niamey")
    for kind in ("registration", "statutes", "accounts", "other"):
        make.document(organization, kind=kind, visibility="members")
    steps.session(closes_at=timezone.now() + timedelta(days=30))
    page = sign_in(lead, width=390, script=False).new_page()

    page.goto(f"{live_server.url}/fr/my/applications/")
    press(page, "main a[href$='/my/applications/new/']")
    press(page, "main button.btn--primary")
    application = Application.objects.get()
    press(page, f"main a[href='{reverse_in('fr', 'record', application)}']")
    seen = []
    while "/signature/" not in page.url:
        seen.append(page.url)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        if page.locator("#id_text").count() and page.input_value("#id_text") == "":
            reach(page, "#id_text")
            page.keyboard.type("Nous accueillons des personnes migrantes.")
        for box in range(page.locator("main form input[type=checkbox][name^='C-']").count()):
            reach(page, f"[id='{page.locator('main form input[type=checkbox]').nth(box).get_attribute('id')}']")
            page.keyboard.press("Space")
        press(page, "main form button.btn--primary")
        assert len(seen) == len(set(seen)) < 15, seen
    reach(page, "#id_name")
    page.keyboard.type("Aïssa Chef")
    reach(page, "#id_email")
    page.keyboard.type("head@example.org")
    press(page, "main form button.btn--primary")

    mail = Message.objects.get(kind="observers.signature")
    head = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900}).new_page()
    head.goto(live_server.url + re.search(r"/fr/sign/\S+", mail.body)[0])
    reach(head, "#id_is_head")
    head.keyboard.press("Space")
    reach(head, "#id_signed_as")
    head.keyboard.type("Aïssa Chef")
    press(head, "main form button.btn--primary")
    head.context.close()

    page.goto(live_server.url + reverse_in("fr", "check", application))
    press(page, "main form button.btn--primary")

    assert page.url.endswith(reverse_in("fr", "sent", application))
    assert application.submissions.get().sha256 in page.inner_text("main")


def reverse_in(language, name, application):
    with translation.override(language):
        return reverse(f"observers:application-{name}", args=[application.reference])


def test_a_large_photograph_is_made_smaller_before_it_is_sent(live_server, application, sign_in, tmp_path):
    photo = tmp_path / "statutes.jpg"
    Image.effect_noise((3200, 2400), 60).convert("RGB").save(photo, "JPEG", quality=95)
    page = sign_in(application.correspondent).new_page()
    page.goto(address(live_server, application, "criterion", "C-TWO"))
    page.set_input_files("#id_file", photo)
    page.click("[data-add]")

    page.wait_for_selector("#evidence input[type=checkbox]", timeout=30_000)

    assert photo.stat().st_size > 2 * 1024 * 1024
    assert Upload.objects.get().size < photo.stat().st_size
