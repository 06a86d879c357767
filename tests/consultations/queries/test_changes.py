"""The auditor finds in words, and under a kind, whatever a verb of consultations wrote down."""

from django.conf import settings

from consultations.queries.changes import KINDS, VERBS


def test_every_verb_stands_under_a_kind_and_every_kind_has_a_verb():
    assert {verb.partition(".")[0] for verb in VERBS} == set(KINDS)


def test_no_words_are_kept_of_what_nobody_does():
    code = "\n".join(path.read_text() for path in (settings.BASE_DIR / "consultations" / "actions").rglob("*.py"))

    assert [verb for verb in VERBS if f'"{verb}"' not in code] == []
