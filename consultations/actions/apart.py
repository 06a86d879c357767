"""What the clock does to many things: each in its own transaction, so that one that breaks stops none of the others."""

import logging

from django.db import transaction

logger = logging.getLogger(__name__)


def each_apart(things, act):
    """The sum of what `act` returns for each; one that breaks is logged and tried again when the clock comes back."""
    return sum(apart(act, thing, else_=0) for thing in things)


def apart(act, thing, *, else_=None):
    """What `act` returns for this one; when it breaks, everything that it wrote is undone, and it is `else_`."""
    try:
        with transaction.atomic():
            return act(thing)
    except Exception:
        # The name of the act alone: what it was given may hold addresses.
        name = getattr(act, "func", act).__name__
        logger.exception("%s broke for %s", name, getattr(thing, "reference", thing))
        return else_
