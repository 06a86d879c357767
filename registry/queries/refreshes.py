"""Whom a refresh campaign asks, what came of it, and how fresh the inventory was before and is now.

A question to the registry is asked as the person who runs the campaign: it finds only organizations that she answers
for. Every figure counts what its reader may know of, so an organization in danger is told of by no count.
"""

from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import MD5, Left
from django.http import QueryDict
from django.utils import timezone

from registry.mails import Topic
from registry.models import (
    Channel,
    Contact,
    Fact,
    Listing,
    ListingFacet,
    MailPreference,
    Organization,
    OrganizationKind,
    RefreshInvite,
    StoppedAddress,
    StopRule,
    ViewedList,
)
from registry.queries.directory import Selection, search
from registry.queries.facts import aged, fresh_among
from registry.queries.missions import missions
from registry.queries.organizations import Asked, answered_for_by, search_inventory
from registry.queries.saved_views import keep, query_of
from registry.roles import Permission
from registry.states import ANSWERED_REFRESHES, OPEN_REFRESHES, PUBLIC_STATES, RefreshInviteState

S = RefreshInviteState
# Lists of organizations; one of gaps lists countries.
LISTS = (ViewedList.DIRECTORY, ViewedList.INVENTORY)
# Whom a mail goes to: the first of these who has an address that works.
_FIRST = (Contact.Role.FOCAL_POINT, Contact.Role.HEAD, Contact.Role.REPRESENTATIVE, Contact.Role.OTHER)
# Why an organization that was found is not asked.
ASKED_ALREADY, REFUSED = "asked_already", "refused"
# States that a list shows together.
ASKED, ANSWERED, WAITING = "asked", "answered", "waiting"
TOGETHER = MappingProxyType(
    {
        ASKED: frozenset(S) - {S.QUEUED},
        ANSWERED: ANSWERED_REFRESHES,
        WAITING: frozenset({S.SENT, S.OPENED}),
    }
)
# Fewer mails than this say nothing about a share: our own choice.
LEAST = 10


@dataclass(frozen=True)
class Preview:
    """How many a campaign would ask, by whom, in which languages, and how many not, by reason."""

    by_mail: int
    by_mission: int
    languages: dict
    left_out: dict

    @property
    def asked(self):
        return self.by_mail + self.by_mission


@dataclass(frozen=True)
class Covered:
    """What came of the questions in one country."""

    country: str
    mission: object
    counts: dict

    @property
    def asked(self):
        return self._together(ASKED)

    @property
    def answered(self):
        return self._together(ANSWERED)

    @property
    def waiting(self):
        return self._together(WAITING)

    @property
    def rate(self):
        return 100 * self.answered // self.asked if self.asked else None

    def _together(self, name):
        return sum(self.counts.get(state, 0) for state in TOGETHER[name])


def filters_from(list_name, query):
    """What a list was filtered by, as saved views keep it; what is no filter is left out."""
    filters = dict(keep(list_name, query).filters)
    filters.pop("ordering", None)
    return filters


def asked(campaign, user):
    """The organizations that a campaign would ask today if this person began it, each with whom and how.

    `best` is the contact to write to, `channel` how it is asked, `spoken` the language, `why` why it is left out.
    """
    found = aged(_found(campaign, user), campaign.kind) if campaign.only_aged else _found(campaign, user)
    best = usable_contacts().filter(organization=OuterRef("pk")).order_by(_rank(), "pk")
    others = RefreshInvite.objects.filter(organization=OuterRef("pk"))
    refused = others.filter(state=S.REFUSED, contact__ends_on=None)
    return found.annotate(
        best=Subquery(best.values("pk")[:1]),
        best_language=Subquery(best.annotate(short=Left("language", 2)).values("short")[:1]),
        channel=Case(
            # Whoever reads the mailbox would learn that it is asked: the mission knows the safe way.
            When(is_at_risk=True, then=Value(Channel.MISSION)),
            When(best=None, then=Value(Channel.MISSION)),
            default=Value(Channel.MAIL),
        ),
        spoken=_language(campaign),
        why=Case(
            When(Exists(others.filter(state__in=OPEN_REFRESHES)), then=Value(ASKED_ALREADY)),
            When(Q(best=None) & Exists(refused), then=Value(REFUSED)),
            default=Value(""),
        ),
    )


def preview(found):
    """Count what `asked` found, in one query."""
    counted = found.order_by().values_list("why", "channel", "spoken").annotate(n=Count("pk"))
    by_channel, languages, left_out = {}, {}, {}
    for why, channel, language, n in counted:
        if why:
            left_out[why] = left_out.get(why, 0) + n
            continue
        by_channel[channel] = by_channel.get(channel, 0) + n
        if channel == Channel.MAIL:
            languages[language] = languages.get(language, 0) + n
    mail, mission = (by_channel.get(channel, 0) for channel in (Channel.MAIL, Channel.MISSION))
    return Preview(mail, mission, dict(sorted(languages.items())), left_out)


def in_order(found):
    """Those to be asked, (key, contact, channel, language), in an order that has nothing to do with who they are: the
    first wave is then a fair sample."""
    return found.filter(why="").order_by(MD5("reference")).values_list("pk", "best", "channel", "spoken")


def tripped(campaign):
    """The stop rule that forbids another mail now, or nothing."""
    sent = campaign.invites.filter(channel=Channel.MAIL, sent_at__gte=campaign.watched_from)
    told = sent.aggregate(
        n=Count("pk"),
        bounced=Count("pk", filter=Q(bounced_at__isnull=False)),
        refused=Count("pk", filter=Q(state=S.REFUSED)),
    )
    if told["n"] < LEAST:
        return ""
    for rule, limit in ((StopRule.BOUNCED, campaign.stop_bounced), (StopRule.REFUSED, campaign.stop_refused)):
        if 100 * told[rule] > limit * told["n"]:
            return rule
    return ""


def outcomes(campaign, user):
    """{state: how many questions}, of organizations that this person may know of; one query."""
    rows = campaign.invites.visible_to(user).values_list("state").annotate(n=Count("pk"))
    counts = dict(rows.order_by())
    return {state: counts.get(state, 0) for state in S}


def coverage(campaign, user):
    """What came of it, country by country of the head office, with the mission there; two queries."""
    rows = campaign.invites.visible_to(user).values_list("organization__hq_country", "state").annotate(n=Count("pk"))
    by_country = {}
    for country, state, n in rows.order_by():
        by_country.setdefault(country or "", {})[state] = n
    units = {unit.country_id: unit for unit in missions().select_related("country")}
    return [Covered(code, units.get(code), counts) for code, counts in sorted(by_country.items())]


def invites_of(campaign, user, *, state="", country=None):
    """The questions of a campaign as rows of a list; `country` is the code of the head office, or empty for none."""
    found = campaign.invites.visible_to(user).select_related("organization__hq_country", "contact")
    if state:
        found = found.filter(state__in=TOGETHER.get(state, {state}))
    if country is not None:
        found = found.filter(organization__hq_country=country or None)
    return found.prefetch_related("organization__names").order_by("wave", "pk")


def share_now(campaign):
    """(facts, fresh facts) of those asked, as of today. As on the first day, nobody in danger is counted."""
    invites = campaign.invites.values("organization")
    return fresh_among(Organization.objects.filter(pk__in=invites, is_at_risk=False), campaign.kind)


def told_by_answers(campaign, user):
    """How many facts of the inventory rest today on what was said by the links of a campaign."""
    invites = campaign.invites.visible_to(user).values("reference")
    return Fact.objects.filter(stands=True, told_in__in=invites).count()


def query(filters):
    return QueryDict(query_of(filters))


def usable_contacts():
    """Those with an address to which mail is sent, of people who did not ask us to stop."""
    today = timezone.localdate()
    stopped = StoppedAddress.objects.standing().filter(address__iexact=OuterRef("email"))
    unwanted = MailPreference.objects.filter(person=None, topic=Topic.RECORD, address__iexact=OuterRef("email"))
    refused = RefreshInvite.objects.filter(contact=OuterRef("pk"), state=S.REFUSED)
    current = Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gt=today)
    return Contact.objects.filter(*current, ~Exists(stopped), ~Exists(unwanted), ~Exists(refused)).exclude(email="")


def _found(campaign, user):
    mine = Organization.objects.filter(
        pk__in=answered_for_by(user, Permission.RUN_REFRESHES), kind=OrganizationKind.CSO, state__in=PUBLIC_STATES
    )
    wanted = query(campaign.filters)
    if campaign.list_name == ViewedList.INVENTORY:
        return mine.filter(pk__in=search_inventory(user, Asked.from_query(wanted)).order_by().values("pk"))
    selection = Selection.from_query(wanted)
    found = mine.filter(pk__in=Listing.objects.values("pk"))
    if selection.q:
        found = found.filter(pk__in=[key for key, _score in search(selection.q)])
    for values in selection.groups.values():
        found = found.filter(pk__in=ListingFacet.objects.filter(value__in=values).values("listing"))
    return found


def _rank():
    return Case(*(When(role=role, then=Value(place)) for place, role in enumerate(_FIRST)), default=Value(len(_FIRST)))


def _language(campaign):
    """The recipient's own, else the organization's first, else any of its own, else the campaign's."""
    spoken = campaign.languages
    return Case(
        When(best_language__in=spoken, then=F("best_language")),
        *(When(languages__0=code, then=Value(code)) for code in spoken),
        *(When(languages__contains=[code], then=Value(code)) for code in spoken),
        default=Value(campaign.language),
    )
