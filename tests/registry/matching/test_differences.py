"""Two texts, word by word: what a reader would strike out and what she would write instead."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.matching.differences import LONGEST, Part, compare_lists, compare_texts, split_words


def marked(before, after):
    """Both sides with what changed in brackets."""
    return tuple(
        "".join(f"[{part.text}]" if part.changed else part.text for part in side)
        for side in compare_texts(before, after)
    )


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("", "", "", ""),
        ("Aid", "Aid", "Aid", "Aid"),
        ("", "Shelters", "", "[Shelters]"),
        ("Shelters", "", "[Shelters]", ""),
        ("Ahero, Kenya", "Kisumu, Kenya", "[Ahero], Kenya", "[Kisumu], Kenya"),
        ("Legal aid.", "Legal aid, and shelters.", "Legal aid.", "Legal aid[, and shelters]."),
        # A word is struck out whole, even when one letter changed.
        ("the centre of town", "the center of town", "the [centre] of town", "the [center] of town"),
        # Two neighbours that both changed are one change.
        ("red green blue", "old new blue", "[red green] blue", "[old new] blue"),
        # What shares nothing but a sign or a space is another text.
        ("Ahero, east", "Kisumu, west", "[Ahero, east]", "[Kisumu, west]"),
        ("https://a.example", "https://b.example", "https://[a.example]", "https://[b.example]"),
        ("on 2026-10-12", "on 2026-11-12", "on [2026-10-12]", "on [2026-11-12]"),
        ("l’aide aux enfants", "l’aide aux femmes", "l’aide aux [enfants]", "l’aide aux [femmes]"),
        # Marks stay with their letters.
        ("प्रवासी सहायता केंद्र", "प्रवासी सहायता संघ", "प्रवासी सहायता [केंद्र]", "प्रवासी सहायता [संघ]"),
        ("جمعية الإغاثة", "جمعية المساعدة", "جمعية [الإغاثة]", "جمعية [المساعدة]"),
        ("<b>x</b> stays", "<i>x</i> stays", "<[b]>x</[b]> stays", "<[i]>x</[i]> stays"),
    ],
)
def test_words_are_struck_out_and_written_whole(before, after, left, right):
    assert marked(before, after) == (left, right)


_texts = st.text(alphabet="ab -.,'é\u0301ع\n<>&", max_size=40)


@given(_texts, _texts)
def test_the_pieces_of_each_side_are_its_text_and_what_is_not_marked_is_the_same(before, after):
    left, right = compare_texts(before, after)

    assert "".join(part.text for part in left) == before
    assert "".join(part.text for part in right) == after
    assert [part.text for part in left if not part.changed] == [part.text for part in right if not part.changed]
    assert any(part.changed for part in [*left, *right]) == (before != after)


@given(_texts)
def test_no_limit_of_a_piece_lies_inside_a_word(text):
    words = split_words(text)

    assert "".join(words) == text
    assert all(word.isspace() or not any(letter.isspace() for letter in word) for word in words)


def test_a_text_too_long_to_compare_is_replaced_as_a_whole_and_at_once():
    before, after = "a b " * LONGEST, "a c " * LONGEST
    began = time.monotonic()

    assert compare_texts(before, after) == ([Part(before, True)], [Part(after, True)])
    assert time.monotonic() - began < 10


def test_of_two_lists_it_is_said_what_went_what_came_and_what_stayed():
    assert compare_lists(["a", "b", "c"], ["b", "d"]) == (["a", "c"], ["d"], ["b"])
