"""Opinions that a person may know of: asked of her unit, or of files that she has opened; never with a conflict."""

from django.db.models import Q

from observers.models import Application, Conflict, OpinionRequest
from registry.models import Organization


def opinions_asked_of(user):
    """Those asked of the units that she works in, what waits for an answer first."""
    units = {assignment.unit_id for assignment in user.current_assignments()} - {None}
    return _known(user).filter(unit__in=units).order_by("answered_at", "due_at", "pk")


def opinions_open_to(user):
    """Those, and those of the files that she reads and has declared on."""
    units = {assignment.unit_id for assignment in user.current_assignments()} - {None}
    declared = Conflict.objects.filter(user=user, says="none").values("application")
    files = Application.objects.open_to_staff(user).filter(pk__in=declared)
    return _known(user).filter(Q(unit__in=units) | Q(application__in=files))


def _known(user):
    free = Application.objects.free_of_conflict(user).filter(organization__in=Organization.objects.visible_to(user))
    return (
        OpinionRequest.objects.filter(application__in=free)
        .select_related("unit", "application__organization", "application__session")
        .prefetch_related("application__organization__names")
    )
