"""The day of a consultation as staff at the door read it: who is awaited, who is there, session by session."""

from dataclasses import dataclass, replace

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from consultations.exporters.contents import Person
from consultations.models import Attendance, Registration
from consultations.queries.participants import on_participants_list
from consultations.states import RegistrationState
from registry.matching import fold
from registry.models import Organization, StaffAssignment, User
from registry.queries.words import language_names
from registry.roles import Function

R = RegistrationState
AWAITED = (R.CONFIRMED, R.ATTENDED, R.NO_SHOW)
MOST_ORGANIZERS = 5


@dataclass(frozen=True)
class Row:
    """One person at the door or in a session; `present`: her attendance there, or None."""

    registration: Registration
    organization: str
    present: Attendance | None

    @property
    def is_awaited(self):
        return self.registration.state in AWAITED


def rows(registrations, *, session=None):
    """The people in the order of their names, in four queries."""
    standing = Attendance.objects.standing().filter(session=session)
    found = (
        registrations.select_related("organization", "country")
        .prefetch_related("organization__names")
        .prefetch_related(Prefetch("attendances", standing, to_attr="there"))
    )
    return [
        Row(one, one.organization.name if one.organization else one.affiliation, next(iter(one.there), None))
        for one in sorted(found, key=lambda one: (one.name.casefold(), one.pk))
    ]


def named(rows_, text):
    """Those whose name, organization or reference holds every word of the text."""
    words = fold(text).split()
    return [row for row in rows_ if all(word in _searched(row) for word in words)]


def sessions(consultation, *, user):
    """The agenda with `present`: how many people, whom this member of the staff may know of, were in each session."""
    known = consultation.registrations.visible_to(user).values("pk")
    there = Q(attendances__undone_at=None, attendances__registration__in=known)
    return list(consultation.agenda.annotate(present=Count("attendances", filter=there)).order_by("starts_at", "pk"))


def for_the_door(consultation, *, user):
    """Who is awaited, as printed for staff."""
    return _people(consultation.registrations.visible_to(user).filter(state__in=AWAITED))


def for_badges(consultation, *, user):
    """As for the door; but everybody in the room reads a badge, so it does not name an organization at risk."""
    people = consultation.registrations.visible_to(user).filter(state__in=AWAITED)
    at_risk = set(people.filter(organization__is_at_risk=True).values_list("reference", flat=True))
    return [replace(one, organization="") if one.reference in at_risk else one for one in _people(people)]


def for_participants(consultation):
    """Who agreed that the others read her name; nobody of an organization at risk, nor who did not come."""
    agreed = on_participants_list(consultation.registrations.filter(state__in=(R.CONFIRMED, R.ATTENDED)))
    safe = Organization.objects.filter(is_at_risk=False).values("pk")
    return _people(agreed.filter(Q(organization=None) | Q(organization__in=safe)))


def organizer_names():
    """Whom to see: some of those who organize consultations."""
    holding = StaffAssignment.objects.current(on=timezone.localdate()).filter(function=Function.CONSULTATION_ORGANIZER)
    found = User.objects.filter(is_active=True, assignments__in=holding).exclude(name="")
    return list(found.order_by("name").values_list("name", flat=True).distinct()[:MOST_ORGANIZERS])


def _searched(row):
    return fold(f"{row.registration.name} {row.organization} {row.registration.reference}")


def _people(registrations):
    found = rows(registrations)
    return [
        Person(
            reference=row.registration.reference,
            name=row.registration.name,
            function=row.registration.function,
            organization=row.organization,
            country=row.registration.country.name if row.registration.country else "",
            part=row.registration.get_part_display(),
            language=", ".join(language_names([row.registration.language])),
        )
        for row in found
    ]
