"""When a candidate is certain, and when a person must look."""

import pytest

from registry.matching import Evidence, Identity
from registry.matching.choosing import Asked, Outcome, choose


def identity(*names, acronym="", country="", identifier=None, domain="", type_=""):
    return Identity(
        names=tuple(("legal", name, "") for name in names),
        acronyms=(acronym,) if acronym else (),
        countries=frozenset([country] if country else []),
        identifiers=(identifier,) if identifier else (),
        domains=frozenset([domain] if domain else []),
        types=frozenset([type_] if type_ else []),
    )


def chosen(asked, *candidates):
    choice = choose(Asked(asked), enumerate(candidates), weights={})
    return choice.outcome, [one.key for one in choice.candidates if one.is_match]


KASA = identity("Kasa Union for the Dignity of Migrants", country="KEN")


@pytest.mark.parametrize(
    ("asked", "candidates", "outcome"),
    [
        # One of exactly this name is certain, also where the list names no country …
        (identity("Kasa Union for the Dignity of Migrants"), [KASA], Outcome.MATCHED),
        (identity("KASA UNION FOR THE DIGNITY OF MIGRANTS", country="KEN"), [KASA], Outcome.MATCHED),
        (identity("Kasa Union for the Dignty of Migrants", country="KEN"), [KASA], Outcome.MATCHED),
        # … but not where it names another, nor where two have the name.
        (identity("Kasa Union for the Dignity of Migrants", country="UGA"), [KASA], Outcome.AMBIGUOUS),
        (identity("Kasa Union for the Dignity of Migrants"), [KASA, KASA], Outcome.AMBIGUOUS),
        # One word of its own makes it another organization.
        (identity("Kasa Union for the Dignity of Widows", country="KEN"), [KASA], Outcome.AMBIGUOUS),
        (identity("Zoda Union for the Dignity of Migrants", country="KEN"), [KASA], Outcome.AMBIGUOUS),
        (identity("Lighthouse Theatre"), [KASA], Outcome.NONE),
        (identity("Kasa Union for the Dignity of Migrants"), [], Outcome.NONE),
    ],
)
def test_a_match_is_certain_when_nothing_contradicts_it_and_nobody_else_comes_near(asked, candidates, outcome):
    assert chosen(asked, *candidates)[0] == outcome


def test_the_country_tells_two_of_one_name_apart():
    abroad = identity("Kasa Union for the Dignity of Migrants", country="UGA")

    asked = identity("Kasa Union for the Dignity of Migrants", country="UGA")

    assert chosen(asked, KASA, abroad) == (Outcome.MATCHED, [1])


def test_an_identifier_decides_whatever_the_name():
    held = identity("Something Else", identifier=("GB-CHC", "1234567"))

    asked = identity("Kasa Union", identifier=("GB-CHC", "123 4567"))

    assert chosen(asked, KASA, held) == (Outcome.MATCHED, [1])


def test_another_number_in_the_same_register_leaves_it_to_people():
    held = identity("Kasa Union", identifier=("GB-CHC", "7654321"))

    asked = identity("Kasa Union", identifier=("GB-CHC", "1234567"))

    assert chosen(asked, held)[0] == Outcome.AMBIGUOUS


def test_an_acronym_alone_is_never_certain_but_finds():
    outcome, matched = chosen(identity("KUD"), identity("Kasa Union for Dignity", acronym="KUD", country="KEN"))

    assert (outcome, matched) == (Outcome.AMBIGUOUS, [])


def test_who_is_known_by_an_acronym_alone_is_certain_in_its_country():
    base = identity("BASE", country="TCD")

    assert chosen(identity("BASE", country="TCD"), base) == (Outcome.MATCHED, [0])
    assert chosen(identity("BASE"), base) == (Outcome.AMBIGUOUS, [])
    assert chosen(identity("BASE", country="TCD"), base, base)[0] == Outcome.AMBIGUOUS


def test_a_website_and_a_type_bring_a_candidate_nearer():
    plain, told = (
        choose(Asked(asked), [(0, identity("Kasa Union of Migrants", domain="kasa.example"))], weights={}).candidates[0]
        for asked in (identity("Kasa Migrant Aid"), identity("Kasa Migrant Aid", domain="kasa.example"))
    )

    assert told.score > plain.score
    assert told.comparison.agrees_in(Evidence.DOMAIN)


def test_what_it_does_orders_those_that_are_equally_near():
    twins = [(0, KASA), (1, KASA)]

    choice = choose(
        Asked(KASA, works=frozenset(["area:3"])), twins, weights={}, works={1: frozenset(["area:3", "area:4"])}
    )

    assert [one.key for one in choice.candidates] == [1, 0]
