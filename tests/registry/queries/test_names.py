"""A search by name reads few names, by their rarest keys, and leaves out what is far from the best."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import actions
from registry.models import ListingName
from registry.queries.names import best_owners
from tests import make

pytestmark = pytest.mark.django_db


def _found(q, **options):
    return best_owners(q, ListingName.objects, owner="listing", limit=50, **options)


def test_an_acronym_with_a_number_does_not_find_every_other_number():
    wanted = make.organization("Harbour Watch", acronym="ABC12")
    for number in range(20, 40):
        make.organization(f"Another Body {number}", acronym=f"ABC{number}")

    assert [key for key, _score in _found("abc12")] == [wanted.pk]


def test_what_is_far_from_the_best_is_no_answer_beside_it():
    wanted = make.organization("Secours Éloigné des Pêcheurs")
    make.organization("Pêcheurs Unis pour la Paix et la Santé du Littoral")

    assert [key for key, _score in _found("secours eloigné des pecheurs")] == [wanted.pk]


def test_a_query_without_a_word_finds_nothing():
    make.organization("Harbour Watch")

    assert _found("…") == []


@pytest.mark.parametrize("count", [1, 30])
def test_names_are_read_by_their_index_in_two_statements(count, django_assert_num_queries):
    for number in range(count):
        make.organization(f"Harbour Watch {number}")
    actions.count_name_keys()

    with django_assert_num_queries(2), CaptureQueriesContext(connection) as captured:
        _found("harbour watch")
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
        read = captured[1]["sql"].split("; ")[1]
        cursor.execute(f"SET LOCAL enable_seqscan = off; EXPLAIN {read}")
        cursor.nextset()
        assert "listing_name_keys" in str(cursor.fetchall())


def test_a_name_that_was_never_counted_is_found():
    make.organization("Harbour Watch")
    actions.count_name_keys()
    wanted = make.organization("Lighthouse Keepers")

    assert [key for key, _score in _found("lighthouse keeper")] == [wanted.pk]
