"""One partnership: its facts as the history keeps them, what happened to it, and how old what we know of it is."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone

from registry.models import Country, Partnership
from registry.queries.changes import about
from registry.queries.freshness import freshness, policies
from registry.states import PartnershipState

# What IOM saw evidence of. A verified partnership is never told anew in these: another one takes its place.
PROVEN = ("role", "area", "part", "country", "programme", "period")
# What may be said better at any time.
DETAILS = ("level", "mode", "unit", "activities", "evidence_note", "source")
# An organization says of these whether they are so; of what ended or was rejected there is nothing to confirm.
CONFIRMABLE = (PartnershipState.PROPOSED, PartnershipState.VERIFIED, PartnershipState.STALE)


def told_in_short(partnership):
    """The partnership as the history names it: codes, which its readers see as words."""
    return f"{partnership.role_id}, area {partnership.area_id}, {partnership.country_id}"


def lines_of(partnership):
    """{field: its value as one line of the history}, without what is empty."""
    lower, upper = partnership.period.lower, partnership.period.upper
    values = {
        "role": partnership.role_id,
        "area": partnership.area_id,
        "part": partnership.part_id,
        "country": partnership.country_id,
        "programme": partnership.programme and partnership.programme.code,
        "period": f"{lower or ''}..{upper - timedelta(days=1) if upper else ''}",
        "level": partnership.level_id,
        "mode": partnership.mode_id,
        "unit": partnership.unit and partnership.unit.code,
        "activities": " ".join(sorted(activity.pk for activity in partnership.activities.all())),
        "evidence_note": partnership.evidence_note,
        "source": partnership.source,
    }
    return {field: f"{field}: {value}" for field, value in values.items() if value}


def values_of(partnership):
    """{field: its value}, as `add_partnership` takes them."""
    fields = [field for field in (*PROVEN, *DETAILS) if field not in ("period", "activities")]
    return {field: getattr(partnership, field) for field in fields} | {
        "starts_on": partnership.period.lower,
        "ends_on": last_day(partnership),
        "activities": list(partnership.activities.all()),
    }


def history_of(partnership, *, user):
    """What happened to it, newest first, as far as this person may read it."""
    found = about(partnership.organization, user=user).alias(
        before=KT("diff__partnership_reference__0"), after=KT("diff__partnership_reference__1")
    )
    return found.filter(Q(before=partnership.reference) | Q(after=partnership.reference))


def last_day(partnership):
    """The last day of its period, or None while it goes on."""
    upper = partnership.period.upper
    return upper - timedelta(days=1) if upper else None


def last_seen_on(partnership):
    days = (partnership.verified_on, partnership.observed_on, partnership.confirmed_on)
    return max((day for day in days if day), default=None)


def age_of(partnership, known_policies):
    """Fresh, due, stale or unknown; the organization's own word counts like anybody's."""
    return freshness(last_seen_on(partnership), "partnership", known_policies)


def grown_stale():
    """Verified ones that nobody has seen, verified or confirmed for as long as the policy gives."""
    policy = policies().get("partnership")
    if policy is None:
        return Partnership.objects.none()
    return Partnership.objects.verified().last_seen_until(timezone.localdate() - timedelta(days=policy[1]))


def takes_place_in(programme, country):
    """Whether a programme takes place in a country: anywhere, as long as none of its countries is known."""
    known = set(Country.objects.filter(programme_phases__programme=programme).values_list("pk", flat=True))
    return not known or country.pk in known
