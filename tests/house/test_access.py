"""Every address, every method and every kind of visitor, against the table that an auditor reads (access_table)."""

import re
from collections import Counter

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house import access_world
from tests.house.access_table import ACCESS, LOOKS, READINGS_ARE_NOTED, ROLES, WITHOUT
from tests.house.access_visit import expected, visit

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def names_of(resolver, space=""):
    """Every named address of the site, with its namespace."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.callback.__name__}"


NAMES = sorted(set(names_of(get_resolver())))


def test_every_address_has_a_line_and_every_line_an_address():
    assert sorted(ACCESS) == NAMES


def roles_for(name, method):
    """Everybody looks and acts. The other methods are answered by what answers these, or by one piece of code for the
    whole site: one visitor for each kind of answer to a look is enough. That a page does not know a method is said
    by such a piece of code too, whoever asks: two visitors."""
    if method in ("GET", "POST"):
        unknown = [role for role in ROLES if expected(name, method, role) == "405"]
        return [role for role in ROLES if role not in unknown[1:-1]]
    return list({expected(name, "GET", role): role for role in ROLES}.values())


def answer(response, role):
    """The response in the words of the table."""
    there = response.get("Location", "").partition("?")[0]
    if there == reverse("mfa_index") and role in WITHOUT:
        return "setup"
    for name, word in (("account_login", "login"), ("account_reauthenticate", "prove")):
        if there == reverse(name):
            return word
    if re.match(r"/en/invitations/", there) and role in ("anonymous", "unverified", "halfway"):
        return "away"
    return "ok" if response.status_code < 400 else str(response.status_code)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_who_gets_in(name, world, tally):
    """Each cell as the table says, something for somebody behind every line, and nothing written by a look."""
    examples, wrong, passed = access_world.examples(world), [], Counter()
    for method in METHODS:
        for role in roles_for(name, method):
            response, wrote = visit(world, name, method, role, examples.get(name, access_world.Example()))
            got, wanted = answer(response, role), expected(name, method, role)
            passed[method] += got == "ok"
            if got != wanted:
                wrong.append(f"{method} as {role}: {got} ({response.status_code}) instead of {wanted}")
            elif wrote and name not in READINGS_ARE_NOTED and (method != "POST" or ACCESS[name][1] is LOOKS):
                wrong.append(f"{method} as {role}: something was written")
    vacuous = [
        f"{method}: nobody passed where somebody should"
        for method in METHODS
        if not passed[method] and "ok" in {expected(name, method, role) for role in ROLES}
    ]
    tally["cells"] += sum(len(roles_for(name, method)) for method in METHODS)
    tally["wrong"] += len(wrong)
    tally["vacuous"] += len(vacuous)
    if wrong + vacuous:
        pytest.fail("\n".join([name, *wrong, *vacuous]), pytrace=False)


@pytest.fixture(scope="module")
def tally(request):
    """How many cells there were, for whoever reads the log."""
    counts = Counter()
    yield counts
    log = request.config.pluginmanager.get_plugin("terminalreporter")
    log.write_line(f"\n{counts['wrong']} of {counts['cells']} cells wrong, {counts['vacuous']} vacuous")


# Who may not know of the organization in danger: members of others, and staff who do not answer for it.
STRANGERS = ("anonymous", "admin_a", "admin_b", "curator_abroad", "reviewer", "auditor", "administrator")


@pytest.mark.slow
def test_an_organization_in_danger_looks_the_same_as_one_that_never_was(world):
    """Every page of an organization: same status and same bytes, but for the reference that was asked for."""
    of_a = {"reference": world.a.reference}
    names = [name for name, example in access_world.examples(world).items() if example.kwargs == of_a]
    told = {}
    for name in names:
        for role in STRANGERS:
            pair = [_seen(world, name, role, known) for known in (world.in_danger.reference, "CSO-00000000")]
            if pair[0] != pair[1]:
                told[name, role] = pair

    assert len(names) > 15
    assert told == {}


def test_the_team_of_another_organization_looks_the_same_as_none(world):
    for role in ("admin_b", "curator", "administrator"):
        assert _seen(world, "registry:team", role, world.a.reference) == _seen(
            world, "registry:team", role, "CSO-00000000"
        )


def test_what_a_visit_counted_that_changed_something_is_told_to_no_other(world):
    key = f"desk:{world.people['curator'].pk}"
    example = access_world.Example(path="/en/", before=lambda _world: cache.set(key, "counted"))

    visit(world, "registry:desk", "POST", "curator", example)

    assert world.numbers.get("curator", {}).get(key) != "counted"


def _seen(world, name, role, reference):
    response, _wrote = visit(world, name, "GET", role, access_world.Example({"reference": reference}))
    text = response.content.decode().replace(reference, "REFERENCE")
    # The token of the sign-out button and the number of the request are others at every look.
    text = re.sub(r"csrfmiddlewaretoken\W+value\W+\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", text)
    return [str(response.status_code), response.get("Location", "").replace(reference, "REFERENCE"), *text.split("\n")]
