"""Pages for what went wrong, in the reader's words."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    return render(request, "403.html", {"expired": True}, status=403)
