"""What the registry says to a criterion: met, not met, cannot tell; with the rows that say it."""

from datetime import timedelta

import pytest

from observers.models import Criterion
from observers.queries.checks import CANNOT_TELL, MET, NOT_MET, check, checks
from observers.queries.clock import database_now, day_in
from registry import actions
from registry.models import Document, Organization
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db
C = Criterion.Comparison


@pytest.fixture
def organization():
    return make.organization(hq_country_id="KEN")


def sent(organization, comparison, **fields):
    """An application that was sent, and a criterion of its set that is compared with the registry."""
    application = steps.sent(organization=organization)
    return application, _criterion(application, comparison, **fields)


def _criterion(application, comparison, **fields):
    """As it would stand in the set: published sets do not change, so it is built beside it."""
    return Criterion(
        pk=-1, criteria_set=application.criteria_set, code="C-TEST", kind="automatic", comparison=comparison, **fields
    )


def on_record(document, at):
    """Filed at that moment; in a test the database's clock stands still, that of the web machine does not."""
    Document.objects.filter(pk=document.pk).update(created_at=at)
    return document


def year():
    return day_in(database_now()).year


@pytest.mark.parametrize(
    ("years_ago", "outcome"), [(0, NOT_MET), (1, NOT_MET), (2, CANNOT_TELL), (3, MET), (30, MET), (None, CANNOT_TELL)]
)
def test_years_of_existence_are_counted_from_the_year_alone(organization, years_ago, outcome):
    """Two years are asked for: in the year of the anniversary nobody can say."""
    founded = None if years_ago is None else year() - years_ago
    Organization.objects.filter(pk=organization.pk).update(founded=founded)
    application, criterion = sent(organization, C.YEARS, least=2)

    result = check(application, criterion)

    assert result.outcome == outcome
    assert [row.reference for row in result.rows] == ([] if founded is None else ["founded"])


def test_without_a_number_nothing_is_compared(organization):
    Organization.objects.filter(pk=organization.pk).update(founded=1990)
    application, criterion = sent(organization, C.YEARS)

    assert check(application, criterion).outcome == CANNOT_TELL
    assert check(application, _criterion(application, C.COUNTRIES)).outcome == CANNOT_TELL


@pytest.mark.parametrize(("least", "outcome"), [(2, MET), (3, NOT_MET)])
def test_countries_of_work_are_counted(organization, least, outcome):
    make.partnership(organization, country="TCD")
    application, criterion = sent(organization, C.COUNTRIES, least=least)

    result = check(application, criterion)

    assert (result.outcome, [row.reference for row in result.rows]) == (outcome, ["country KEN", "country TCD"])


@pytest.mark.parametrize(("days_left", "outcome"), [(None, CANNOT_TELL), (-1, NOT_MET), (0, MET), (400, MET)])
def test_a_registration_certificate_must_be_in_date(organization, days_left, outcome):
    expires = None if days_left is None else day_in(database_now()) + timedelta(days=days_left)
    document = on_record(make.document(organization, kind="registration", expires_on=expires), database_now())
    application, criterion = sent(organization, C.REGISTRATION)

    result = check(application, criterion)

    assert (result.outcome, [row.reference for row in result.rows]) == (outcome, [document.reference])


def test_without_a_certificate_that_is_said(organization):
    application, criterion = sent(organization, C.REGISTRATION)

    assert check(application, criterion).outcome == NOT_MET


def test_verified_partnerships_are_counted_apart(organization):
    told = make.partnership(organization, area=1)
    application, criterion = sent(organization, C.PARTNERSHIPS)

    result = check(application, criterion)

    assert result.outcome == CANNOT_TELL
    assert result.words == "1 partnership with IOM is on record, 0 of them verified."
    assert [row.reference for row in result.rows] == [told.reference]


def test_a_verified_partnership_speaks_for_it(organization):
    told = make.partnership(organization, area=1)
    actions.verify_partnership(
        told, on=day_in(database_now()), unit=make.unit(), evidence_note="a visit", by=make.staff()
    )
    application, criterion = sent(organization, C.PARTNERSHIPS)

    assert check(application, criterion).outcome == MET


def test_areas_are_those_of_its_partnerships(organization):
    application, criterion = sent(organization, C.AREAS)
    assert check(application, criterion).outcome == CANNOT_TELL

    other = make.organization()
    make.partnership(other, area=1)
    make.partnership(other, area=8)
    application, criterion = sent(other, C.AREAS)

    result = check(application, criterion)

    assert (result.outcome, [row.reference for row in result.rows]) == (MET, ["area 1", "area 8"])


@pytest.mark.parametrize(("types", "outcome"), [(["ngo"], MET), ([], CANNOT_TELL), (["other"], CANNOT_TELL)])
def test_a_type_of_civil_society_is_one_of_seven(types, outcome):
    application, criterion = sent(make.organization(types=types), C.TYPE)

    assert check(application, criterion).outcome == outcome


def test_screening_cannot_tell_before_there_is_a_list(organization):
    application, criterion = sent(organization, C.SCREENING)

    assert check(application, criterion).outcome == CANNOT_TELL
    assert check(application, criterion).words == "No screening list has been loaded yet."


def test_who_signed_is_said(organization):
    application, criterion = sent(organization, C.SIGNATURE)

    result = check(application, criterion)

    assert result.outcome == MET
    assert "A. Head" in result.words


def test_what_was_sent_counts_and_a_change_since_is_told(organization):
    Organization.objects.filter(pk=organization.pk).update(founded=1990)
    application, criterion = sent(organization, C.YEARS, least=2)
    Organization.objects.filter(pk=organization.pk).update(founded=year())

    result = check(application, criterion)

    assert result.outcome == MET
    assert "1990" in result.words
    assert str(year()) in result.changed


def test_a_certificate_that_came_later_is_told_as_a_change(organization):
    application, criterion = sent(organization, C.REGISTRATION)
    later = day_in(database_now()) + timedelta(days=400)
    on_record(make.document(organization, kind="registration", expires_on=later), database_now() + timedelta(seconds=1))

    result = check(application, criterion)

    assert (result.outcome, bool(result.changed)) == (NOT_MET, True)


def test_a_criterion_that_is_not_compared_has_no_result(organization):
    application, criterion = sent(organization, C.NONE)

    assert check(application, criterion) is None


@pytest.mark.parametrize("count", [1, 8])
def test_all_checks_cost_the_same_for_one_criterion_and_for_eight(organization, count, django_assert_num_queries):
    application, _criterion_of_years = sent(organization, C.YEARS)
    every = [
        Criterion(pk=-n, code=f"C-{n}", comparison=comparison) for n, comparison in enumerate(C.values) if comparison
    ]
    application.refresh_from_db()

    with django_assert_num_queries(22):
        results = checks(application, every[:count])

    assert len(results) == count
