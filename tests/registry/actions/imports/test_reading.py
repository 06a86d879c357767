"""What an import knows before it opens a file: the registry's words, the day and the country in the file's name."""

from datetime import date

import pytest

from registry.actions.imports.reading import guess_country, guess_day, guess_source, vocabularies

pytestmark = pytest.mark.django_db


def test_a_word_that_two_areas_share_tells_neither():
    areas = vocabularies().areas

    assert "1" in areas.values()
    assert "counselling" not in areas


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("3w_chad_2021-10_fr.xlsx", date(2021, 10, 31)),
        ("345w_honduras_2021_es.csv", date(2021, 12, 31)),
        ("partners 20240229.csv", date(2024, 2, 29)),
        ("partners.csv", None),
    ],
)
def test_a_file_is_as_old_as_the_last_day_its_name_allows(name, day):
    assert guess_day(name) == day


def test_next_years_file_of_a_source_has_the_same_source():
    assert guess_source("3w_chad_2021-10_fr.xlsx") == guess_source("3w_chad_2022-11_fr.xlsx")


def test_the_country_in_the_name_of_a_file_counts_when_there_is_one():
    known = vocabularies()

    assert guess_country("3w_chad_2021-10_fr.xlsx", known) == "TCD"
    assert guess_country("partners_2021_es.csv", known) is None
