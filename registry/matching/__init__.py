"""Names compared: one engine for the search, imports, duplicates and reconciliation. Pure: no Django, no database."""

from registry.matching.acronyms import acronym_key, acronym_of, looks_like_acronym
from registry.matching.compare import Comparison, Evidence, Identity, Reason, compare
from registry.matching.keys import name_keys, query_keys, rarest, word_key
from registry.matching.nearness import likeness
from registry.matching.normalize import fold, plain, skeleton, words
from registry.matching.recognise import Recognition, Verdict, recognise
from registry.matching.score import rank, rarity, similarity
from registry.matching.scripts import direction, romanize, script_of

__all__ = [
    "Comparison",
    "Evidence",
    "Identity",
    "Reason",
    "Recognition",
    "Verdict",
    "acronym_key",
    "acronym_of",
    "compare",
    "direction",
    "fold",
    "likeness",
    "looks_like_acronym",
    "name_keys",
    "plain",
    "query_keys",
    "rank",
    "rarest",
    "rarity",
    "recognise",
    "romanize",
    "script_of",
    "similarity",
    "skeleton",
    "word_key",
    "words",
]
