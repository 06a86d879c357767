"""C5, be heard: a phone, in Spanish, without scripts. From the invitation to “accepted in part, because …”."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consultations import actions
from consultations.models import Consultation, Registration
from consultations.queries.calendar import today_in
from registry.models import Message
from registry.roles import Function, MemberRole
from tests import make
from tests.consultations import outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ZONE = "America/Bogota"
PERSON = {"language": "es", "attends": "in_person"}


@pytest.fixture(autouse=True)
def _english():
    """A page in Spanish leaves its language behind, for the next test too."""
    with translation.override("en"):
        yield


class Phone:
    """A browser in Spanish that knows links and forms, and nothing of scripts."""

    def __init__(self, person=None):
        self.client = Client(headers={"accept-language": "es"})
        if person:
            self.client.force_login(person)

    def open(self, name, *args):
        return self._read(self.client.get(address(name, *args), follow=True))

    def send(self, name, /, *args, **typed):
        return self._read(self.client.post(address(name, *args), typed, follow=True))

    def _read(self, answer):
        assert answer.status_code == 200, answer.content.decode()[-2000:]
        text = answer.content.decode()
        assert '<html lang="es"' in text
        return text


def address(name, *args):
    with translation.override("es"):
        return reverse(f"consultations:{name}", args=args)


@pytest.fixture
def room(db):
    today = today_in(ZONE)
    return make.consultation(
        state="inviting",
        name_en="Regional consultation",
        name_es="Consulta regional",
        zone=ZONE,
        starts_on=today,
        ends_on=today,
        languages=["es"],
        interpretation=["es"],
        seats=20,
    )


def test_from_the_invitation_to_the_answer_with_its_reason(room):
    organization = make.organization("Red Inventada de Migrantes")
    chief = make.member(organization, language="es", name="Inés Inventada")
    before = make.held(name_en="Last year’s consultation", name_es="Consulta del año pasado")
    outcomes.published_report(before, introduction_es="Nos reunimos el año pasado.")
    invitation = make.invited(room, organization, state="prepared", quota=2)
    phone = Phone(chief)

    _accepts_for_two(room, phone)
    _names_two_and_replaces_one(room, invitation, phone)
    _proposes_a_topic(room, organization, phone)
    asked = _is_heard(room, organization)
    _is_answered(asked)

    # The mails are hers, in her language; the first one leads to the invitation without an account.
    mails = {mail.kind: mail for mail in Message.objects.filter(recipient=chief)}
    assert {mail.language for mail in mails.values()} == {"es"}
    told = mails["consultations.recommendation_changed"].body
    assert "aceptó en parte, porque:" in told
    assert "La OIM la aceptó en parte, porque: Hay dinero para la mitad." in told

    # She reads the report of this consultation and what became of it, and finds the earlier ones.
    assert "Hay dinero para la mitad." in phone.open("follow-up", room.slug)
    assert "Pedimos rutas seguras." in phone.open("my-follow-up", room.slug)
    assert "Nos reunimos el año pasado." in phone.open("report", before.slug)
    listed = phone.open("consultation-list")
    assert "Consulta del año pasado" in listed
    assert "Consulta regional" in listed


def _accepts_for_two(room, phone):
    """The link of the mail tells what it is about; she answers on the site, where she is signed in."""
    actions.send_invitations(room, by=make.staff(Function.CONSULTATION_ORGANIZER))
    actions.write_mails()
    mail = Message.objects.get(kind="consultations.invited")
    link = re.search(r"https?://[^/]+(/\S+)", mail.body)[1]
    assert "Red Inventada de Migrantes" in Client().get(link).content.decode()
    assert "Red Inventada" not in mail.title + mail.body
    assert "Consulta regional" in phone.open("my-consultations")
    page = phone.send("my-invitation-accept", room.slug, room.invitations.get().reference)
    assert "Designar a una persona" in page or "Aceptada" in page


def _names_two_and_replaces_one(room, invitation, phone):
    first = PERSON | {"name": "Luz Inventada", "email": "luz@example.org", "interpretation": "es", "visa_letter": "on"}
    phone.send("my-register", room.slug, **first)
    phone.send("my-register", room.slug, **(PERSON | {"name": "Juan Inventado", "email": "juan@example.org"}))
    second = Registration.objects.get(email="juan@example.org")
    other = PERSON | {"name": "Ana Inventada", "email": "ana@example.org", "version": second.version}
    page = phone.send("my-person-edit", room.slug, second.reference, **other)

    assert "Ana Inventada" in page
    assert "Juan Inventado" not in page
    people = Registration.objects.filter(invitation=invitation).order_by("pk")
    assert [(one.name, one.state) for one in people] == [("Luz Inventada", "confirmed"), ("Ana Inventada", "confirmed")]
    assert set(people[0].needs.values_list("kind", flat=True)) == {"interpretation", "visa_letter"}
    # A third is beyond what the invitation is for: it waits for the organizers, and she reads so.
    phone.send("my-register", room.slug, **(PERSON | {"name": "Tres Inventado", "email": "tres@example.org"}))
    assert Registration.objects.get(email="tres@example.org").state == "nominated"


def _proposes_a_topic(room, organization, phone):
    page = phone.send("topic-new", room.slug, title="Rutas seguras", text="Hacen falta.", language="es")
    assert "Rutas seguras" in page
    topic = room.topics.get()
    actions.keep_topic(topic, reason="Muchos lo piden.", reason_language="es", by="test")
    assert "Muchos lo piden." in phone.open("consultation-detail", room.slug)


def _is_heard(room, organization):
    """Her people come; what they ask for is written down in their name, and published."""
    for to in ("registration_closed", "running"):
        room = actions.move_consultation(room, to=to, by="test")
    for person in room.registrations.filter(state="confirmed"):
        actions.check_in(person, by="test")
    asked = actions.record_recommendation(room, text_es="Pedimos rutas seguras.", proposers=[organization], by="test")
    room = actions.move_consultation(room, to="reporting", by="test")
    unit, due_on = make.unit("demo-unit"), today_in(ZONE) + timedelta(days=60)
    actions.assign_recommendations(room, recommendations=[asked], unit=unit, due_on=due_on, by="test")
    actions.publish_recommendations(Consultation.objects.get(pk=room.pk), by="test")
    asked.refresh_from_db()
    return asked


def _is_answered(asked):
    actions.answer_recommendation(
        asked,
        verdict="part",
        reason_es="Hay dinero para la mitad.",
        action_es="Comenzar en dos departamentos.",
        due_on=today_in(ZONE) + timedelta(days=90),
        by=make.staff(Function.CONSULTATION_ORGANIZER),
    )


def test_a_focal_point_named_a_moment_ago_names_people_at_once(room):
    organization = make.organization()
    make.accepted(room, organization)
    helper = make.member(organization, role=MemberRole.READER, language="es")
    phone = Phone(helper)
    refused = phone.client.post(address("my-register", room.slug), PERSON | {"name": "A", "email": "a@example.org"})

    organization.memberships.filter(user=helper).update(role=MemberRole.EDITOR)
    phone.send("my-register", room.slug, **(PERSON | {"name": "A", "email": "a@example.org"}))

    assert refused.status_code == 403
    assert Registration.objects.get().named_by == helper
