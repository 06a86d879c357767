"""Acts of members: a second tap shows what the first did; who is refused, or only looks, is led back to the page."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.errors import Refused


def act(request, verb, *, back, done, is_done=lambda: False):
    """Act and go back. On a poor line a button is sent twice: when `is_done` all the same, what stands is told."""
    try:
        verb()
    except Refused as refused:
        if not is_done():
            messages.error(request, str(refused))
            return redirect(back)
    messages.success(request, done)
    return redirect(back)


def led_back(page, *names):
    """An address that only acts: who reloads it, or comes back to it after signing in, finds `page` instead.

    `names` are the parts of the address that the page has too.
    """

    def only_acts(view):
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request, **parts):
            if request.method == "POST":
                return view(request, **parts)
            return redirect(reverse(page, kwargs={name: parts[name] for name in names}))

        return answer

    return only_acts
