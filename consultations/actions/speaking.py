"""Who may still act for an organization at the moment at which a verb of its members acts."""

from django.utils.translation import gettext as _

from consultations.actions.telling import FOCAL_ROLES
from registry.errors import Refused
from registry.models import User
from registry.roles import Permission


def refuse_who_does_not_speak(by, organization):
    """Look again, under the lock: does she still act for this organization, or organize for IOM?"""
    if not isinstance(by, User) or is_organizer(by):
        return
    speaks = organization and organization.memberships.filter(user=by, left_at=None, role__in=FOCAL_ROLES)
    if not speaks or not speaks.exists():
        raise Refused(_("You do not act for this organization any more. Ask one of its administrators."))


def is_organizer(by):
    return not isinstance(by, User) or by.holds(Permission.MANAGE_CONSULTATIONS)
