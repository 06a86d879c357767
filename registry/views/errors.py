"""Pages for what went wrong, in the reader's words. The API's own door has words for its callers."""

from django.http import HttpResponse
from django.shortcuts import render


def _answer(request, status, context=None):
    if request.path.startswith("/api/"):
        # A status and no body: iom_partners.api.middleware makes problem details of it.
        return HttpResponse(status=status)
    return render(request, f"{status}.html", context, status=status)


def bad_request(request, exception=None):
    return _answer(request, 400)


def forbidden(request, exception=None):
    return _answer(request, 403)


def not_found(request, exception=None):
    return _answer(request, 404)


def broken(request):
    return _answer(request, 500)


def csrf_failure(request, reason=""):
    return _answer(request, 403, {"expired": True})
