"""C2, apply: from the self-check to the receipt, by the forms that a person fills in, without any script."""

import hashlib
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from observers.models import Application, CriteriaSet
from observers.states import ApplicationState
from registry.models import Document, Message
from registry.roles import MemberRole
from tests import make
from tests.house.access_world import PNG
from tests.observers import steps
from tests.visible import words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
S = ApplicationState


@pytest.fixture(autouse=True)
def _english():
    """A page in French leaves its language behind, for the next test too."""
    with translation.override("en"):
        yield


@pytest.fixture
def organization():
    """A known CSO: partnerships, statutes, and two documents that have expired."""
    organization = make.organization("Riverbend Migrant Aid Network")
    make.partnership(organization)
    long_ago = timezone.localdate() - timedelta(days=40)
    for kind, title, expires_on in [
        ("registration", "Registration certificate", long_ago),
        ("statutes", "Statutes", None),
        ("accounts", "Accounts", long_ago),
        ("other", "Code of conduct", None),
    ]:
        make.document(organization, kind=kind, title=title, expires_on=expires_on, visibility="members")
    return organization


class Person:
    """Somebody at a browser without script: opens pages, fills in the form that is there, follows where it leads."""

    def __init__(self, user=None):
        self.browser, self.screens, self.fields = Client(), 0, 0
        if user:
            self.browser.force_login(user)

    def open(self, address):
        self.screens += 1
        self.page = self.browser.get(address, follow=True)
        assert self.page.status_code == 200, address
        return self.page.content.decode()

    def fill(self, address="", **typed):
        """Send the form of the page with what stands in it already; what is typed counts as fields."""
        there = address or self.page.request["PATH_INFO"]
        self.fields += len(typed)
        self.page = self.browser.post(there, self._standing() | typed, follow=True)
        self.screens += 1
        assert self.page.status_code == 200, self.page.content.decode()
        return self.page

    def _standing(self):
        """What the form would send untouched: hidden fields, ticked boxes, chosen options."""
        html, told = self.page.content.decode(), {}
        for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options)
            told[name] = [chosen[1] if chosen else ""]
        for tag in re.findall(r"<input[^>]*>", html):
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            is_ticked = 'type="checkbox"' in tag and " checked" in tag
            if name and value and ('type="hidden"' in tag or is_ticked) and name[1] != "csrfmiddlewaretoken":
                told.setdefault(name[1], []).append(value[1])
        return told


def url(name, application, *keys):
    return reverse(f"observers:application-{name}", args=[application.reference, *keys])


def test_from_the_self_check_to_the_receipt(organization):
    lead = make.member(organization, role=MemberRole.ADMIN, language="fr")
    colleague = make.member(organization, role=MemberRole.EDITOR)
    session = steps.coming(closes_at=timezone.now() + timedelta(days=30))
    person = Person()

    # The self-check in French, before any account.
    page = person.open("/fr/observers/self-check/")
    codes = [c.code for c in CriteriaSet.objects.live().criteria.filter(in_self_check=True)]
    assert all(f'name="{code}"' in page for code in codes)
    person.fill(**dict.fromkeys(codes, "yes"))

    # She signs in and starts; her answers are in the draft.
    person.browser.force_login(lead)
    person.screens = person.fields = 0
    person.open(reverse("observers:my-applications"))
    person.open(f"{reverse('observers:application-new')}?organization={organization.reference}")
    person.fill(language="fr")
    application = Application.objects.get(organization=organization)
    assert application.session == session
    assert {answer.self_check for answer in application.answers.filter(criterion__code__in=codes)} == {"yes"}

    # Both documents that have expired are named on the list of tasks.
    page = person.open(url("detail", application))
    assert "Registration certificate" in page
    assert "Accounts" in page
    # "Save and continue" leads from task to task.
    person.open(url("record", application))
    person.fill()
    assert person.page.request["PATH_INFO"] == url("criterion", application, "C-FIELD")
    person.fill(text="We shelter migrants on two borders.")
    person.fill(text="We work in Kenya and Uganda.")

    # The certificate has expired: its name is there, and the new one takes its place in the record.
    assert person.page.request["PATH_INFO"] == url("criterion", application, "C-LEGAL")
    assert "Registration certificate" in person.page.content.decode()
    old = organization.documents.get(title="Registration certificate")
    person.fill(
        file=SimpleUploadedFile("new.png", PNG, "image/png"),
        issued_on="2026-10-01",
        replaces=old.reference,
    )
    new = Document.objects.get(supersedes=old)
    assert new.visibility == "members"

    # What fits is ticked already: confirming is one button.
    assert person.page.request["PATH_INFO"] == url("criterion", application, "C-NONPROFIT")
    person.fill()
    person.fill(text="A board of seven, elected each year.")
    assert person.page.request["PATH_INFO"] == url("criterion", application, "C-MANDATE")
    person.fill()
    assert person.page.request["PATH_INFO"] == url("criterion", application, "C-FIN")

    # A colleague completes the finances.
    mate = Person(colleague)
    mate.open(url("criterion", application, "C-FIN"))
    accounts = organization.documents.get(title="Accounts")
    mate.fill(
        file=SimpleUploadedFile("accounts.png", _other_picture(), "image/png"),
        replaces=accounts.reference,
    )
    assert mate.page.status_code == 200

    person.open(url("criterion", application, "C-SAFE"))
    person.fill()
    assert person.page.request["PATH_INFO"] == url("declaration", application)
    person.fill(**{"C-NOVOTE": "on", "C-RULES": "on", "C-RESPECT": "on"})
    assert person.page.request["PATH_INFO"] == url("signature", application)
    person.fill(name="A. Head", email="head@example.org", language="fr")

    # The head signs by the link of the mail, without an account; looking uses nothing up.
    message = Message.objects.get(kind="observers.signature")
    link = re.search(r"/fr/sign/\S+", message.body)[0]
    head = Person()
    head.open(link)
    page = head.open(link)
    assert "Riverbend Migrant Aid Network" in page
    assert "We shelter migrants on two borders." in page
    assert head.page["Referrer-Policy"] == "no-referrer"
    head.fill(signed_as="Aisha Head", is_head="on")
    assert "Aisha Head" in head.page.content.decode()

    # Everything is there: check, send, receipt.
    page = person.open(url("check", application))
    person.fill(url("send", application))
    assert person.page.request["PATH_INFO"] == url("sent", application)
    page = person.page.content.decode()
    submission = application.submissions.get()
    for document in json.loads(submission.content)["answers"]:
        for told in document["documents"]:
            assert told["sha256"] in page
            with Document.objects.get(reference=told["reference"]).file.open("rb") as file:
                assert hashlib.sha256(file.read()).hexdigest() == told["sha256"]
    assert person.browser.get(url("receipt", application)).content.startswith(b"%PDF-")
    assert person.browser.get(url("copy-zip", application)).content.startswith(b"PK")

    # The list of tasks shows what happens next, and that it is IOM's turn.
    page = person.open(url("detail", application))
    assert str(session) in page
    application.refresh_from_db()
    assert application.state == S.SUBMITTED


# What a person reads a minute, types a minute, and how long she takes for a field, a box or a button.
READ, TYPED, CONTROL_SECONDS = 200, 40, 5
# No screen on the way of a known organization says more than this.
MOST_WORDS = {
    "login": 60,
    "my": 40,
    "applications": 50,
    "new": 120,
    "tasks": 270,
    "record": 200,
    "C-FIELD": 125,
    "C-INTL": 115,
    "documents": 210,
    "declaration": 125,
    "signature": 85,
    "check": 350,
}


class Timed(Person):
    """The same person, with the words that she reads and types on each screen."""

    def __init__(self, user=None):
        super().__init__(user)
        self.read, self.typed = [], 0

    def open(self, address):
        page = super().open(address)
        self._note()
        return page

    def fill(self, address="", **typed):
        self.typed += sum(len(text.split()) for text in typed.values() if text != "on")
        super().fill(address, **typed)
        self._note()
        return self.page

    def minutes(self):
        controls = self.fields + self.screens
        return sum(count for _, count in self.read) / READ + self.typed / TYPED + controls * CONTROL_SECONDS / 60

    def _note(self):
        here = self.page.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
        here = "tasks" if here.startswith("OBS-") else here
        self.read.append((here, len(words(self.page.content.decode()))))


def test_a_known_organization_with_valid_documents_is_ready_within_minutes(known):
    """What a person does between signing in and "ready to send": counted, so that it stays little."""
    lead = make.member(known, role=MemberRole.ADMIN)
    steps.coming(closes_at=timezone.now() + timedelta(days=30))
    person = Timed()

    person.open(reverse("account_login"))
    person.fields += 2
    person.browser.force_login(lead)
    for name in ("registry:home", "observers:my-applications", "observers:application-new"):
        person.open(reverse(name))
    person.fill()
    application = Application.objects.get()
    person.open(url("record", application))
    typed = {"C-FIELD": {"text": FIELD}, "C-INTL": {"text": INTERNATIONAL}}
    accepted = {code: "on" for code in ("C-NOVOTE", "C-RULES", "C-RESPECT")}
    while person.page.request["PATH_INFO"] != url("signature", application):
        here = person.page.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
        person.fill(**(accepted if here == "declaration" else typed.get(here, {})))
    # The head stands in the record: only the button is pressed.
    known_head = {name: person.page.context["form"][name].value() for name in ("name", "email", "language")}
    assert known_head == {"name": "Aisha Head", "email": "head@example.org", "language": "en"}
    person.fill(**known_head)
    person.fields, person.typed = person.fields - 3, person.typed - 4
    signature = application.signatures.get()
    steps.actions.sign_application(signature, signed_as="A", read_sha256=steps.content_hash(application), by="head")
    page = person.open(url("check", application))

    assert url("send", application) in page
    assert (person.screens, person.fields) == (13, 7)
    assert [(here, count) for here, count in person.read if count > MOST_WORDS[here]] == []
    # 1,596 words read (8.0 minutes), 90 typed (2.3), 20 fields and buttons (1.7): 11.9 minutes when it was written.
    assert sum(count for _, count in person.read) < 1700, person.read
    assert person.minutes() < 12.5


FIELD = (
    "We run shelters and legal advice for people who escaped trafficking, mostly women and young men who return from"
    " the Gulf and from neighbouring countries. Since 1989 about nine thousand people have stayed with us; in 2025 it"
    " was four hundred and twelve. We also help families to trace missing relatives."
)
INTERNATIONAL = (
    "We are registered in Kenya and work with partner shelters in Uganda and Tanzania, with which we share a case file"
    " system and a hotline. Our board has members of four nationalities, and we belong to two regional networks."
)


@pytest.fixture
def known():
    """A CSO whose record is full: described, registered, a partner of IOM, with a head and documents in date."""
    organization = make.organization(
        "Known Network",
        acronym="KN",
        website="https://known.example",
        founded=1989,
        hq_city="Nairobi",
        description_en="Shelter and counselling for people who escaped trafficking.",
        description_fr="Abri et conseil pour les personnes qui ont échappé à la traite.",
        description_es="Refugio y orientación para personas que escaparon de la trata.",
    )
    make.partnership(organization)
    make.contact(organization, role="head", name="Aisha Head", email="head@example.org", phone="+254 20 555 0100")
    for kind, title in [
        ("registration", "Registration certificate"),
        ("statutes", "Statutes"),
        ("accounts", "Audited accounts"),
        ("other", "Code of conduct"),
    ]:
        soon = timezone.localdate() + timedelta(days=400)
        make.document(organization, kind=kind, title=title, expires_on=soon, visibility="members")
    return organization


def _other_picture():
    """Another file that is a picture all the same."""
    kept = io.BytesIO()
    Image.new("L", (2, 3)).save(kept, "PNG")
    return kept.getvalue()
