"""Seats and quotas: how many there are, how many are taken. What a verb decides by it, it reads under its lock."""

from collections import Counter
from dataclasses import dataclass

from consultations.models import Registration
from consultations.queries.calendar import is_over
from consultations.states import RegistrationState


@dataclass(frozen=True)
class Room:
    """The seats of one consultation; nobody counts places online, and `seats` is None while nobody knows them."""

    seats: int | None
    taken: int

    @property
    def free(self):
        return None if self.seats is None else max(self.seats - self.taken, 0)

    @property
    def has_a_seat(self):
        return self.seats is None or self.taken < self.seats


def room_of(consultation):
    taken = Registration.objects.filter(consultation=consultation).in_the_room().with_a_place().count()
    return Room(consultation.seats, taken)


def places_taken(invitation):
    """How many people of its quota have a place, or have one kept for them."""
    return Registration.objects.filter(invitation=invitation).with_a_place().count()


def places_taken_of(invitations):
    """The same of many invitations at once: {key: people}, 0 for those of which nobody has a place."""
    found = Registration.objects.filter(invitation__in=invitations - {None}).with_a_place().order_by()
    return Counter(found.values_list("invitation", flat=True))


def places_asked(invitation):
    """The same with those who wait: further people are more than the invitation is for."""
    known = Registration.objects.filter(invitation=invitation)
    return (known.with_a_place() | known.filter(state=RegistrationState.WAITLISTED)).count()


def is_late(consultation):
    """Whether who is named now is named after registration closed."""
    closed = consultation.state != "inviting"
    return closed or is_over(consultation.registration_until, consultation.zone)
