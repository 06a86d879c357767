"""Who gets through the door of an application on the organization's side, and what all its pages show."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from observers import policies
from observers.models import Application
from registry.roles import Permission


def mine(request, reference):
    """The application, for members of its organization; to anybody else it does not exist."""
    found = Application.objects.of_member(request.user)
    found = found.select_related("organization", "criteria_set", "session", "correspondent")
    return get_object_or_404(found, reference=reference)


def to_write(request, reference):
    """The same, for who may write for the organization; whether it may be written now is for the verb to say."""
    return _for(request, reference, Permission.WRITE_APPLICATION)


def to_send(request, reference):
    """The same, for who may send and withdraw."""
    return _for(request, reference, Permission.SEND_APPLICATION)


def _for(request, reference, permission):
    application = mine(request, reference)
    if not request.user.holds_in(application.organization, permission):
        raise PermissionDenied
    return application


def shared(request, application):
    """What every page of one application shows."""
    can_write = policies.may_write_application(request.user, application)
    return {
        "application": application,
        "organization": application.organization,
        "can_write": can_write,
        "can_send": policies.may_send_application(request.user, application),
        "read_only": "" if can_write else _why_read_only(application),
    }


def _why_read_only(application):
    """In words, why nothing can be changed here."""
    if not application.is_open:
        return _("This application is closed. You can read it, and take your own copy.")
    if not application.is_writable:
        return _("You have sent this application. It stays as it was sent while IOM looks at it.")
    return _("You can read this application. To change it, ask an administrator of your organization.")


def answer_of(application, code):
    """The answer to one criterion, or 404."""
    answers = application.answers.select_related("criterion__criteria_set", "written_by")
    return get_object_or_404(answers, criterion__code=code)
