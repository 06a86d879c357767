"""One field says again what it said before a change; the rest of the record stays as it is."""

import pytest

from registry import actions
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, Country, Level, Organization, OrganizationType
from tests import make

pytestmark = pytest.mark.django_db
NAMES = [
    {"kind": "legal", "text": "Invented Aid", "language": "en", "is_primary": True},
    {"kind": "translation", "text": "Aide inventée (Genève)", "language": "fr", "is_primary": False},
]


def edited(organization, by, **changes):
    """The change that an edit left."""
    actions.edit_organization(organization, changes=changes, by=by)
    return Change.objects.about(organization.reference).first()


def restore(organization, change, field, by, **options):
    version = Organization.objects.get(pk=organization.pk).version
    return actions.restore_field(
        organization, change, field, by=by, **({"version": version, "reason": "A mistake."} | options)
    )


def rows(organization, field, *columns):
    return sorted(getattr(organization, field).values_list(*columns))


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("hq_city", "Ahero", "Kisumu"),
        ("hq_city", "", "Kisumu"),
        ("founded", 1998, None),
        ("founded", None, 1998),
        ("languages", ["en", "sw"], []),
        ("description_fr", "Aide <b>aux</b> migrants", "Autre chose"),
        ("website", "https://a.example", ""),
        ("kind", "cso", "un"),
    ],
)
def test_a_plain_field_is_put_back_and_the_others_stay(field, before, after, curator):
    organization = make.organization(**{field: before})
    change = edited(organization, curator, **{field: after, "type_explained": "Stays"})

    restored = restore(organization, change, field, curator)

    restored.refresh_from_db()
    assert (getattr(restored, field), restored.type_explained) == (before, "Stays")
    told = Change.objects.about(organization.reference).first()
    assert (told.verb, told.reason, told.by_id) == ("organization.edited", "A mistake.", curator.pk)


def test_country_day_types_and_levels_are_put_back(curator):
    organization = make.organization(types=["ngo"], levels=["global"] if Level.objects.filter(pk="global") else [])
    before = (
        organization.hq_country_id,
        rows(organization, "types", "code"),
        rows(organization, "levels", "code"),
        organization.observed_on,
    )
    change = edited(
        organization,
        curator,
        hq_country=Country.objects.get(pk="TZA"),
        types=list(OrganizationType.objects.all()[:3]),
        levels=list(Level.objects.all()[:2]),
        observed_on=make.TODAY,
    )

    for field in ("hq_country", "types", "levels", "observed_on"):
        restored = restore(organization, change, field, curator)

    assert before == (
        restored.hq_country_id,
        rows(restored, "types", "code"),
        rows(restored, "levels", "code"),
        restored.observed_on,
    )


def test_names_come_back_with_kind_language_and_which_is_first(curator):
    organization = make.organization()
    edited(organization, curator, names=NAMES)
    columns = ("text", "kind", "language", "is_primary")
    before = rows(organization, "names", *columns)
    change = edited(organization, curator, names=[{"kind": "legal", "text": "Other", "is_primary": True}])

    restore(organization, change, "names", curator)

    assert rows(organization, "names", *columns) == before


def test_places_come_back_with_sectors_source_and_day(curator):
    place = {"country": "KEN", "admin1": "Kisumu", "admin1_code": "KE42", "sectors": ["Health"], "source": "A list"}
    organization = make.organization(presences=[place | {"observed_on": make.TODAY}, {"country": "UGA"}])
    columns = ("country", "admin1", "admin1_code", "sectors", "source", "observed_on")
    before = rows(organization, "presences", *columns)
    change = edited(organization, curator, presences=[{"country": "TZA"}])

    restore(organization, change, "presences", curator)

    assert rows(organization, "presences", *columns) == before


def test_an_identifier_that_another_organization_has_by_now_is_refused_in_words(curator):
    number = {"scheme": "AF-MOE", "value": "12"}
    organization = make.organization(identifiers=[number])
    change = edited(organization, curator, identifiers=[])
    make.organization(identifiers=[number])

    with pytest.raises(Contradiction, match="Another record already has this identifier"):
        restore(organization, change, "identifiers", curator)

    assert not organization.identifiers.exists()


def test_who_opened_an_older_version_is_told(curator):
    organization = make.organization(hq_city="Ahero")
    change = edited(organization, curator, hq_city="Kisumu")

    with pytest.raises(Stale, match="Somebody else changed this record"):
        restore(organization, change, "hq_city", curator, version=1)


def test_what_is_there_already_is_not_written_again(curator):
    organization = make.organization(hq_city="Ahero")
    change = edited(organization, curator, hq_city="Kisumu")
    restore(organization, change, "hq_city", curator)
    count = Change.objects.count()

    with pytest.raises(Refused, match="says so already"):
        restore(organization, change, "hq_city", curator)

    assert Change.objects.count() == count


@pytest.mark.parametrize("field", ["names", "confirmed_on", "state", "website"])
def test_what_the_history_keeps_in_words_only_or_not_at_all_is_refused(field, curator):
    organization = make.organization()
    told = {
        "names": [["A (legal)"], ["B (legal)"]],
        "confirmed_on": ["2020-01-01", None],
        "state": ["draft", "published"],
    }
    actions.record("organization.edited", subject=organization.reference, by=curator, diff=told)

    with pytest.raises(Refused, match="keeps only words"):
        restore(organization, Change.objects.latest("pk"), field, curator)


def test_a_term_that_the_vocabulary_has_lost_is_named(curator):
    organization = make.organization()
    actions.record("organization.edited", subject=organization.reference, by=curator, diff={"types": [["guild"], []]})

    with pytest.raises(Refused, match="does not know guild any more"):
        restore(organization, Change.objects.latest("pk"), "types", curator)
