"""What was written to people, whether it left, and, in a local run, what arrived."""

import email
import re
from datetime import UTC, datetime
from email import policy
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.models import Message
from registry.states import NEXT, MessageState
from registry.views.doors import staff_page

PAGE = 50
_FILE = re.compile(r"[0-9A-Za-z.-]{1,100}\.eml")


@require_safe
@staff_page
def message_list(request):
    _may_read_messages(request)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    kinds = list(Message.objects.order_by("kind").values_list("kind", flat=True).distinct())
    state = state if state in MessageState.values else ""
    kind = kind if kind in kinds else ""
    found = Message.objects.order_by("-created_at", "-pk")
    found = found.filter(state=state) if state else found
    found = found.filter(kind=kind) if kind else found
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": MessageState.choices,
        "kind": kind,
        "kinds": kinds,
        "is_local": bool(settings.MAIL_SINK),
    }
    return render(request, "registry/message_list.html", context)


@require_safe
@staff_page
def message_detail(request, reference):
    _may_read_messages(request)
    message = get_object_or_404(Message.objects.select_related("told_in"), reference=reference)
    context = {
        "message": message,
        "bounces": message.bounces.order_by("pk"),
        # The link in it is somebody else's key.
        "body": "" if message.carries_secret else message.body,
        "can_retry": _may_retry(request, message) and not message.carries_secret,
    }
    return render(request, "registry/message_detail.html", context)


@require_POST
@staff_page
def retry(request, reference):
    _may_read_messages(request)
    message = get_object_or_404(Message, reference=reference)
    if not policies.may_retry_messages(request.user):
        raise PermissionDenied
    actions.retry_message(message, by=request.user)
    messages.success(request, _("The message will be sent again within a minute."))
    return redirect(message)


@require_safe
@staff_page
def received_list(request):
    """What the mail server of a local run has taken, newest first."""
    folder = _folder(request)
    files = sorted(folder.glob("*.eml"), reverse=True)
    page = Paginator(files, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "mails": [_mail(file) for file in page.object_list]}
    return render(request, "registry/message_received_list.html", context)


@require_safe
@staff_page
def received_detail(request, name):
    file = _folder(request) / name
    if not _FILE.fullmatch(name) or not file.is_file():
        raise Http404
    return render(request, "registry/message_received.html", {"mail": _mail(file)})


def _may_read_messages(request):
    if not policies.may_read_messages(request.user):
        raise PermissionDenied


def _may_retry(request, message):
    return policies.may_retry_messages(request.user) and MessageState.WAITING in NEXT[MessageState][message.state]


def _folder(request):
    _may_read_messages(request)
    if not settings.MAIL_SINK:
        raise Http404
    return Path(settings.MAIL_SINK)


def _mail(file):
    """A mail as its reader sees it, as text."""
    mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    body = mail.get_body(preferencelist=("plain",))
    return {
        "name": file.name,
        "to": mail["X-Envelope-To"] or mail["To"],
        "title": mail["Subject"],
        "at": datetime.fromtimestamp(file.stat().st_mtime, UTC),
        "language": mail["Content-Language"] or "",
        "message_id": mail["Message-ID"],
        "body": body.get_content() if body else "",
    }
