"""Figures that people may quote, from the published listings alone, and what others said of the same thing.

Budget: four statements for all figures, whatever the number of listings.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models import Region
from registry.queries import directory
from registry.queries.small_cells import SMALLEST, share_is_told, told

# By what the listings are counted, in the order of the page.
BREAKDOWNS = ("area", "role", "type", "level", "region", "country", "unit", "trust", "freshness")
# Each listing has exactly one value of these.
ADDING_UP = {"trust", "freshness"}

DEFINITIONS = {
    "area": _("Organizations with at least one partnership in the area, told by a source or verified."),
    "role": _("Organizations that had this role in at least one partnership with IOM."),
    "type": _("Organizations by what they are; one may be of several types."),
    "level": _("Organizations by the levels at which they work; one may work at several."),
    "region": _("Organizations that work in at least one country of the region."),
    "country": _("Organizations that work in the country, or have their head office there."),
    "unit": _("Organizations with at least one partnership that this IOM mission or unit answers for."),
    "trust": _("Organizations by their level of trust: listed, confirmed by themselves, verified by IOM."),
    "freshness": _("Organizations by the last day on which anybody saw, confirmed or verified them."),
}
ALL = _("Organizations with a public page in this registry.")


@dataclass(frozen=True)
class Quoted:
    """A figure that somebody else gave: never corrected by ours, and never correcting it."""

    number: str
    words: str
    as_of: str
    source: str


QUOTED = (
    Quoted(
        _("more than 1,600"),
        _("Civil society organizations that work with IOM on projects: an estimate from its inventory of 2012."),
        _("2012"),
        _("IOM leaflet on partnerships with civil society, late 2012, note 1"),
    ),
)


@dataclass(frozen=True)
class Figure:
    """How many listings have a value, and how many of these are fresh; None for a number that is not told."""

    code: str
    count: int | None
    fresh: int | None
    # Not told because it is under five, rather than because a smaller one could be worked out from it.
    is_small: bool = False

    @property
    def percent(self):
        return None if self.fresh is None or not self.count else round(100 * self.fresh / self.count)


def figures():
    """(all listings, {breakdown: [Figure]}, the day of the last publication); the largest first.

    Of fewer than five listings nothing is told but how many they are.
    """
    counts = directory.count_facets({})
    fresh = directory.count_facets({"freshness": ["freshness:fresh"]})
    published = directory.totals()[1]
    as_of = published.date() if published else timezone.localdate()
    total, fresh_total = counts.get("*", 0), fresh.get("*", 0)
    if total < SMALLEST:
        return Figure("*", total, None), {}, as_of
    kept = tellable(counts)
    found = {breakdown: _figures(breakdown, counts, fresh, kept[breakdown]) for breakdown in BREAKDOWNS}
    # The same number stands among the classes of freshness.
    is_fresh_told = fresh_total == 0 or "freshness:fresh" in (kept["freshness"] or ())
    return Figure("*", total, fresh_total if is_fresh_told else None), found, as_of


def tellable(counts):
    """{breakdown: the values of which the number may be told; None for none of them}."""
    total = counts["*"]
    kept = {
        breakdown: told(_values(breakdown, counts), total, adds_up=breakdown in ADDING_UP) for breakdown in BREAKDOWNS
    }
    _keep_regions_from_telling(counts, kept)
    return kept


def _values(breakdown, counts):
    return {value: n for value, n in counts.items() if value.startswith(f"{breakdown}:")}


def _keep_regions_from_telling(counts, kept):
    """A region is told beside its countries, which fill it: their numbers must not follow from its own either."""
    if not kept["region"] or not kept["country"]:
        return
    for region, codes in _countries_of_regions().items():
        inside = {value: n for value, n in _values("country", counts).items() if value in codes}
        if region in kept["region"] and told(inside, counts[region], adds_up=False) != kept["country"] & inside.keys():
            kept["region"].discard(region)


def _countries_of_regions():
    found = {}
    for region, country in Region.objects.filter(countries__isnull=False).values_list("pk", "countries"):
        found.setdefault(f"region:{region}", set()).add(f"country:{country}")
    return found


def _figures(breakdown, counts, fresh, kept):
    values = _values(breakdown, counts)
    if kept is None:
        return []
    shares = {value: fresh.get(value, 0) for value in kept}
    is_share_told = breakdown != "freshness"  # that of a class of freshness is no figure
    if breakdown in ADDING_UP:
        # One share that is not told would follow from the others.
        is_share_told &= kept == values.keys() and all(share_is_told(shares[value], values[value]) for value in kept)
    # What is not told stands last, in an order that tells nothing of it.
    ranked = sorted(values.items(), key=lambda item: (item[0] not in kept, -item[1] if item[0] in kept else 0, item[0]))
    return [
        Figure(
            code=value.partition(":")[2],
            count=n if value in kept else None,
            fresh=shares[value] if value in kept and is_share_told and share_is_told(shares[value], n) else None,
            is_small=n < SMALLEST,
        )
        for value, n in ranked
    ]
