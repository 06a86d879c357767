"""Pages for what went wrong, in the reader's words; for the API the same as problem details."""

from django.http import JsonResponse
from django.shortcuts import render


def _answer(request, status, title, context=None):
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"type": "about:blank", "title": title, "status": status, "request_id": getattr(request, "id", None)},
            status=status,
            content_type="application/problem+json",
        )
    return render(request, f"{status}.html", context, status=status)


def bad_request(request, exception=None):
    return _answer(request, 400, "Bad Request")


def forbidden(request, exception=None):
    return _answer(request, 403, "Forbidden")


def not_found(request, exception=None):
    return _answer(request, 404, "Not Found")


def broken(request):
    return _answer(request, 500, "Internal Server Error")


def csrf_failure(request, reason=""):
    return _answer(request, 403, "Forbidden", {"expired": True})
