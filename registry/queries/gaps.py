"""Where nobody is: areas of cooperation by country, counting only what IOM verified and what is still fresh.

An organization counts for an area and a country when a partnership of it there is verified, goes on today, and was
seen, confirmed or verified within the time that the freshness policy of partnerships gives.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from registry.matching import fold
from registry.models import Area, Country, Level, Listing, Organization, Partnership, Presence, Programme, Region
from registry.queries.freshness import policies
from registry.states import OrganizationState, PartnershipState

# How many organizations are proposed for a gap; more is a search, not a list to call.
NEAR = 30
_CLOSED = (OrganizationState.ARCHIVED, OrganizationState.MERGED)
# Since the beginning of which years a verification can be asked for: this one and so many before it.
YEARS = 3
# More countries than this are a region.
COUNTRIES = 30


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: of each, what is not known asks for nothing."""

    region: Region | None = None
    programme: Programme | None = None
    area: Area | None = None
    countries: tuple = ()
    level: Level | None = None
    # Verified since the first of January of this year.
    since: int | None = None
    # What was written for a country and is none.
    unknown: tuple = ()

    @classmethod
    def from_query(cls, query):
        """From an address, each code looked up; countries by code or as people write them, separated by commas."""

        def one_of(queryset, name):
            code = query.get(name, "").replace("\0", "")[:60]
            return queryset.filter(code=code).first() if code else None

        typed = [" ".join(word.split()) for one in query.getlist("country") for word in one[:2000].split(",")]
        found = _countries([word.replace("\0", "") for word in typed if word][:COUNTRIES])
        return cls(
            region=one_of(Region.objects, "region"),
            programme=one_of(Programme.objects.filter(phases__countries__isnull=False), "programme"),
            area=one_of(Area.objects.filter(parent=None), "area"),
            countries=tuple(sorted({one for one in found.values() if one}, key=lambda country: country.pk)),
            level=one_of(Level.objects, "level"),
            since=next((year for year in years() if str(year) == query.get("since")), None),
            unknown=tuple(word for word, country in found.items() if not country),
        )

    @property
    def filters(self):
        """{name: codes} as they stand in an address, without what was not asked."""
        ones = {"region": self.region, "programme": self.programme, "area": self.area, "level": self.level}
        said = {name: [one.code] for name, one in ones.items() if one}
        if self.countries:
            said["country"] = [country.pk for country in self.countries]
        return said | ({"since": [str(self.since)]} if self.since else {})


ALL = Asked()


def years():
    this = timezone.localdate().year
    return range(this, this - YEARS, -1)


def _countries(typed):
    """{what was typed: the country, or None}; one query."""
    folded = {word: fold(word) for word in typed}
    known = Country.objects.filter(Q(spellings__overlap=list(folded.values())) | Q(pk__in=typed)) if typed else []
    by_spelling = {}
    for country in sorted(known, key=lambda country: (not country.is_deprecated, country.pk), reverse=True):
        by_spelling |= dict.fromkeys([*country.spellings, fold(country.pk)], country)
    return {word: by_spelling.get(spelling) for word, spelling in folded.items()}


def matrix(user, asked, *, countries):
    """{(area, country): how many organizations count there}; one query."""
    return _cells(counting(user, asked), countries)


def listed_matrix(asked, *, countries):
    """The same of the organizations that are listed: what anybody may count."""
    return _cells(counting_among(Listing.objects.values("pk"), asked), countries)


def countries_of(user, asked):
    """The countries to look at: those that were asked for, else those of the programme or where anybody works.

    Of the latter those in one region, or all.
    """
    if asked.countries:
        return list(asked.countries)
    if asked.programme:
        found = Country.objects.filter(programme_phases__programme=asked.programme)
    else:
        known = _open(user).values("pk")
        found = Country.objects.filter(
            Q(pk__in=Presence.objects.filter(organization__in=known).values("country"))
            | Q(pk__in=Partnership.objects.told().filter(organization__in=known).values("country"))
        )
    if asked.region:
        found = found.filter(regions=asked.region)
    return list(found.distinct())


def programmes():
    return list(Programme.objects.filter(phases__countries__isnull=False).distinct().order_by("code"))


def counting(user, asked=ALL):
    """The partnerships that count, of organizations that this person may know of, for who asks so."""
    return counting_among(_open(user).values("pk"), asked)


def counting_among(organizations, asked=ALL):
    """The partnerships that count, of these organizations: their keys, as a query."""
    today = timezone.localdate()
    found = Partnership.objects.verified().current(on=today).filter(organization__in=organizations)
    policy = policies().get("partnership")
    if policy is None:
        return found.none()
    since = today - timedelta(days=policy[0])
    found = found.filter(Q(verified_on__gt=since) | Q(observed_on__gt=since) | Q(confirmed_on__gt=since))
    if asked.since:
        found = found.filter(verified_on__gte=date(asked.since, 1, 1))
    return _asked_for(found, asked)


def _asked_for(partnerships, asked):
    if asked.programme:
        partnerships = partnerships.filter(programme=asked.programme)
    if asked.level:
        partnerships = partnerships.filter(organization__levels=asked.level)
    return partnerships


def _cells(found, countries):
    cells = found.filter(country__in=countries).values_list("area", "country")
    cells = cells.annotate(n=Count("organization", distinct=True))
    return {(area, country): n for area, country, n in cells.order_by()}


def in_cell(user, area, country, asked):
    """(those that count, those told of it that do not), each the youngest first; two queries."""
    counts = _worded(counting(user, asked).filter(area=area, country=country))
    others = Partnership.objects.told().filter(area=area, country=country, organization__in=_open(user).values("pk"))
    others = _asked_for(others, asked)
    return counts, _worded(others.exclude(pk__in=[one.pk for one in counts]))


def near(user, area, country, asked=ALL):
    """Who could be asked: at work in the country in something else, then in the area elsewhere in its region.

    Of the level that was asked for; and for a programme also who counts here in another one.
    [(organization, areas it is known for in the country, countries of the region where it counts in the area)]
    """
    here = Partnership.objects.told().filter(organization=OuterRef("pk"), country=country)
    present = Presence.objects.filter(organization=OuterRef("pk"), country=country)
    region = Country.objects.filter(regions__countries=country).exclude(pk=country.pk).values("pk")
    elsewhere = counting(user).filter(organization=OuterRef("pk"), area=area, country__in=region)
    known = _open(user).filter(levels=asked.level) if asked.level else _open(user)
    found = (
        known.filter(kind="cso")
        .annotate(
            has_work=Exists(here.filter(state=PartnershipState.VERIFIED)),
            is_present=Exists(present),
            is_elsewhere=Exists(elsewhere),
        )
        .filter(Q(has_work=True) | Q(is_present=True) | Q(hq_country=country) | Q(is_elsewhere=True))
        .exclude(pk__in=counting(user, asked).filter(area=area, country=country).values("organization"))
        .order_by("-has_work", "-is_present", "-is_elsewhere", "-verified_on", "pk")
        .prefetch_related("names", "partnerships__area", "partnerships__country")
        .select_related("hq_country")[:NEAR]
    )
    nearby = set(region.values_list("pk", flat=True))
    return [(one, *_known_for(one, area, country, nearby)) for one in found]


def _known_for(organization, area, country, nearby):
    told = [p for p in organization.partnerships.all() if p.state != PartnershipState.REJECTED]
    areas = {p.area for p in told if p.country_id == country.pk}
    verified = {p.country for p in told if p.area_id == area.pk and p.country_id in nearby and p.state == "verified"}
    return sorted(areas, key=lambda one: one.position), sorted(verified, key=lambda one: one.name)


def _open(user):
    return Organization.objects.visible_to(user).exclude(state__in=_CLOSED)


def _worded(partnerships):
    found = partnerships.select_related("organization", "role", "unit", "programme")
    return list(found.prefetch_related("organization__names").order_by("-verified_on", "-pk"))
