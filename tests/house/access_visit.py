"""One visit to one address, as somebody, undone afterwards; and what the table says that it should be answered."""

from http.cookies import SimpleCookie

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from registry.models import Change, Message
from tests.house.access_table import ACCESS, ALSO, LOOKS, NOT_THERE

# Outside of the API, what programs of other sites may read as well.
_FOR_EVERY_SITE = {"api-catalog", "catalog", "jsonld-context"}


def expected(name, method, role):
    """The words of the table; what it does not say is the same everywhere: no page knows another method."""
    get, post = ACCESS[name]
    if (name.startswith("api:") or name in _FOR_EVERY_SITE) and method == "OPTIONS":
        return "ok"  # what a browser asks before a script of another site may read
    if method in ("GET", "HEAD"):
        return get[role]
    if method == "POST":
        return (get if post is LOOKS else post)[role]
    if (name, method) in ALSO:
        return ALSO[name, method][role]
    return "404" if get == NOT_THERE else "405"


def visit(world, name, method, role, example):
    """One request, undone. Says also whether it left anything in the history or in the outbox."""
    address = example.path or reverse(name, kwargs=example.kwargs)
    # A browser of its own for each visit: signing out in one must not sign out the next.
    browser = Client(raise_request_exception=False)
    browser.cookies = SimpleCookie({name: morsel.value for name, morsel in world.cookies[role].items()})
    request = getattr(browser, method.lower())
    if expected(name, method, role) == "405" and method not in ("GET", "POST"):
        return request(address), False
    point = transaction.savepoint()
    try:
        if example.before:
            example.before(world)
        marks = marks_of(method)
        data = example.data(world.people[role]) if callable(example.data) else example.data
        form = {"content_type": example.content_type} if example.content_type and method == "POST" else {}
        response = request(address, data if method == "POST" else None, **form)
        if response.streaming:
            b"".join(response)
        return response, marks != marks_of(method)
    finally:
        transaction.savepoint_rollback(point)
        cache.clear()


def marks_of(method):
    """Where history and outbox end; a HEAD is a GET whose body is not sent."""
    if method == "HEAD":
        return None
    newest = [model.objects.order_by("-pk").values_list("pk") for model in (Change, Message)]
    return [found.first() for found in newest]
