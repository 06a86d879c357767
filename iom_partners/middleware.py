"""What happens to every request before a page sees it: a number to ask by, the second factor, and refusals in words."""

import re
import uuid

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from registry.actions.history import request_id as current_request_id
from registry.errors import Refused

_FROM_THE_PROXY = re.compile(r"[0-9A-Za-z-]{8,36}")


def request_id(get_response):
    """Give each request an id that stands in its answer, in the history it writes and in the log."""

    def middleware(request):
        given = request.headers.get("X-Request-Id", "")
        request.id = given if _FROM_THE_PROXY.fullmatch(given) else str(uuid.uuid4())
        token = current_request_id.set(request.id)
        try:
            response = get_response(request)
        finally:
            current_request_id.reset(token)
        response["X-Request-Id"] = request.id
        return response

    return middleware


# Where a member of staff may go before she has a second factor: only where she sets it up, or leaves.
_OPEN_WITHOUT_SECOND_FACTOR = re.compile(r"^/(?:[a-z]{2}/account/|static/|health)")


def second_factor(get_response):
    """Staff work with a second factor or not at all."""

    def middleware(request):
        user = request.user
        if (
            user.is_authenticated
            and user.is_staff_member()
            and not _OPEN_WITHOUT_SECOND_FACTOR.match(request.path)
            and not is_mfa_enabled(user)
        ):
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    return middleware


def refusals(get_response):
    """A page whose verb was refused says so in the verb's own words, with status 409."""

    def process_exception(request, exception):
        if isinstance(exception, Refused):
            return render(request, "409.html", {"sentence": str(exception)}, status=409)
        return None

    def middleware(request):
        return get_response(request)

    middleware.process_exception = process_exception
    return middleware
