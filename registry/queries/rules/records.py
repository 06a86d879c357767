"""What looks unlikely in the record itself."""

from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Greatest, Lower, Upper
from django.utils.translation import gettext_lazy as _

from registry.models import (
    Contact,
    Fact,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Presence,
    RefreshInvite,
)
from registry.models.facts import Teller
from registry.models.issues import Owner, Severity
from registry.queries.rules.rule import Rule
from registry.states import ANSWERED_REFRESHES, OrganizationState, RefreshInviteState

FIRST_YEAR = 1800
SILENT_FOR = timedelta(days=730)
# A scheme, a host with a dot in it and no sign of a mailbox; then a port, a path or nothing.
_WEB_ADDRESS = r"^https?://([^/@:?#.\s]+\.)+[^/@:?#.\s]{2,}(:[0-9]+)?([/?#]|$)"


def _founded(on):
    return Organization.objects.filter(Q(founded__gt=on.year) | Q(founded__lt=FIRST_YEAR))


def _seen_in_the_future(on):
    return Organization.objects.filter(Q(observed_on__gt=on) | Q(confirmed_on__gt=on) | Q(verified_on__gt=on))


def _website(on):
    return Organization.objects.exclude(website="").exclude(website__iregex=_WEB_ADDRESS)


def _nowhere(on):
    works = Partnership.objects.told().filter(organization=OuterRef("pk"))
    present = Presence.objects.filter(organization=OuterRef("pk"))
    return Organization.objects.filter(~Exists(present), ~Exists(works), hq_country=None)


def _head_office_elsewhere(on):
    present = Presence.objects.filter(organization=OuterRef("pk"))
    return Organization.objects.filter(
        Exists(present), ~Exists(present.filter(country=OuterRef("hq_country"))), hq_country__isnull=False
    ).annotate(works_in=ArraySubquery(present.order_by("country").values("country").distinct()))


def _long_unconfirmed(on):
    """Neither confirmed nor verified, and no word of its people or of staff on any fact."""
    since = on - SILENT_FOR
    heard = Fact.objects.filter(organization=OuterRef("pk"), seen_on__gt=since)
    heard = heard.filter(Q(teller__in=[Teller.CSO, Teller.STAFF]) | Q(verified_on__gt=since))
    # A day of the database, not of the reader's time zone: who looks changes nothing in what is found.
    added_on = Cast("created_at", DateField())
    old = Organization.objects.annotate(last=Greatest("confirmed_on", "verified_on", added_on))
    return old.filter(~Exists(heard), state=OrganizationState.PUBLISHED, last__lte=since)


def _silent_twice(on):
    """Asked by two campaigns, one after the other, and no answer, nor any other word of its people since the first."""
    asked = RefreshInvite.objects.filter(organization=OuterRef("pk"))
    silent = asked.filter(state__in=[RefreshInviteState.SILENT, RefreshInviteState.BOUNCED])
    before = Subquery(silent.order_by("-sent_at", "-pk").values("sent_at")[1:2])
    found = Organization.objects.annotate(asked_since=Cast(before, DateField()))
    answered = asked.filter(state__in=ANSWERED_REFRESHES, answered_at__date__gte=OuterRef("asked_since"))
    heard = Q(confirmed_on__gte=F("asked_since"))
    return found.filter(~Exists(answered), state=OrganizationState.PUBLISHED, asked_since__isnull=False).exclude(heard)


def _name_in_capitals(on):
    """Two words or more and not an acronym; scripts without capitals are the same in both forms."""
    shown = OrganizationName.objects.filter(is_primary=True, text__contains=" ", text__regex="[[:alpha:]]{5}")
    return shown.filter(text=Upper("text")).exclude(text=Lower("text")).exclude(kind=OrganizationName.Kind.ACRONYM)


def _name_of_a_person(on):
    called = Contact.objects.filter(organization=OuterRef("organization"), name__iexact=OuterRef("text"))
    shown = OrganizationName.objects.exclude(kind=OrganizationName.Kind.FORMER)
    return shown.filter(Q(text__regex=r"[^\s@]+@[^\s@]+\.[^\s@]+") | Exists(called))


def _identifier(on):
    told = OrganizationIdentifier.objects.filter(valid_until=None).exclude(value="")
    return told.exclude(scheme__value_pattern="").exclude(value__regex=F("scheme__value_pattern"))


RULES = (
    Rule(
        code="name-of-a-person",
        severity=Severity.MUST,
        owner=Owner.CURATOR,
        title=_("A name looks like a person or an e-mail address"),
        why=_("Names are public. A private person could be found by it, and harmed."),
        what_to_do=_("Ask whether this is the name of the organization. If not, replace it at once."),
        part="edit",
        section="names",
        find=_name_of_a_person,
        facts=("text", "kind"),
        is_private=True,
    ),
    Rule(
        code="founded-unlikely",
        severity=Severity.MUST,
        owner=Owner.ORGANIZATION,
        title=_("The year of foundation is unlikely"),
        why=_("The year is in the future, or before 1800. It is often a slip of the keyboard."),
        what_to_do=_("Check the year in the statutes or the registration."),
        part="edit",
        section="kind",
        find=_founded,
        facts=("founded",),
    ),
    Rule(
        code="seen-in-the-future",
        severity=Severity.MUST,
        owner=Owner.STEWARD,
        title=_("A day on which it was seen has not come yet"),
        why=_("The record was seen, confirmed or verified on a future day, so it looks fresh for too long."),
        what_to_do=_("Find out on which day it was, and correct it."),
        part="edit",
        section="about",
        find=_seen_in_the_future,
        facts=("observed_on", "confirmed_on", "verified_on"),
    ),
    Rule(
        code="in-no-country",
        severity=Severity.SHOULD,
        owner=Owner.ORGANIZATION,
        title=_("It works in no country"),
        why=_("Without a country no curator answers for it, and nobody finds it on the map."),
        what_to_do=_("Say where its head office is, or where it works."),
        part="edit",
        section="places",
        find=_nowhere,
        facts=("hq_country",),
    ),
    Rule(
        code="website-unlikely",
        severity=Severity.SHOULD,
        owner=Owner.ORGANIZATION,
        title=_("The website is not the address of a website"),
        why=_("The public page shows it as a link, and the link leads nowhere or to a mailbox."),
        what_to_do=_("Correct the address, or leave it empty. A mail address belongs to the contacts."),
        part="edit",
        section="about",
        find=_website,
        facts=("website",),
    ),
    Rule(
        code="identifier-unlikely",
        severity=Severity.SHOULD,
        owner=Owner.STEWARD,
        title=_("An identifier does not look like those of its register"),
        why=_("Other systems find the organization by it. A wrong one finds nobody, or somebody else."),
        what_to_do=_("Compare it with the register; perhaps it belongs to another register."),
        part="edit",
        section="identifiers",
        find=_identifier,
        facts=("value",),
        about="scheme_id",
    ),
    Rule(
        code="long-unconfirmed",
        severity=Severity.SHOULD,
        owner=Owner.CURATOR,
        title=_("Public, and confirmed by nobody for two years"),
        why=_("Neither the organization nor IOM has said for two years that it still exists as shown."),
        what_to_do=_("Ask its people to confirm the record. If nobody answers, mark it as dormant."),
        part="edit",
        section="about",
        find=_long_unconfirmed,
        facts=("state", "last"),
    ),
    Rule(
        code="silent-twice",
        severity=Severity.MUST,
        owner=Owner.CURATOR,
        title=_("Asked by two campaigns, and no answer"),
        why=_("Whoever does not answer twice may not exist any more, or the address is wrong."),
        what_to_do=_("Ask those who know it. If nobody finds it, mark it as dormant: only people do so."),
        part="edit",
        section="contacts",
        find=_silent_twice,
        facts=("state", "asked_since"),
    ),
    Rule(
        code="head-office-elsewhere",
        severity=Severity.HINT,
        owner=Owner.ORGANIZATION,
        title=_("It does not work in the country of its head office"),
        why=_("That can be so, but often the country is missing from the places, or the head office is wrong."),
        what_to_do=_("Add the country to the places where it works, or correct the head office."),
        part="edit",
        section="places",
        find=_head_office_elsewhere,
        facts=("hq_country", "works_in"),
    ),
    Rule(
        code="name-in-capitals",
        severity=Severity.HINT,
        owner=Owner.ORGANIZATION,
        title=_("The name is written in capitals only"),
        why=_("It is hard to read, and screen readers may spell it letter by letter."),
        what_to_do=_("Write it as the organization does in a sentence."),
        part="edit",
        section="names",
        find=_name_in_capitals,
        facts=("text",),
    ),
)
