"""Whatever a verb wrote down, the history can tell it: in words where it knows them, and never with a break."""

import re

import pytest
from django.conf import settings

from registry import actions
from registry.queries.changes import kinds, pairs, told, verbs
from tests import make

pytestmark = pytest.mark.django_db


def sides(diff, user):
    """The first field of a change with this diff: both sides as text, line by line."""
    change = actions.record("organization.edited", subject="CSO-00000000", by="test", diff=diff)
    field = told([change], user=user)[0]["fields"][0]
    return tuple(["".join(part.text for part in line) for line in field[side]] for side in ("before", "after"))


@pytest.mark.parametrize(
    ("diff", "before", "after"),
    [
        ({"hq_country": ["KEN", None]}, ["Kenya"], []),
        ({"hq_country": ["ZZZ", ""]}, ["ZZZ"], []),
        ({"types": [["ngo"], []]}, ["Non-governmental organization"], []),
        ({"kind": ["cso", "un"]}, ["Civil society organization"], ["United Nations body"]),
        ({"state": ["draft", "somewhere"]}, ["Draft"], ["somewhere"]),
        ({"languages": [["fr"], ["xx"]]}, ["French"], ["xx"]),
        ({"founded": [None, 1998]}, [], ["1998"]),
        ({"verified_on": ["2026-05-03", "2026-02-31"]}, ["3 May 2026"], ["2026-02-31"]),
        ({"is_active": [True, False]}, ["Yes"], ["No"]),
        ({"names": [["A (B) (legal, fr)"], ["C (guess)"]]}, ["A (B) (Official name, French)"], ["C (guess)"]),
        ({"identifiers": [["none"], ["XX 1 2"]]}, ["No public register exists"], ["XX: 1 2"]),
        ({"presences": [["KEN Homa Bay"], "UGA"]}, ["Kenya, Homa Bay"], ["Uganda"]),
        ({"partnership": ["donor, area 1, KEN", "verified"]}, None, ["Verified"]),
        ({"partnership": ["a, b", "donor, area 99, ZZZ"]}, ["a, b"], None),
        ({"contact_fields": [[], ["phone", "gone"]]}, [], ["telephone", "gone"]),
        ({"contacts": [0, 3]}, ["0"], ["3"]),
        ({"result": [None, {"done": 3, "of": [1]}]}, [], ["done: 3, of: [1]"]),
        ({"result": [[{"a": 1}], [[1, 2]]]}, ["a: 1"], ["[1, 2]"]),
        ({"visibility": ["staff", "nobody"]}, None, ["nobody"]),
    ],
)
def test_codes_become_words_and_what_it_does_not_know_stands_as_it_is(diff, before, after, curator):
    left, right = sides(diff, curator)

    assert before is None or left == before
    assert after is None or right == after


@pytest.mark.parametrize("diff", [{}, {"rows": [0, 5]}, {"rows": {"names": []}}, {"x": [1]}, {"x": "y"}, {"x": None}])
def test_what_is_no_pair_breaks_nothing(diff, curator):
    change = actions.record("organization.edited", subject="CSO-00000000", by="test", diff=diff)

    assert len(told([change], user=curator)[0]["fields"]) == len(pairs(diff)) <= 1


def test_a_longer_list_shows_what_moved_and_counts_the_rest(curator):
    places = [f"KEN Place {number}" for number in range(9)]
    change = actions.record(
        "organization.edited", subject="CSO-00000000", by="test", diff={"presences": [places, [*places[1:], "UGA"]]}
    )

    field = told([change], user=curator)[0]["fields"][0]

    assert (len(field["before"]), len(field["after"]), field["rest"]) == (1, 1, "and 8 as before")
    assert field["summary"] == "1 added, 1 removed"


def verbs_written():
    """The verbs that actions write down, as far as they stand there in one piece."""
    texts = [path.read_text() for app in ("registry", "observers") for path in (settings.BASE_DIR / app).rglob("*.py")]
    asked = r'(?:\b_?record|_tell|_finish|_announce)\(\s*"([a-z]+\.[a-z_]+)"|"verb": "([a-z]+\.[a-z_]+)"'
    return {verb for text in texts for pair in re.findall(asked, text) for verb in pair if verb}


def test_every_kind_and_every_verb_has_words_of_both_apps():
    assert verbs()["application.conflict_declared"]
    assert {verb.partition(".")[0] for verb in verbs()} - set(kinds()) == {"contacts", "history"}
    assert not [kind for kind in kinds() if "." in kind]
    assert verbs_written() - set(verbs()) == set()


def test_names_that_only_changed_places_say_which_is_first_now(curator):
    first, second = {"kind": "legal", "text": "One"}, {"kind": "other", "text": "Two"}
    organization = make.organization()
    organization = actions.edit_organization(
        organization, changes={"names": [first | {"is_primary": True}, second]}, by=curator
    )
    actions.edit_organization(organization, changes={"names": [first, second | {"is_primary": True}]}, by=curator)

    change = actions.history.Change.objects.about(organization.reference).first()
    field = told([change], user=curator)[0]["fields"][0]

    assert "Two (Other name), shown first" in ["".join(part.text for part in line) for line in field["after"]]
