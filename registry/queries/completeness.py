"""What a record still needs for a purpose. Being incomplete never hides an organization from the inventory.

What an observer or a participant of a consultation must have given is ours, to be confirmed by IOM.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models import Contact, Document, Organization, OrganizationIdentifier, OrganizationName, Presence

LISTABLE, OBSERVER, CONSULTATION = "listable", "observer", "consultation"
CONFIRMED_FOR = timedelta(days=730)


@dataclass(frozen=True)
class Item:
    """One thing to give: its words in a sentence "Missing: …", and where it is given, by staff and by members."""

    words: str
    part: str
    section: str
    # Whether it is there, on a day, as the database answers it.
    given: Callable[[date], Q | Exists]


@dataclass(frozen=True)
class Score:
    """How far a record is for one purpose."""

    purpose: str
    given: int
    missing: tuple[Item, ...]

    @property
    def all(self):
        return self.given + len(self.missing)


def _there(model, *conditions, **fields):
    return Exists(model.objects.filter(*conditions, organization=OuterRef("pk"), **fields))


def _type(on):
    return Exists(Organization.types.through.objects.filter(organization=OuterRef("pk")))


def _country(on):
    return Q(hq_country__isnull=False) | Q(_there(Presence))


def _description(on):
    return ~Q(description_en="", description_fr="", description_es="")


def _contact(on, *roles):
    current = Q(ends_on=None) | Q(ends_on__gte=on)
    return _there(Contact, current, ~Q(email=""), **({"role__in": roles} if roles else {}))


def _document(kind):
    def given(on):
        valid = Q(expires_on=None) | Q(expires_on__gte=on)
        return _there(Document, valid, kind=kind, superseded_by=None)

    return given


ITEMS = MappingProxyType(
    {
        "name": Item(
            _("a name that is not an acronym"),
            "edit",
            "names",
            lambda on: _there(OrganizationName, ~Q(kind=OrganizationName.Kind.ACRONYM)),
        ),
        "official_name": Item(
            _("its official name"),
            "edit",
            "names",
            lambda on: _there(OrganizationName, kind=OrganizationName.Kind.LEGAL),
        ),
        "type": Item(_("a type"), "edit", "kind", _type),
        "founded": Item(_("the year of foundation"), "edit", "kind", lambda on: Q(founded__isnull=False)),
        "country": Item(_("a country"), "edit", "places", _country),
        "head_office": Item(
            _("the country of the head office"), "edit", "places", lambda on: Q(hq_country__isnull=False)
        ),
        "places": Item(_("where it works"), "edit", "places", lambda on: _there(Presence)),
        "identifier": Item(
            _("a number in a public register, or the statement that there is none"),
            "edit",
            "identifiers",
            lambda on: _there(OrganizationIdentifier, valid_until=None),
        ),
        "description": Item(_("a description"), "edit", "about", _description),
        "languages": Item(_("its working languages"), "edit", "about", lambda on: ~Q(languages=[])),
        "mail": Item(_("a contact with an e-mail address"), "contacts", "contacts", _contact),
        "head": Item(
            _("the head of the organization"),
            "contacts",
            "contacts",
            lambda on: _there(Contact, Q(ends_on=None) | Q(ends_on__gte=on), role=Contact.Role.HEAD),
        ),
        "focal_point": Item(
            _("a focal point or representative with an e-mail address"),
            "contacts",
            "contacts",
            lambda on: _contact(on, Contact.Role.FOCAL_POINT, Contact.Role.REPRESENTATIVE),
        ),
        "statutes": Item(_("its statutes"), "documents", "documents", _document(Document.Kind.STATUTES)),
        "registration": Item(
            _("its registration certificate, still valid"),
            "documents",
            "documents",
            _document(Document.Kind.REGISTRATION),
        ),
        "confirmed": Item(
            _("its own word in the last two years that the record is right"),
            "edit",
            "confirm",
            lambda on: Q(confirmed_on__gt=on - CONFIRMED_FOR),
        ),
    }
)
PURPOSES = MappingProxyType(
    {
        LISTABLE: ("name", "type", "country"),
        OBSERVER: (
            *("official_name", "type", "founded", "head_office", "identifier", "description"),
            *("head", "mail", "statutes", "registration"),
        ),
        CONSULTATION: ("name", "type", "places", "languages", "focal_point", "confirmed"),
    }
)
LABELS = MappingProxyType(
    {
        LISTABLE: _("Ready for the public directory"),
        OBSERVER: _("Ready to apply for observer status"),
        CONSULTATION: _("Ready for consultations"),
    }
)


def scores(organizations):
    """{key: [Score]} of these records, one for each purpose; one statement, however many they are."""
    on = timezone.localdate()
    given = {f"has_{code}": ExpressionWrapper(item.given(on), BooleanField()) for code, item in ITEMS.items()}
    keys = [organization.pk for organization in organizations]
    rows = Organization.objects.filter(pk__in=keys).values("pk", **given)
    return {row["pk"]: [_score(purpose, row) for purpose in PURPOSES] for row in rows}


def missing(organization, purpose):
    """The items that one record still needs for a purpose."""
    return next(score.missing for score in scores([organization])[organization.pk] if score.purpose == purpose)


def ready_for(organizations, purpose):
    """Of a queryset those that have everything."""
    on = timezone.localdate()
    return organizations.filter(*(ITEMS[code].given(on) for code in PURPOSES[purpose]))


def _score(purpose, row):
    lacking = tuple(ITEMS[code] for code in PURPOSES[purpose] if not row[f"has_{code}"])
    return Score(purpose, len(PURPOSES[purpose]) - len(lacking), lacking)
