"""Seats: given at once, waited for, offered to the next, given up. Every verb here holds the lock of the consultation.

One lock for the room is what makes “the last seat” mean one person; the database keeps the same promise by itself
(decision 0025), so that a verb that forgets the lock is refused and never believed.
"""

from django.utils import timezone
from django.utils.translation import ngettext

from consultations.actions.telling import tell_focal_point
from consultations.models import Registration
from consultations.queries import waiting
from consultations.queries.places import places_taken_of, room_of
from consultations.states import REGISTERING, RegistrationState
from registry.actions import record_many
from registry.errors import Refused

R = RegistrationState


def take_place(registration, consultation):
    """Confirm who needs no seat or finds one, else let her wait; who calls has locked the consultation."""
    is_confirmed = registration.attends == Registration.Attends.ONLINE or room_of(consultation).has_a_seat
    registration.state = R.CONFIRMED if is_confirmed else R.WAITLISTED
    registration.waiting_since = None if is_confirmed else timezone.now()


def fill_seats(consultation):
    """Offer the free seats to the first of the line whose invitation has a place left.

    The line is read once: whom a seat is offered is not confirmed yet, so the balance, which puts the line in order,
    stays as it is. Returns the offers; `record_offers` tells the history of them, last in the verb.
    """
    room, offered = room_of(consultation), []
    if consultation.state not in REGISTERING or not room.has_a_seat:
        return offered
    line = waiting.line(consultation)
    taken = places_taken_of({one.registration.invitation_id for one in line})
    for following in line:
        if room.seats is not None and len(offered) == room.free:
            break
        invitation = following.registration.invitation
        if invitation is None or taken[invitation.pk] < invitation.quota:
            taken[following.registration.invitation_id] += 1
            offered.append(_offer(following, consultation))
    return offered


def record_offers(offered, *, by):
    if not offered:
        return
    record_many(
        [
            {
                "verb": "registration.offered",
                "subject": one.reference,
                "diff": {"offered_until": ["", one.offered_until.isoformat()], "served": [[], one.offered_for]},
            }
            for one in offered
        ],
        by=by,
    )


def refuse_fewer_seats(consultation):
    """Who has a seat keeps it; who calls has locked the consultation."""
    taken, seats = room_of(consultation).taken, consultation.seats
    if seats is not None and seats < taken:
        raise Refused(
            ngettext(
                "%(taken)s person has a seat already. Keep this seat, or ask the person to come online first.",
                "%(taken)s people have a seat already. Ask some of them to come online first, or keep %(taken)s seats.",
                taken,
            )
            % {"taken": taken}
        )


def refuse_other_ways(consultation):
    """Who attends online has no seat in a room. Who calls has locked the consultation.

    From a room everybody may move online, as when the room is lost.
    """
    if consultation.format != Registration.Attends.IN_PERSON:
        return
    other = consultation.registrations.live().filter(attends=Registration.Attends.ONLINE).count()
    if other:
        raise Refused(
            ngettext(
                "%(n)s person is registered to attend in the other way. Keep both ways, or change this person first.",
                "%(n)s people are registered to attend in the other way. Keep both ways, or change these people first.",
                other,
            )
            % {"n": other}
        )


def _offer(following, consultation):
    registration = following.registration
    registration.consultation = consultation
    registration.offered_until = waiting.answer_until(consultation)
    registration.offered_for = following.served
    save_change(registration)
    tell_focal_point("consultations.seat_offered", registration)
    return registration


def save_change(registration):
    registration.version += 1
    registration.save()
