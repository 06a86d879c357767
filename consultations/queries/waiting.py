"""The waiting list: who is the next, and why. Balance first, then time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from consultations.models import Registration
from consultations.queries.balance import unmet_served_by
from consultations.queries.calendar import is_over, today_in

# How long a seat is kept for who is asked whether she still comes.
DAYS_A_SEAT_IS_KEPT = 5


@dataclass(frozen=True)
class Waiting:
    """One person on the list: her place in it, and the targets of balance that her coming serves."""

    registration: Registration
    place: int
    served: list


def line(consultation, *, user=None):
    """Everybody who waits without an offer, the next first, at a fixed number of queries.

    With `user`, those of whom she may know; the places are counted over them.
    """
    people = Registration.objects.filter(consultation=consultation).waiting().select_related("invitation")
    people = list(people.visible_to(user) if user else people)
    served = unmet_served_by(consultation, people)
    people.sort(key=lambda one: (not served[one.pk], one.waiting_since or one.created_at, one.pk))
    return [Waiting(one, place, served[one.pk]) for place, one in enumerate(people, start=1)]


def place_of(registration):
    """Her place in the line; None when she does not wait, or a seat is kept for her."""
    found = [one.place for one in line(registration.consultation) if one.registration.pk == registration.pk]
    return found[0] if found else None


def answer_until(consultation):
    """Until when a seat that is offered today is kept: the end of a day by the clocks of the place."""
    today, closes = today_in(consultation.zone), consultation.registration_until
    if closes is None or is_over(closes, consultation.zone):
        closes = consultation.starts_on
    day = max(min(today + timedelta(days=DAYS_A_SEAT_IS_KEPT), closes), today)
    # The last second, so that every clock shows that day.
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(consultation.zone))
