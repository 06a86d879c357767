"""A thousand lines of lists in English, French, Spanish and Arabic, of which it is known whom they mean."""

import pytest

from benchmarks import load
from benchmarks.asked import measure, registry, rows
from registry import actions
from registry.models import Organization
from registry.queries import matches

SEED = 11


@pytest.mark.slow  # Publishes seven hundred organizations and compares a thousand lines with them.
@pytest.mark.django_db
def test_a_thousand_lines_find_whom_they_mean_and_hardly_any_is_matched_wrongly():
    organizations = registry(700, SEED)
    keys = load.write_facts(organizations, 0, load.Rest())
    actions.publish_listings(Organization.objects.filter(pk__in=keys))
    actions.count_name_keys()

    measured = measure(rows(organizations, 1_000, SEED, held_out=True), load.keys_by_number(), matches.matches)

    assert measured.recall_at_3 >= 0.95
    assert measured.wrong_matches <= 0.01
    # Else nobody would have to look, and nobody would be helped.
    assert measured.matched >= 0.5
