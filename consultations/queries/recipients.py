"""Who is told: people of a unit, of organizations, and the organizers of consultations."""

from django.db.models import Q
from django.utils import timezone

from registry.models import Organization, User
from registry.roles import Function


def people_of_unit(unit):
    return _staff(Q(assignments__unit=unit))


def organizers():
    return _staff(Q(assignments__function=Function.CONSULTATION_ORGANIZER))


def second_readers(author):
    """Who may publish a report that this person sent to review."""
    return organizers().exclude(pk=getattr(author, "pk", None))


def people_of(organizations):
    """Each person once, also who acts for several of them."""
    acts = Q(memberships__organization__in=organizations, memberships__left_at=None)
    return User.objects.filter(acts, is_active=True).distinct().order_by("pk")


def rapporteurs(*, user):
    """Whom this member of the staff may ask for notes: colleagues, and members of organizations that she may know of.

    Nobody else: who else has an account here, and so may belong to an organization in danger, is not for her to know.
    """
    members = people_of(Organization.objects.visible_to(user).values("pk"))
    known = Q(pk__in=_staff(Q()).order_by().values("pk")) | Q(pk__in=members.order_by().values("pk"))
    return User.objects.filter(known)


def _staff(assigned):
    today = timezone.localdate()
    not_over = Q(assignments__ends_on=None) | Q(assignments__ends_on__gt=today)
    current = assigned & Q(assignments__starts_on__lte=today) & not_over
    return User.objects.filter(current, is_active=True).distinct().order_by("pk")
