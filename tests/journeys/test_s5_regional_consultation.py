"""S5, a regional consultation: planned for 65, filled within its balance, counted, and followed into the next one."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from consultations import actions
from consultations.models import Consultation
from consultations.queries.balance import balance
from consultations.queries.calendar import today_in
from consultations.queries.participants import counts
from registry.models import Message
from registry.roles import Function
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SEATS, ORGANIZATIONS, QUOTA = 65, 34, 2
ZONE = "Europe/Istanbul"
LINES = [f"Recommendation number {n} of the working groups." for n in range(1, 15)]


class Desk:
    """The browser of a member of the staff: pages are opened, forms sent, and answers read."""

    def __init__(self, person):
        self.person, self.client = person, Client()
        self.client.force_login(person)

    def open(self, name, *args, **query):
        answer = self.client.get(reverse(f"consultations:{name}", args=args), query)
        assert answer.status_code == 200, (name, answer.status_code)
        return answer.content.decode()

    def send(self, name, *args, **typed):
        answer = self.client.post(reverse(f"consultations:{name}", args=args), typed, follow=True)
        assert answer.status_code == 200, (name, answer.status_code, answer.content.decode()[-2000:])
        return answer.content.decode()


@pytest.fixture
def desk(db):
    return Desk(make.staff(Function.CONSULTATION_ORGANIZER, name="Organizer"))


@pytest.fixture
def reader(db):
    """Who reads the report before everybody does."""
    return Desk(make.staff(Function.CONSULTATION_ORGANIZER, name="Second reader"))


def humanitarian_partners():
    """Organizations with a humanitarian role in Türkiye, each with somebody to write to; two more are not asked."""
    found = [make.organization(f"Invented Partner {n}", levels=["local"]) for n in range(ORGANIZATIONS)]
    for organization in found:
        make.partnership(organization, area=4, country="TUR")
        make.contact(organization, role="focal_point", email="focal@example.org")
    elsewhere = make.organization("Works on something else")
    make.contact(elsewhere, role="focal_point", email="focal@example.org")
    make.partnership(make.organization("Has no address"), area=4, country="TUR")
    return found


def test_from_a_copy_of_the_last_edition_to_the_opening_page_of_the_next(desk, reader):
    partners = humanitarian_partners()
    co_organizer = make.organization("Invented Council of Voluntary Agencies")
    earlier = make.held(name_en="Humanitarian consultation of last year")

    edition = _planned(desk, earlier, co_organizer)
    _invited(desk, edition)
    waiting = _filled(desk, edition)
    _seat_given_on(desk, edition, waiting)
    _opened_and_counted(desk, edition)
    asked = _recommended(desk, edition)
    _reported(desk, reader, edition)
    _answered(desk, edition, asked)
    _followed_into_the_next(desk, edition, asked)

    assert {one.organization for one in edition.invitations.all()} == set(partners)


def _planned(desk, earlier, co_organizer):
    """The form holds the facts of the last edition; days, places and who organizes it with IOM are its own."""
    assert "Humanitarian consultation of last year" in desk.open("consultation-clone", earlier.reference)
    today = today_in(ZONE)
    desk.send(
        "consultation-clone",
        earlier.reference,
        name_en="Humanitarian consultation, Istanbul",
        kinds=["regional", "thematic"],
        format="in_person",
        place="Istanbul",
        zone=ZONE,
        starts_on=today.isoformat(),
        ends_on=today.isoformat(),
        seats=SEATS,
        co_organizers=co_organizer.reference,
    )
    edition = Consultation.objects.get(name_en="Humanitarian consultation, Istanbul")
    for to in ("planned", "inviting"):
        desk.send("consultation-move", edition.reference, to)
    edition.refresh_from_db()
    assert (edition.copied_from, edition.state) == (earlier, "inviting")
    assert "Invented Council of Voluntary Agencies" in Client().get(edition.get_absolute_url()).content.decode()
    return edition


def _invited(desk, edition):
    """The audience is a question to the registry, looked at, then frozen; each organization gets a mail and answers."""
    question = {"area": 4, "country": "TUR", "quota": QUOTA}
    seen = desk.open("audience-new", edition.reference, **question)
    assert f"{ORGANIZATIONS} organizations can be invited" in seen
    assert "No address to write to: 1" in seen
    desk.send("audience-freeze", edition.reference, **question)
    desk.send("target-new", edition.reference, share="gender:woman", percent=50)
    desk.send("target-new", edition.reference, share="reach:local", percent=40)
    desk.send("invitations-send", edition.reference)
    while actions.write_mails():
        pass
    mails = Message.objects.filter(kind="consultations.invited")
    assert mails.count() == ORGANIZATIONS
    link = re.search(r"https?://[^/]+(/\S+)", mails.first().body)[1]
    # By the link alone, without an account.
    version = re.search(r'name="version" value="(\d+)"', Client().get(link).content.decode())[1]
    Client().post(f"{link}accept/", {"version": version})
    for invitation in edition.invitations.exclude(state="accepted"):
        desk.send("invitation-answer", edition.reference, invitation.reference, answer="accept", told_by="A. Person")
    assert set(edition.invitations.values_list("state", flat=True)) == {"accepted"}


def _filled(desk, edition):
    """Two from each, and there are 65 places: three wait, the second of them a woman, and women are too few."""
    named = []
    for invitation in edition.invitations.order_by("pk"):
        for _place in range(QUOTA):
            named.append(make.named(invitation, gender="woman" if len(named) % 3 == 0 else "man"))
    waiting = edition.registrations.filter(state="waitlisted").order_by("pk")
    assert (edition.registrations.filter(state="confirmed").count(), waiting.count()) == (SEATS, 3)
    # One more than the invitation is for: an exception, which staff look at.
    beyond = make.named(edition.invitations.first())
    desk.send("registration-refuse", edition.reference, beyond.reference, reason="Two of each is the rule.")
    women = next(one for one in balance(edition) if one.target.value == "woman")
    assert women.missing > 0
    return list(waiting)


def _seat_given_on(desk, edition, waiting):
    """Who serves the balance is asked first, though another waits longer; she reads why, and takes the seat."""
    gone = edition.registrations.filter(state="confirmed").first()
    desk.send("registration-withdraw", edition.reference, gone.reference)
    longest, woman, _shortest = waiting
    woman.refresh_from_db()
    assert woman.offered_for == ["gender:woman"]
    assert woman.offered_until is not None
    assert "Women" in desk.open("registrations", edition.reference)
    desk.send("registration-confirm", edition.reference, woman.reference)
    assert edition.registrations.filter(state="confirmed").count() == SEATS
    longest.refresh_from_db()
    assert (longest.state, longest.offered_until) == ("waitlisted", None)


def _opened_and_counted(desk, edition):
    """65 are checked in at the door. The list is sent twice, as a phone without a line does; nobody counts twice."""
    for to in ("registration_closed", "running"):
        desk.send("consultation-move", edition.reference, to)
    people = edition.registrations.filter(state="confirmed").values_list("reference", flat=True)
    taken = json.dumps([{"key": str(uuid4()), "registration": one} for one in people])
    address = reverse("consultations:check-ins-send", args=[edition.reference])
    for _time in range(2):
        assert desk.client.post(address, {"taken": taken}).status_code == 200
    desk.send("attendance-close", edition.reference)
    found = counts(edition)
    assert (found.people, found.civil_society, found.are_expected) == (SEATS, SEATS, False)
    assert found.local_or_national == found.organizations == ORGANIZATIONS


def _recommended(desk, edition):
    """A rapporteur hands in what her group said; fourteen lines become recommendations to a unit, due in 60 days."""
    session = make.session(edition, name_en="Working groups", starts="09:00", ends="12:00")
    group = make.session(edition, kind="breakout", parent=session, starts="10:00", ends="11:00", name_en="Group 1")
    rapporteur = make.user()
    note = actions.name_rapporteur(group, person=rapporteur, by=desk.person)
    note = actions.hand_in_notes(note, text="\n".join(LINES), language="en", by=rapporteur, version=note.version)
    desk.send("notes-pick", edition.reference, session.reference, line=[f"{note.reference}:{n}" for n in range(14)])
    asked = list(edition.recommendations.order_by("number"))
    assert [one.text for one in asked] == LINES
    today = today_in(ZONE)
    unit = make.unit("istanbul")
    desk.send("consultation-move", edition.reference, "reporting")
    desk.send(
        "recommendations-assign",
        edition.reference,
        recommendation=[one.reference for one in asked],
        unit=unit.code,
        due_on=(today + timedelta(days=60)).isoformat(),
    )
    desk.send("recommendations-publish", edition.reference)
    assert {(one.state, one.unit, one.due_on) for one in edition.recommendations.all()} == {
        ("assigned", unit, today + timedelta(days=60))
    }
    return asked


def _reported(desk, reader, edition):
    """The report is drafted from the data; who sends it to review cannot publish it."""
    desk.send("report-new", edition.reference)
    desk.send("report-edit", edition.reference, 1, introduction_en="We met in Istanbul.", version=1)
    desk.send("report-send", edition.reference, 1, version=2)
    assert desk.client.post(
        reverse("consultations:report-publish", args=[edition.reference, 1]), {"version": 3}
    ).status_code in (403, 409)
    reader.send("report-publish", edition.reference, 1, version=3)
    page = Client().get(reverse("consultations:report", args=[edition.slug])).content.decode()
    assert "We met in Istanbul." in page
    assert LINES[13] in page
    assert str(SEATS) in page


def _answered(desk, edition, asked):
    """One is answered in part with its reason; the others wait, and none is overdue before its day."""
    actions.answer_recommendation(
        asked[0],
        verdict="part",
        reason_en="There is money for half of it.",
        action_en="Start with two districts.",
        due_on=today_in(ZONE) + timedelta(days=90),
        by=desk.person,
    )
    page = Client().get(reverse("consultations:follow-up", args=[edition.slug])).content.decode()
    assert "There is money for half of it." in page
    today = today_in(ZONE)
    assert not edition.recommendations.overdue(on=today).exists()
    assert edition.recommendations.overdue(on=today + timedelta(days=61)).count() == 13


def _followed_into_the_next(desk, edition, asked):
    """The next edition opens with what became of each."""
    desk.send("consultation-move", edition.reference, "follow_up")
    later = make.consultation(state="planned", copied_from=edition, name_en="The next one")
    page = Client().get(reverse("consultations:opening", args=[later.slug])).content.decode()
    assert [one.text for one in asked if one.text not in page] == []
    assert "There is money for half of it." in page
