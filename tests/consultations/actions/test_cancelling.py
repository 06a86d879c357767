"""What ends with a consultation that is cancelled, and who is told of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations import actions
from consultations.models import Consultation, Registration
from consultations.queries.registrations import letters_of
from registry.errors import Refused
from registry.models import Change, Message
from registry.roles import MemberRole
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cancelled(room, invited):
    """One is confirmed with a need, one waits with an offer, one waits for the staff; then it is cancelled."""
    comes = make.named(invited, email="comes@example.org", needs={"travel": {"text": "A bus"}})
    waits = make.named(invited, email="waits@example.org")
    beyond = make.named(invited, email="beyond@example.org")
    Consultation.objects.update(seats=2)
    Registration.objects.filter(pk=waits.pk).update(offered_until=timezone.now() + timedelta(days=1))
    actions.move_consultation(room, to="cancelled", reason="No hall.", by="staff")
    return comes, waits, beyond


def test_cancelling_ends_offers_and_waiting(cancelled):
    for person in cancelled:
        person.refresh_from_db()

    assert [person.state for person in cancelled] == ["confirmed", "withdrawn", "withdrawn"]
    assert [person.offered_until for person in cancelled] == [None] * 3
    assert Change.objects.about(cancelled[1].reference).first().verb == "registration.withdrawn"


def test_who_is_registered_or_was_invited_is_told_once_of_a_cancelled_consultation(room, invited):
    focal_point = make.member(invited.organization, role=MemberRole.EDITOR, language="es")
    both = make.member(make.accepted(room, state="sent").organization)
    make.member(make.accepted(room, state="prepared").organization)
    make.named(invited, email="comes@example.org", language="fr")
    make.named(invited, email=both.email.upper())

    actions.move_consultation(room, to="cancelled", reason="No hall.", by="staff")

    mails = Message.objects.filter(kind="consultations.consultation_cancelled")
    found = sorted((mail.address.lower(), mail.language) for mail in mails)
    assert found == sorted([("comes@example.org", "fr"), (focal_point.email, "es"), (both.email.lower(), "en")])
    assert all("No hall." in mail.body for mail in mails)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda comes, waits, beyond: actions.approve_registration(beyond, by="staff"), "nobody is given a place"),
        (lambda comes, waits, beyond: actions.accept_offer(waits, by="staff"), "nobody is given a place"),
        (lambda comes, waits, beyond: actions.withdraw_registration(comes, by="staff"), "was cancelled"),
        (lambda comes, waits, beyond: actions.edit_registration(comes, changes={}, by="staff"), "was cancelled"),
        (lambda comes, *_: actions.answer_need(comes.needs.get(), to="granted", by="staff"), "was cancelled"),
    ],
)
def test_nothing_is_done_for_who_was_registered_for_a_cancelled_consultation(cancelled, act, words):
    with pytest.raises(Refused, match=words):
        act(*cancelled)


def test_no_letter_is_offered_for_a_cancelled_consultation(room, invited):
    person = make.named(invited, needs={"visa_letter": {}})
    actions.answer_need(person.needs.get(), to="granted", by="staff")
    before = letters_of(person)

    actions.move_consultation(room, to="cancelled", reason="No hall.", by="staff")

    assert (before, letters_of(Registration.objects.get(pk=person.pk))) == (["en", "fr", "es"], [])
