"""What happens to every request before a page sees it: a number to ask by, her clock, the second factor, refusals."""

import re
import uuid
import zoneinfo
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from psycopg.errors import LockNotAvailable, QueryCanceled

from registry import actions
from registry.actions.history import request_id as current_request_id
from registry.errors import Moved, Refused

_FROM_THE_PROXY = re.compile(r"[0-9A-Za-z-]{8,36}")


def request_id(get_response):
    """Give each request an id that stands in its answer, in the history it writes and in the log."""

    def middleware(request):
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.id = given if _FROM_THE_PROXY.fullmatch(given) else str(uuid.uuid4())
        token = current_request_id.set(request.id)
        try:
            response = get_response(request)
        finally:
            current_request_id.reset(token)
        response["X-Request-Id"] = request.id
        return response

    return middleware


# How exactly her list of devices says when each was last seen.
_SEEN_WITHIN = timedelta(minutes=5)


def last_seen(get_response):
    """Note when and from where a session was last used; within some minutes and from the same place only once.

    The sign-in library would write a row for each page that somebody looks at.
    """

    def middleware(request):
        # The API asks nobody who she is.
        if not request.path.startswith("/api/") and request.user.is_authenticated and not _is_noted(request):
            UserSession.objects.create_from_request(request)
        return get_response(request)

    return middleware


def _is_noted(request):
    noted = UserSession.objects.filter(user=request.user, session_key=request.session.session_key)
    lately = noted.filter(last_seen_at__gt=timezone.now() - _SEEN_WITHIN)
    return lately.filter(ip=get_adapter().get_client_ip(request)).exists()


# Pages look with GET and act with POST; the API answers for its own methods.
_METHODS = ["GET", "HEAD", "POST"]


def plain_methods(get_response):
    """Refuse a method that no page knows, before a page takes it for a look."""

    def middleware(request):
        if request.method in _METHODS or request.path.startswith("/api/"):
            return get_response(request)
        return HttpResponseNotAllowed(_METHODS)

    return middleware


def plain_addresses(get_response):
    """Nothing has a NUL in its address, and PostgreSQL would not even look for it: there is nothing here."""

    def process_view(_request, _view, _args, kwargs):
        if any("\0" in str(part) for part in kwargs.values()):
            raise Http404

    def middleware(request):
        return get_response(request)

    middleware.process_view = process_view
    return middleware


def plain_encodings(get_response):
    """Refuse what names an encoding that nobody uses; `iom_partners.wsgi.Request` noticed it."""

    def middleware(request):
        try:
            # Read here, where what is wrong with it is answered in words.
            _ = request.accepted_types
        except (TypeError, ValueError):
            raise BadRequest from None
        if not getattr(request, "is_readable", True):
            raise BadRequest
        return get_response(request)

    return middleware


def own_clock(get_response):
    """Show times by the clock of the reader, whose zone is named beside each."""

    def middleware(request):
        # The API tells times in UTC and asks nobody who she is.
        if request.path.startswith("/api/"):
            return get_response(request)
        zone = request.user.time_zone if request.user.is_authenticated else "UTC"
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return get_response(request)

    return middleware


# Where a member of staff may go before she has a second factor, by the names of addresses: where she sets it up
# (mfa_…), proves who she is, confirms her address, or leaves; and what no person asks.
_OPEN_WITHOUT_SECOND_FACTOR = {
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "oauth-token",
    "choose-language",
    "health",
    "health-ready",
}
# Recovery codes alone are none: they stand in for a factor that was lost.
_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def second_factor(get_response):
    """Staff work with a second factor or not at all; who sets up her first is signed out everywhere else."""

    def middleware(request):
        sets_up = request.method == "POST" and request.user.is_authenticated and not _has_second_factor(request.user)
        response = get_response(request)
        # Another session may be that of somebody who only knew the password.
        if sets_up and request.user.is_authenticated and _has_second_factor(request.user):
            actions.end_other_sessions(request.user, keep=request.session.session_key)
        return response

    def process_view(request, _view, _args, _kwargs):
        name = request.resolver_match.view_name
        if name.startswith(("mfa_", "api:")) or name in _OPEN_WITHOUT_SECOND_FACTOR:
            return None
        user = request.user
        if not user.is_authenticated or not user.is_staff_member() or _has_second_factor(user):
            return None
        there = reverse("mfa_index")
        # A fragment that htmx asked for must not be filled with another page.
        return HttpResponseClientRedirect(there) if request.htmx else HttpResponseRedirect(there)

    middleware.process_view = process_view
    return middleware


def _has_second_factor(user):
    return is_mfa_enabled(user, _FACTORS)


def refusals(get_response):
    """A page whose verb was refused says so in the verb's own words, with status 409.

    One that waited too long behind a long piece of work, such as an import, says 503 and when to come back.
    """

    def process_exception(request, exception):
        if isinstance(exception, Moved):
            return HttpResponseRedirect(exception.there)
        if isinstance(exception, Refused):
            # Most of these addresses only act, so in another language there is no page at them.
            context = {"sentence": str(exception), "own_address": reverse("registry:home")}
            return render(request, "409.html", context, status=409)
        if isinstance(exception.__cause__, LockNotAvailable | QueryCanceled):
            response = render(request, "503.html", {"is_busy": True}, status=503)
            response["Retry-After"] = "10"
            return response
        return None

    def middleware(request):
        return get_response(request)

    middleware.process_exception = process_exception
    return middleware
