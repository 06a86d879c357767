"""What stands beside what is to stand."""

import pytest

from registry.views.differences import sides

A = [("same", "A")]
CASES = [
    ([], ["New"], [], [[("new", "New")]]),
    (["Old"], [], [[("gone", "Old")]], []),
    (["Same"], ["Same"], [[("same", "Same")]], [[("same", "Same")]]),
    (
        ["Aid for migrants"],
        ["Aid for refugees"],
        [[("same", "Aid for "), ("gone", "migrants")]],
        [[("same", "Aid for "), ("new", "refugees")]],
    ),
    # Nothing in common: the whole text changes.
    (["1990"], ["1991"], [[("gone", "1990")]], [[("new", "1991")]]),
    (
        ["A", "B"],
        ["A", "C", "D"],
        [[("same", "A")], [("gone", "B")]],
        [[("same", "A")], [("new", "C")], [("new", "D")]],
    ),
]


@pytest.mark.parametrize(("before", "after", "left", "right"), CASES)
def test_what_goes_stands_left_and_what_comes_stands_right(before, after, left, right):
    told = sides(before, after)

    assert (told["before"], told["after"]) == (left, right)


def test_words_in_any_script_change_as_a_whole():
    told = sides(["جمعية النخلة الزرقاء"], ["جمعية النخلة الخضراء"])

    assert told["before"][0][-1] == ("gone", "الزرقاء")
    assert told["after"][0][-1] == ("new", "الخضراء")


def test_a_long_text_is_compared_in_good_time():
    left, right = " ".join(f"word{n}" for n in range(100)), " ".join(f"word{n}" for n in range(50, 150))

    told = sides([left], [right])

    assert "".join(text for _mark, text in told["after"][0]) == right
