"""What people wrote, made fit for a page: every letter stays, nothing turns, hides or runs off."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from observers.exporters import letter_pdf
from observers.exporters.contents import Name, SharedFinding
from registry.exporters.text import breakable, plain, said, said_lines, shortened
from tests.observers.exporters.samples import letter


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  two   words\t", "two words"),
        ("one\nline", "one line"),
        ("a\x00b", "a\ufffdb"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\ufeffname", "name"),
        ("\ud800", "\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301", "é"),
    ],
)
def test_letters_stay_and_commands_go(written, read):
    assert plain(written) == read


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("شبكة ABC", True), ("(٢٠٠٣) شبكة", True), ("ABC شبكة", False), ("רשת", True), ("2003", False), ("", False)],
)
def test_a_text_runs_as_its_first_letter_does(text, rtl):
    assert said(text)["rtl"] is rtl


def test_paragraphs_are_kept_and_empty_lines_are_not():
    assert [line["text"] for line in said_lines("one\r\n\r\ntwo\u2028three")] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("short", 9, ("short", False)),
        ("cut between, words", 13, ("cut between …", True)),
        ("x" * 30, 9, ("x" * 9 + " …", True)),
    ],
)
def test_what_is_shortened_says_so(text, most, cut):
    assert shortened(text, most) == cut


@given(st.text())
def test_any_text_can_break_and_is_still_the_same_text(text):
    assert breakable(plain(text).replace("\u200b", "")).replace("\u200b", "") == plain(text).replace("\u200b", "")


@pytest.mark.slow  # Some hundred texts are set, in a few files.
@settings(max_examples=5, deadline=None)
@given(st.lists(st.text(max_size=100), min_size=20, max_size=60))
def test_any_text_can_be_set(texts):
    findings = tuple(SharedFinding(text, text, "met", text, text) for text in texts)

    assert letter_pdf(letter(organization=Name(texts[0]), reasons=texts[1], findings=findings)).startswith(b"%PDF")
