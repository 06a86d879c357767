"""What was found for the lines of a list. Whom it may name is asked of the listings at the moment of reading."""

import json
from collections import Counter
from itertools import islice
from pathlib import Path

from django.core.files.storage import default_storage

from registry.models import Listing
from registry.queries.evidence import AGREEING, CONFLICTING, evidence_words
from registry.queries.words import words

CHUNK = 500
CANDIDATES = 3
COLUMNS = ["line", "ref", "name", "status", "problem", "reasons"] + [
    f"{column}_{place}" for place in range(1, CANDIDATES + 1) for column in ("id", "candidate", "score")
]


def rows(asked):
    """The cells of each line, in the order of COLUMNS. Who left the inventory since is in none of them."""
    labels = words()
    return (_cells(told, names, labels) for told, names in _lines(asked))


def counts(asked):
    """{status: how many lines have it}, as their cells say it: who left the inventory since is not counted either."""
    return dict(Counter(_status(told, _still_listed(told, names)) for told, names in _lines(asked)))


def _lines(asked):
    """Each line as it was answered, and the names of those whom it may name now."""
    with Path(default_storage.path(asked.answers)).open(encoding="utf-8") as answers:
        while chunk := [json.loads(line) for line in islice(answers, CHUNK)]:
            ids = {one["id"] for told in chunk for one in told["candidates"]}
            names = dict(Listing.objects.filter(reference__in=ids).values_list("reference", "name"))
            yield from ((told, names) for told in chunk)


def _still_listed(told, names):
    return [one for one in told["candidates"] if one["id"] in names]


def _status(told, candidates):
    status = told["status"]
    if candidates == told["candidates"] or any(one["match"] for one in candidates):
        return status
    return "ambiguous" if candidates and status != "none" else "none"


def _cells(told, names, labels):
    candidates = _still_listed(told, names)
    status = _status(told, candidates)
    reasons = []
    if candidates:
        reasons = evidence_words(candidates[0]["agreeing"], AGREEING, labels)
        reasons += evidence_words(candidates[0]["conflicting"], CONFLICTING, labels)
    cells = [told["line"], told["ref"], told["name"], status, ", ".join(told["problems"]), "; ".join(reasons)]
    for one in candidates:
        cells += [one["id"], names[one["id"]], one["score"]]
    return cells + [""] * (len(COLUMNS) - len(cells))
