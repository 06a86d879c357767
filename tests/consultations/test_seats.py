"""Fifty people at once want the last seat: one gets it, nobody is told twice, and the waiting list keeps its order.

Everybody has a connection of her own. The control takes the lock away: then the verbs go wrong, and the database, which
keeps its own promise, is what refuses.
"""

import random
import time
from collections import Counter

import pytest

from consultations import actions
from consultations.actions import consultations, invitations, offers, registrations
from consultations.models import Consultation, ConsultationInvitation, Registration
from consultations.queries import waiting
from consultations.queries.calendar import today_in
from registry.errors import Refused
from registry.models import Message
from registry.models.vocabularies import Level
from tests import make
from tests.bursts import burst

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CSOS = 25


@pytest.fixture
def organizations():
    """Twenty-five organizations, each with somebody to tell; some are local, so that balance has something to say."""
    local = Level.objects.get(code="local")
    made = [make.organization() for _number in range(CSOS)]
    for organization in made[::3]:
        organization.levels.add(local)
    for organization in made:
        make.member(organization)
    return made


def edition(organizations, *, seats, quota=2):
    """A consultation that invites, and every organization has accepted for `quota` people."""
    consultation = make.consultation(state="inviting", starts_on=today_in("Africa/Nairobi"), seats=seats)
    return consultation, [make.accepted(consultation, one, quota=quota) for one in organizations]


def naming(invitation, number):
    email = f"p{number}@{invitation.reference.lower()}.example.org"
    return lambda: actions.name_person(invitation, name=f"Person {number}", email=email, by="test")


def at_once(acts):
    """How they ended, and what broke, for somebody must be able to read it."""
    broke = []

    def watched(act):
        def run():
            try:
                act()
            except Refused:
                raise
            except Exception as failure:
                broke.append(repr(failure))
                raise

        return run

    return burst([watched(act) for act in acts]) | {"broken": broke}


def violations(consultation, ended):
    """What must not be, whoever was first."""
    consultation.refresh_from_db()
    people = Registration.objects.filter(consultation=consultation)
    quotas = ConsultationInvitation.objects.filter(consultation=consultation)
    over = [one for one in quotas if people.filter(invitation=one).with_a_place().count() > one.quota]
    references = people.values_list("reference", flat=True)
    told = Counter(
        Message.objects.filter(subject_reference__in=list(references)).values_list(
            "kind", "subject_reference", "address"
        )
    )
    taken = people.in_the_room().with_a_place().count()
    line = waiting.line(consultation)
    can_come = [one for one in line if people.filter(invitation=one.registration.invitation).with_a_place().count() < 2]
    wrong = {
        f"broken: {ended['broken']}": bool(ended["broken"]),
        "more people than seats": taken > consultation.seats,
        "more people than a quota": bool(over),
        "a free seat while somebody waits": taken < consultation.seats and bool(can_come),
        "told twice": any(count > 1 for count in told.values()),
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]


def jumped_the_line(before, consultation):
    """Who was offered a seat in this burst although somebody stood before her who still waits."""
    offered = set(
        Registration.objects.filter(consultation=consultation, offered_until__isnull=False).values_list("pk", flat=True)
    )
    waits = {one.registration.pk for one in waiting.line(consultation)}
    ahead_of_all = [key for key in before if key in waits]
    first = before.index(ahead_of_all[0]) if ahead_of_all else len(before)
    return [key for key in offered if key in before and before.index(key) > first]


def _last_seat(organizations):
    """Fifty registrations of twenty-five organizations at once, and one seat is free."""
    consultation, invited = edition(organizations, seats=1)
    ended = at_once([naming(invitation, number) for invitation in invited for number in range(2)])
    states = Counter(Registration.objects.filter(consultation=consultation).values_list("state", flat=True))
    return violations(consultation, ended), dict(states)


def test_of_fifty_registrations_for_the_last_seat_one_gets_it_and_the_others_wait_in_order(organizations):
    wrong, states = _last_seat(organizations)

    assert wrong == []
    assert states == {"confirmed": 1, "waitlisted": 49}


def _tumult(organizations, chance):
    """Cancel, take what was offered, register and one seat less, all at once, over a full room with a line."""
    consultation, invited = edition(organizations, seats=6)
    for number in range(2):
        for invitation in invited[:8]:
            naming(invitation, number)()
    # One seat is kept already for the first of the line.
    actions.withdraw_registration(Registration.objects.filter(consultation=consultation).first(), by="test")
    before = [one.registration.pk for one in waiting.line(consultation)]
    seated = list(Registration.objects.filter(consultation=consultation, state="confirmed"))
    waits = list(Registration.objects.filter(consultation=consultation, state="waitlisted"))
    by = {"by": "test"}
    acts = [lambda one=one: actions.withdraw_registration(one, **by) for one in seated[:3]]
    acts += [lambda one=one: actions.accept_offer(one, **by) for one in waits[:5]]
    acts += [naming(invitation, 7) for invitation in invited[8:12]]
    acts += [lambda: actions.edit_consultation(consultation, changes={"seats": 5}, **by), actions.let_offers_lapse]
    chance.shuffle(acts)
    ended = at_once(acts)
    wrong = violations(consultation, ended)
    return wrong + [f"jumped the line: {key}" for key in jumped_the_line(before, consultation)]


def test_seats_and_order_are_kept_while_everything_happens_at_once(organizations):
    chance = random.Random(1)

    assert [_tumult(organizations, chance) for _round in range(3)] == [[]] * 3


@pytest.mark.proof  # minutes: two hundred rounds, each with an edition of its own
def test_two_hundred_rounds_break_nothing(organizations):
    chance = random.Random(2)

    assert [found for _round in range(200) if (found := _tumult(organizations, chance))] == []


@pytest.mark.proof  # minutes: fifty threads, twenty times
def test_the_last_seat_twenty_times(organizations):
    assert [_last_seat(organizations) for _round in range(20)] == [([], {"confirmed": 1, "waitlisted": 49})] * 20


# --- The control ----------------------------------------------------------------------------------------------------


def _unlocked(consultation):
    """What a verb would be without the lock: it looks, thinks a moment, and writes."""
    found = Consultation.objects.get(pk=consultation.pk)
    time.sleep(0.02)
    return found


def _unlocked_invitation(invitation):
    return ConsultationInvitation.objects.select_related("organization").get(pk=invitation.pk)


@pytest.fixture
def without_the_lock(monkeypatch):
    for module in (consultations, offers, registrations, invitations):
        monkeypatch.setattr(module, "lock", _unlocked)
    monkeypatch.setattr(registrations, "lock_invitation", _unlocked_invitation)


def test_without_the_lock_the_same_burst_goes_wrong_and_the_database_still_gives_one_seat(
    organizations, without_the_lock
):
    """A green burst means something only when this one is red; and red means refused, never one seat too many."""
    consultation, invited = edition(organizations, seats=1)

    ended = at_once([naming(invitation, number) for invitation in invited for number in range(2)])

    assert any("seats_are_never_exceeded" in one or "seats in the room" in one for one in ended["broken"])
    assert Registration.objects.filter(consultation=consultation, state="confirmed").count() == 1


def test_without_the_lock_the_mixed_rounds_go_wrong_and_the_database_still_gives_no_seat_twice(
    organizations, without_the_lock
):
    """As above, for the rounds in which everything happens at once."""
    chance = random.Random(3)

    wrong = [found for _round in range(3) for found in _tumult(organizations, chance)]

    assert wrong != []
    assert "more people than seats" not in wrong
    assert "more people than a quota" not in wrong
