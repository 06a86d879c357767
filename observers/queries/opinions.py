"""Opinions that a person may know of: asked of her unit, or of files that she has opened; never with a conflict.

Each knows whether she has declared (`is_open`); before that she reads whose application it is, and no more.
"""

from django.db.models import Exists, OuterRef, Q

from observers.models import Application, Conflict, OpinionRequest
from registry.models import Country, Organization, Unit, UnitKind

AT_HEADQUARTERS = [UnitKind.HEADQUARTERS, UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.DIVISION, UnitKind.UNIT]


def opinions_asked_of(user):
    """Those asked of the units that she works in, what waits for an answer first."""
    units = {assignment.unit_id for assignment in user.current_assignments()} - {None}
    # Most work in no unit, and the menu of every page asks this.
    known = _known(user) if units else OpinionRequest.objects.none()
    return known.filter(unit__in=units).order_by("answered_at", "due_at", "pk")


def opinions_open_to(user):
    """Those, and those of the files that she reads and has declared on."""
    units = {assignment.unit_id for assignment in user.current_assignments()} - {None}
    declared = Conflict.objects.filter(user=user, says="none").values("application")
    files = Application.objects.open_to_staff(user).filter(pk__in=declared)
    return _known(user).filter(Q(unit__in=units) | Q(application__in=files))


def missions_of(organization):
    """The keys of IOM's missions in the countries of its head office, its work and its partnerships."""
    countries = Country.objects.filter(
        Q(pk=organization.hq_country_id)
        | Q(pk__in=organization.presences.values("country"))
        | Q(pk__in=organization.partnerships.values("country"))
    )
    missions = Unit.objects.filter(country__in=countries).exclude(kind__in=AT_HEADQUARTERS)
    return set(missions.values_list("pk", flat=True))


def _known(user):
    declared = Conflict.objects.filter(application=OuterRef("application"), user=user, says="none")
    free = Application.objects.free_of_conflict(user).filter(organization__in=Organization.objects.visible_to(user))
    return (
        OpinionRequest.objects.filter(application__in=free)
        .annotate(is_open=Exists(declared))
        .select_related("unit", "application__organization", "application__session")
        .prefetch_related("application__organization__names")
    )
