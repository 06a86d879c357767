"""The waiting list: who is the next, and why. Balance first, then time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from consultations.models import Registration
from consultations.queries.calendar import is_over, today_in
from consultations.states import RegistrationState

# How long a seat is kept for who is asked whether she still comes.
DAYS_TO_ANSWER = 5
TARGETS = {
    "first_time": _("organizations that come for the first time"),
    "local": _("local and national organizations"),
}


@dataclass(frozen=True)
class Waiting:
    """One person on the list: her place in it, and the targets of balance that her coming serves."""

    registration: Registration
    place: int
    served: list


def line(consultation):
    """Everybody who waits without an offer, the next first, at a fixed number of queries."""
    people = list(
        Registration.objects.filter(consultation=consultation)
        .waiting()
        .select_related("organization", "invitation")
        .prefetch_related("organization__levels")
    )
    served = served_by(consultation, people)
    people.sort(key=lambda one: (not served[one.pk], one.waiting_since or one.created_at, one.pk))
    return [Waiting(one, place, served[one.pk]) for place, one in enumerate(people, start=1)]


def place_of(registration):
    """Her place in the line; None when she does not wait, or a seat is kept for her."""
    found = [one.place for one in line(registration.consultation) if one.registration.pk == registration.pk]
    return found[0] if found else None


def served_by(consultation, people):
    """{key of a registration: codes of the targets that it serves}: the one place that knows the policy of balance."""
    known = {one.organization_id for one in people if one.organization_id}
    came_before = set(
        Registration.objects.filter(organization__in=known, state=RegistrationState.ATTENDED)
        .exclude(consultation=consultation)
        .values_list("organization", flat=True)
    )
    return {one.pk: _served(one, came_before) for one in people}


def _served(registration, came_before):
    organization = registration.organization
    if organization is None:
        return []
    levels = {level.code for level in organization.levels.all()}
    serves = {
        "first_time": organization.pk not in came_before,
        "local": bool(levels & {"local", "national"}) and not levels & {"regional", "global"},
    }
    return [code for code, is_served in serves.items() if is_served]


def target_labels(codes):
    """In the reader's language; what has no words here is told as it was kept."""
    return [str(TARGETS.get(code, code)) for code in codes]


def answer_until(consultation):
    """Until when a seat that is offered today is kept: the end of a day by the clocks of the place."""
    today, closes = today_in(consultation.zone), consultation.registration_until
    if closes is None or is_over(closes, consultation.zone):
        closes = consultation.starts_on
    day = max(min(today + timedelta(days=DAYS_TO_ANSWER), closes), today)
    # The last second, so that every clock shows that day.
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(consultation.zone))
