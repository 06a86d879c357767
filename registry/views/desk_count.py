"""Numbers of the desk that may be a little old: what waits, for the menu of every page, and what nobody confirmed."""

from registry.queries import desk
from registry.views.kept import keep, kept

# What waits is counted anew once a minute, and by the desk itself; the whole inventory a few times an hour.
WAITING_FOR, UNCONFIRMED_FOR = 60, 15 * 60


def waiting(user):
    return kept(f"desk:{user.pk}", WAITING_FOR, lambda: desk.waiting(user))


def remember_waiting(user, count):
    keep(f"desk:{user.pk}", WAITING_FOR, count)


def unconfirmed(user):
    """See queries.desk.unconfirmed."""
    return kept(f"desk-unconfirmed:{user.pk}", UNCONFIRMED_FOR, lambda: desk.unconfirmed(user))
