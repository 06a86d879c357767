"""The directory finds, filters and counts; whatever way it takes, the answer is the same."""

import pytest
from django.http import QueryDict

from registry import actions
from registry.models import Listing
from registry.queries import directory
from registry.queries.directory import Selection
from tests import make

pytestmark = pytest.mark.django_db


def _names(question, **paging):
    selection = Selection.from_query(QueryDict(question))
    found = directory.find(selection)
    keys = [key for key, *_rest in directory.rows(selection, found, **paging)]
    names = dict(Listing.objects.values_list("pk", "name"))
    return [names[key] for key in keys]


def _count(question):
    return directory.find(Selection.from_query(QueryDict(question)))


@pytest.mark.parametrize(
    "typed",
    [
        "Secours Éloigné",
        "secours eloigne",
        "SECOURS ÉLOIGNÉ",
        "Eloigne Secours",
        "secour éloignée",
        "SEL",
        "sel",
        "Secou",
    ],
)
def test_accents_case_word_order_typos_acronyms_and_beginnings_find_it(typed):
    make.organization("Secours Éloigné", acronym="SEL")
    make.organization("Harbour Watch")

    assert _names(QueryDict(mutable=True).urlencode() + f"q={typed}")[0] == "Secours Éloigné"


@pytest.mark.parametrize("typed", ["جمعية الأمل", "جمعية الامل", "جمعيه الأمل", "جمعيّة الأمل"])
def test_arabic_letter_variants_find_it(typed):
    make.organization("Hope Society", names=[{"kind": "local", "text": "جمعية الأمل", "language": "ar"}])

    assert _names(f"q={typed}") == ["Hope Society"]


def test_a_reference_typed_by_hand_finds_its_organization():
    organization = make.organization("Hope Society")
    make.organization("Harbour Watch")

    assert _names(f"q={organization.reference.lower()}")[0] == "Hope Society"


def test_values_of_one_facet_widen_and_two_facets_narrow():
    make.organization("A", types=["ngo"], hq_country_id="KEN")
    make.organization("B", types=["media"], hq_country_id="KEN")
    make.organization("C", types=["media"], hq_country_id="TCD")

    assert _names("type=ngo&type=media") == ["A", "B", "C"]
    assert _names("type=media&country=KEN") == ["B"]


def test_a_facet_counts_within_the_other_filters_but_not_within_its_own():
    make.organization("A", types=["ngo"], hq_country_id="KEN")
    make.organization("B", types=["media"], hq_country_id="KEN")
    make.organization("C", types=["media"], hq_country_id="TCD")

    found = _count("type=media&country=KEN")

    assert found.count == 1
    assert (found.counts["type:ngo"], found.counts["type:media"]) == (1, 1)
    assert (found.counts["country:KEN"], found.counts["country:TCD"]) == (1, 1)


def test_a_search_counts_its_facets_by_the_same_rule():
    make.organization("Harbour Watch One", types=["ngo"], hq_country_id="KEN")
    make.organization("Harbour Watch Two", types=["media"], hq_country_id="TCD")
    make.organization("Quite Another", types=["media"], hq_country_id="TCD")

    found = _count("q=harbour watch&country=KEN")

    assert found.count == 1
    assert found.counts["country:TCD"] == 1
    assert "type:media" not in found.counts


@pytest.mark.parametrize(
    "question", ["country=KEN", "country=KEN&country=TCD", "country=KEN&type=ngo", "type=ngo&type=media"]
)
@pytest.mark.parametrize("ordering", ["name", "recent"])
def test_the_index_walk_and_the_bits_give_the_same_rows_in_the_same_order(question, ordering, monkeypatch):
    for n in range(30):
        make.organization(
            f"Organization {n:02}", types=["ngo", "media"][: n % 2 + 1], hq_country_id=["KEN", "TCD"][n % 3 == 0]
        )
    question += f"&ordering={ordering}"
    by_bits = _names(question, limit=30)
    monkeypatch.setattr(directory, "FEW", 0)

    by_walk = _names(question, limit=30)

    assert by_walk == by_bits != []
    assert _names(question, offset=5, limit=5) == by_bits[5:10]


def test_what_makes_no_sense_in_an_address_is_left_out():
    selection = Selection.from_query(QueryDict("ordering=nosuch&type=&country=%00&page=x&nosuch=1"))

    assert selection == Selection()


@pytest.mark.parametrize("question", ["", "country=KEN", "q=organization"])
@pytest.mark.parametrize("count", [1, 30])
def test_finding_costs_the_same_for_one_and_for_thirty(question, count, django_assert_max_num_queries):
    for n in range(count):
        make.organization(f"Organization {n}")
    actions.count_name_keys()

    with django_assert_max_num_queries(5):
        _names(question)
