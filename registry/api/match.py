"""Matching a list: which listed organization each line of it means, or whom it may mean, and why."""

from django.utils.translation import gettext as _

from registry.api import parameters
from registry.api.bodies import whole
from registry.api.candidates import features_of, name_of, percent, reasons_of
from registry.api.problems import Problem
from registry.queries import matches
from registry.queries.match_lines import line
from registry.queries.words import words

MOST_ROWS = 100
PARAMETERS = (
    parameters.whole_number("limit", 1, matches.MOST_CANDIDATES, 5, "Candidates of each line."),
    *parameters.COMMON,
)


def lines(body):
    """The lines of a body; raises Problem when it is no list of lines."""
    if not isinstance(body, list) or not body or not _is_text(body):
        detail = _("The body must be a list of lines, each an object with at least a name.")
        raise Problem("invalid-body", errors=[{"pointer": "", "code": "malformed", "detail": detail}])
    if len(body) > MOST_ROWS:
        raise Problem(
            "too-large",
            _("At most %(most)s lines are matched at once. Send a file to /match/jobs for more.") % {"most": MOST_ROWS},
        )
    known = matches.known_lists()
    return [line(said, known, pointer=f"/{at}") for at, said in enumerate(body)]


def _is_text(body):
    try:
        whole(body)
    except ValueError:
        return False
    return True


def results(read, *, limit):
    """What is answered about each line, in their order. Of a line with errors nothing is looked up."""
    answers = iter(matches.matches([one.row for one in read if not one.errors], limit=limit))
    labels = words()
    return [_invalid(one) if one.errors else _result(one, next(answers), labels) for one in read]


def _invalid(one):
    return {"ref": one.ref, "status": "invalid", "candidates": [], "errors": one.errors}


def _result(one, answer, labels):
    candidates = [
        {
            "id": found.public["id"],
            "name": name_of(found.public),
            "score": percent(found.candidate.score),
            "match": found.candidate.is_match,
            "features": features_of(found.candidate),
            "reasons": reasons_of(found.candidate, labels),
        }
        for found in answer.found
    ]
    return {"ref": one.ref, "status": str(answer.outcome), "candidates": candidates, "errors": []}
