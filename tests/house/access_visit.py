"""One visit to one address, as somebody, undone afterwards; and what the table says that it should be answered."""

from http.cookies import SimpleCookie

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from tests.house.access_table import ACCESS, ALSO, LOOKS, NOT_THERE

# What stands between a browser and the pages keeps nothing of a visit, so it is put up once.
_SITE = ClientHandler(enforce_csrf_checks=False)
_MENU = ("desk:{}", "observers-menu:{}:0", "observers-menu:{}:1")
# Outside of the API, what programs of other sites may read as well.
_FOR_EVERY_SITE = {"api-catalog", "api-docs", "catalog", "jsonld-context"}


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
    browser.handler = _SITE
    browser.cookies = SimpleCookie({name: morsel.value for name, morsel in world.cookies[role].items()})
    request = getattr(browser, method.lower())
    if expected(name, method, role) == "405" and method not in ("GET", "POST"):
        return request(address), False
    cache.set_many(world.numbers.get(role, {}))
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
        # Nothing changes how much waits for her, for each visit is undone; nothing else that was kept is seen again.
        # What a visit counted after it had changed something is not how much waits for her.
        if method == "GET":
            world.numbers[role] = cache.get_many(_numbers(world.people[role]))
        cache.clear()


def _numbers(person):
    """The keys under which the numbers of her menu are kept."""
    return [key.format(person.pk) for key in _MENU] if person else []


def marks_of(method):
    """Where history and outbox end; a HEAD is a GET whose body is not sent."""
    if method == "HEAD":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT max(id) FROM registry_change), (SELECT max(id) FROM registry_message)")
        return cursor.fetchone()
