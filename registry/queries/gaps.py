"""Where nobody is: areas of cooperation by country, counting only what IOM verified and what is still fresh.

An organization counts for an area and a country when a partnership of it there is verified, goes on today, and was seen
or verified within the time that the freshness policy of partnerships gives.
"""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from registry.models import Country, Listing, Organization, Partnership, Presence, Programme
from registry.queries.freshness import policies
from registry.states import OrganizationState, PartnershipState

# How many organizations are proposed for a gap; more is a search, not a list to call.
NEAR = 30
_CLOSED = (OrganizationState.ARCHIVED, OrganizationState.MERGED)


def matrix(user, *, countries, programme=None):
    """{(area, country): how many organizations count there}; one query."""
    return _cells(counting(user), countries, programme)


def listed_matrix(*, countries, programme=None):
    """The same of the organizations that are listed: what anybody may count."""
    return _cells(_counting(Listing.objects.values("pk")), countries, programme)


def countries_of(user, *, region="", programme=None, phase=None):
    """The countries to look at: those of the programme, or of one phase of it, else those where anybody works.

    In one region or in all.
    """
    if phase:
        found = Country.objects.filter(programme_phases=phase)
    elif programme:
        found = Country.objects.filter(programme_phases__programme=programme)
    else:
        known = _open(user).values("pk")
        found = Country.objects.filter(
            Q(pk__in=Presence.objects.filter(organization__in=known).values("country"))
            | Q(pk__in=Partnership.objects.told().filter(organization__in=known).values("country"))
        )
    if region:
        found = found.filter(regions=region)
    return list(found.distinct())


def programmes():
    return list(Programme.objects.filter(phases__countries__isnull=False).distinct().order_by("code"))


def counting(user):
    """The partnerships that count, of organizations that this person may know of."""
    return _counting(_open(user).values("pk"))


def _counting(organizations):
    today = timezone.localdate()
    found = Partnership.objects.verified().current(on=today).filter(organization__in=organizations)
    policy = policies().get("partnership")
    if policy is None:
        return found.none()
    since = today - timedelta(days=policy[0])
    return found.filter(Q(verified_on__gt=since) | Q(observed_on__gt=since))


def _cells(found, countries, programme):
    found = found.filter(country__in=countries)
    if programme:
        found = found.filter(programme=programme)
    cells = found.values_list("area", "country").annotate(n=Count("organization", distinct=True))
    return {(area, country): n for area, country, n in cells.order_by()}


def in_cell(user, area, country):
    """(those that count, those told of it that do not), each the youngest first; two queries."""
    counts = _worded(counting(user).filter(area=area, country=country))
    others = Partnership.objects.told().filter(area=area, country=country, organization__in=_open(user).values("pk"))
    return counts, _worded(others.exclude(pk__in=[one.pk for one in counts]))


def near(user, area, country):
    """Who could be asked: at work in the country in something else, then in the area elsewhere in its region.

    [(organization, areas it is known for in the country, countries of the region where it counts in the area)]
    """
    here = Partnership.objects.told().filter(organization=OuterRef("pk"), country=country)
    present = Presence.objects.filter(organization=OuterRef("pk"), country=country)
    region = Country.objects.filter(regions__countries=country).exclude(pk=country.pk).values("pk")
    elsewhere = counting(user).filter(organization=OuterRef("pk"), area=area, country__in=region)
    found = (
        _open(user)
        .filter(kind="cso")
        .annotate(
            has_work=Exists(here.filter(state=PartnershipState.VERIFIED)),
            is_present=Exists(present),
            is_elsewhere=Exists(elsewhere),
        )
        .filter(Q(has_work=True) | Q(is_present=True) | Q(hq_country=country) | Q(is_elsewhere=True))
        .exclude(pk__in=counting(user).filter(area=area, country=country).values("organization"))
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
