"""What was found for the lines of a list. Whom it may name is asked of the listings at the moment of reading."""

import json
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
    with Path(default_storage.path(asked.answers)).open(encoding="utf-8") as answers:
        while chunk := [json.loads(line) for line in islice(answers, CHUNK)]:
            ids = {one["id"] for told in chunk for one in told["candidates"]}
            names = dict(Listing.objects.filter(reference__in=ids).values_list("reference", "name"))
            yield from (_cells(told, names, labels) for told in chunk)


def _cells(told, names, labels):
    candidates = [one for one in told["candidates"] if one["id"] in names]
    status = told["status"]
    if candidates != told["candidates"]:
        has_match = any(one["match"] for one in candidates)
        status = status if has_match else "ambiguous" if candidates and status != "none" else "none"
    reasons = []
    if candidates:
        reasons = evidence_words(candidates[0]["agreeing"], AGREEING, labels)
        reasons += evidence_words(candidates[0]["conflicting"], CONFLICTING, labels)
    cells = [told["line"], told["ref"], told["name"], status, ", ".join(told["problems"]), "; ".join(reasons)]
    for one in candidates:
        cells += [one["id"], names[one["id"]], one["score"]]
    return cells + [""] * (len(COLUMNS) - len(cells))
