"""References survive the telephone and tell a typing error."""

import pytest

from registry import references


def test_a_reference_is_read_back_as_it_was_made():
    reference = references.new("CSO")

    assert references.parse(reference) == reference


@pytest.mark.parametrize("typed", [str.lower, lambda text: text.replace("-", ""), lambda text: f" {text} "])
def test_a_reference_is_understood_as_people_type_it(typed):
    reference = references.new("CSO")

    assert references.parse(typed(reference)) == reference


def test_every_single_wrong_character_is_noticed():
    reference = references.new("CSO")

    for place in range(4, 12):
        for character in set(references.ALPHABET) - {reference[place]}:
            assert references.parse(reference[:place] + character + reference[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "CSO", "CSO-1234567", "CSO-UUUUUUUU", "nonsense", "CSO-00000000-1"])
def test_what_cannot_be_a_reference_is_none(text):
    assert references.parse(text) is None


def test_many_are_drawn_at_once_each_another_and_each_as_one_alone():
    made = references.many("CIN", 2_000)

    assert len(set(made)) == 2_000
    assert all(references.parse(reference) == reference for reference in made)
    assert set("".join(reference[4:11] for reference in made)) == set(references.ALPHABET)
