"""Names compared: one engine for the search, imports, duplicates and reconciliation. Pure: no Django, no database."""

from registry.matching.acronyms import acronym_key, acronym_of, looks_like_acronym
from registry.matching.compare import Comparison, Evidence, Identity, Reason, compare
from registry.matching.domains import domain_of, is_shared
from registry.matching.keys import name_keys, query_keys, rarest, word_key
from registry.matching.lookalikes import Oddity, as_it_looks, imitates, oddities
from registry.matching.nearness import likeness
from registry.matching.normalize import fold, plain, skeleton, words
from registry.matching.recognise import Recognition, Verdict, recognise
from registry.matching.score import rank, rarity, similarity
from registry.matching.scripts import direction, romanize, script_of

__all__ = [
    "Comparison",
    "Evidence",
    "Identity",
    "Oddity",
    "Reason",
    "Recognition",
    "Verdict",
    "acronym_key",
    "acronym_of",
    "as_it_looks",
    "compare",
    "direction",
    "domain_of",
    "fold",
    "imitates",
    "is_shared",
    "likeness",
    "looks_like_acronym",
    "name_keys",
    "oddities",
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
