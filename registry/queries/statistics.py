"""Figures that people may quote, from the published listings alone, and what others said of the same thing.

Budget: three statements for all figures, whatever the number of listings.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.queries import directory

# By what the listings are counted, in the order of the page.
BREAKDOWNS = ("area", "role", "type", "level", "region", "country", "trust", "freshness")
# A smaller number says more about somebody than about the inventory.
SMALLEST = 5


@dataclass(frozen=True)
class Quoted:
    """A figure that somebody else gave: never corrected by ours, and never correcting it."""

    words: str
    source: str


QUOTED = (
    Quoted(
        _("More than 1,600 civil society organizations worked with IOM, by an estimate from its inventory of 2012."),
        _("IOM leaflet on partnerships with civil society, late 2012, note 1"),
    ),
)


@dataclass(frozen=True)
class Figure:
    """How many listings have a value, and how many of these are fresh; None where the number is too small to tell."""

    code: str
    count: int | None
    fresh: int | None

    @property
    def percent(self):
        return None if self.fresh is None or not self.count else round(100 * self.fresh / self.count)


def figures():
    """(all listings, {breakdown: [Figure]}, the day of the last publication); the largest first."""
    counts = directory.count_facets({})
    fresh = directory.count_facets({"freshness": ["freshness:fresh"]})
    published = directory.totals()[1]
    found = {breakdown: _figures(breakdown, counts, fresh) for breakdown in BREAKDOWNS}
    return _figure("*", counts, fresh, smallest=0), found, published.date() if published else timezone.localdate()


def _figures(breakdown, counts, fresh):
    values = [value for value in counts if value.startswith(f"{breakdown}:")]
    values.sort(key=lambda value: (-counts[value], value))
    # The freshness of a class of freshness is no figure.
    return [_figure(value, counts, {} if breakdown == "freshness" else fresh) for value in values]


def _figure(value, counts, fresh, smallest=SMALLEST):
    count = counts.get(value, 0)
    code = value.partition(":")[2]
    share = fresh.get(value, 0) if fresh else None
    share = None if share and share < smallest else share
    return Figure(code, None, None) if count < smallest else Figure(code, count, share)
