"""What the verbs of screening share: who may write lists and matches now, and how a match is written."""

from django.db import connection

from registry.models import ScreeningMatch
from registry.states import MatchState

# Any number will do, as long as nothing else locks it.
_LOCK = 7_204_126
_UNJUDGED = {"proposed_by": None, "judged_by": None, "judged_at": None}


def hold_lists():
    """Until this transaction ends no list comes in, and no match is found by a list that is being replaced."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def locked(matches):
    """These matches, locked in the one order in which everybody locks them."""
    return matches.select_for_update(of=("self",)).order_by("pk")


def save(match, **facts):
    for name, value in facts.items():
        setattr(match, name, value)
    match.version += 1
    match.save()


def close(match, because):
    """Close one; returns what the history says of it."""
    before = match.state
    save(match, state=MatchState.CLOSED, closed_because=because)
    return told("match.closed", match, before, closed_because=[None, str(because)])


def reopen(match, **facts):
    before = match.state
    save(match, state=MatchState.OPEN, **_UNJUDGED, **facts)
    return told("match.reopened", match, before)


def found(matches):
    return [told("match.found", match, None) for match in ScreeningMatch.objects.bulk_create(matches)]


def told(verb, match, before, **more):
    """Without the name of the record or of the entry: the history is read by more people than matches are."""
    return {"verb": verb, "subject": match.reference, "diff": {"match_verdict": [before, str(match.state)], **more}}
