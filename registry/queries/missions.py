"""How the inventory stands, mission by mission: counted once a day over organizations that are not at risk, then kept.

Because nobody at risk is in it, a figure may be shown to all staff, and compared with that of another day. The work
lists behind it are live and show what each person may see: they can be a little longer, or shorter.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from registry.models import (
    Area,
    ChangeProposal,
    Claim,
    DuplicatePair,
    MissionDay,
    Organization,
    Partnership,
    Unit,
    UnitKind,
)
from registry.queries.facts import fresh_by_country
from registry.queries.gaps import counting_among
from registry.states import OrganizationState, PairState, PartnershipState

# Units that answer for one country. Others stand in a country and answer for none, or for many.
MISSIONS = (UnitKind.COUNTRY_OFFICE, UnitKind.COORDINATING_OFFICE, UnitKind.RESOURCE_OFFICE, UnitKind.LIAISON_OFFICE)
# With how many days ago a figure is compared.
BEFORE = (30, 90)
_CLOSED = (OrganizationState.ARCHIVED, OrganizationState.MERGED)


@dataclass(frozen=True)
class Trend:
    """By how many points a share rose since a day."""

    points: int
    since: object

    @property
    def fewer(self):
        return -self.points


@dataclass(frozen=True)
class Standing:
    """The figures of one mission today, and what they were."""

    day: MissionDay
    trends: tuple

    @property
    def covered(self):
        return _percent(self.day.areas_covered, self.day.areas)

    @property
    def fresh(self):
        return _percent(self.day.facts_fresh, self.day.facts)


def missions():
    return Unit.objects.current(on=timezone.localdate()).filter(kind__in=MISSIONS, country__isnull=False)


def count(units):
    """{unit key: the figures of a MissionDay}, as things stand now; the same six queries for one and for all."""
    areas = Area.objects.filter(parent=None).count()
    covered, facts, unverified = _covered(), fresh_by_country(_open()), _unverified()
    duplicates, proposals, claims = _duplicates(), *(_by_country(found) for found in (_proposals(), _claims()))
    return {
        unit.pk: {
            "areas": areas,
            "areas_covered": covered[unit.country_id],
            "facts": facts.get(unit.country_id, (0, 0))[0],
            "facts_fresh": facts.get(unit.country_id, (0, 0))[1],
            "duplicates_open": duplicates[unit.country_id],
            "partnerships_unverified": unverified[unit.pk],
            "proposals_waiting": proposals[unit.country_id],
            "claims_waiting": claims[unit.country_id],
        }
        for unit in units
    }


def board():
    """(Standings of the last day that was counted, the stalest first; the first day that was kept); three queries."""
    kept = MissionDay.objects.aggregate(last=Max("on"), first=Min("on"))
    if kept["last"] is None:
        return [], None
    # The day to compare with: the last one kept that is so long ago, or the first of all.
    wanted = [kept["last"] - timedelta(days=days) for days in BEFORE]
    earlier = MissionDay.objects.aggregate(
        **{f"before_{n}": Max("on", filter=Q(on__lte=day)) for n, day in enumerate(wanted)}
    )
    compared = {earlier[f"before_{n}"] or kept["first"] for n in range(len(BEFORE))} - {kept["last"]}
    days = MissionDay.objects.filter(on__in=compared | {kept["last"]}).select_related("unit__country").order_by("-on")
    today, before = {}, {}
    for day in days:
        if day.on == kept["last"]:
            today[day.unit_id] = day
        else:
            before.setdefault(day.unit_id, []).append(day)
    found = [Standing(day, _trends(day, before.get(unit, []))) for unit, day in today.items()]
    found.sort(key=lambda one: (one.fresh is None, one.fresh, one.day.unit.code))
    return found, kept["first"]


def unverified_of(user, unit):
    """The partnerships of a unit that nobody verified, of organizations that this person may know of, oldest first."""
    visible = Organization.objects.visible_to(user).exclude(state__in=_CLOSED)
    found = Partnership.objects.filter(
        unit=unit, state=PartnershipState.PROPOSED, organization__in=visible.values("pk")
    )
    return (
        found.select_related("organization", "role", "area", "country")
        .prefetch_related("organization__names")
        .order_by("created_at", "pk")
    )


def _open():
    return Organization.objects.filter(is_at_risk=False).exclude(state__in=_CLOSED)


def _covered():
    """In how many areas each country has somebody who counts, by the rule of the gap finder."""
    found = counting_among(_open().values("pk"))
    return Counter(dict(found.values_list("country").annotate(n=Count("area", distinct=True)).order_by()))


def _unverified():
    found = Partnership.objects.filter(
        state=PartnershipState.PROPOSED, unit__isnull=False, organization__in=_open().values("pk")
    )
    return Counter(dict(found.values_list("unit").annotate(n=Count("pk")).order_by()))


def _duplicates():
    """Open pairs by country: one counts in each country where one of its two records works or has its head office."""
    records = _open().values("pk")
    pairs = DuplicatePair.objects.filter(state=PairState.OPEN, first__in=records, second__in=records)
    paths = [f"{side}__{place}" for side in ("first", "second") for place in ("hq_country", "presences__country")]
    first, *others = (pairs.values_list("pk", path).order_by() for path in paths)
    return Counter(country for _pair, country in first.union(*others))


def _proposals():
    return ChangeProposal.objects.open()


def _claims():
    return Claim.objects.to_decide()


def _by_country(waiting):
    found = waiting.filter(organization__in=_open().values("pk"))
    return Counter(dict(found.values_list("organization__hq_country").annotate(n=Count("pk")).order_by()))


def _trends(day, before):
    """Against each day it is compared with, the latest first; without facts on either there is nothing to compare."""
    now = _percent(day.facts_fresh, day.facts)
    shares = [(_percent(one.facts_fresh, one.facts), one.on) for one in before]
    return tuple(Trend(now - share, on) for share, on in shares if now is not None and share is not None)


def _percent(part, whole):
    return round(100 * part / whole) if whole else None
