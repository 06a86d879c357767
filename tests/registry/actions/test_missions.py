"""The figures of missions: what each counts, that nobody at risk is in them, and that a day is written once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions, tasks
from registry.models import Area, MissionDay
from registry.queries import missions
from registry.states import PartnershipState
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def mission():
    return make.unit(name_en="IOM Chad", country_id="TCD")


def verified(organization, area, **fields):
    fields = {"state": PartnershipState.VERIFIED, "verified_on": TODAY, "country": "TCD"} | fields
    fields |= {"unit": make.unit(), "evidence_note": "A visit.", "verified_by": make.user()}
    return make.partnership(organization, area=area, **fields)


def counted(mission):
    actions.count_missions()
    return MissionDay.objects.get(unit=mission, on=timezone.localdate())


def test_areas_count_where_somebody_is_verified_and_fresh(mission):
    organization = make.organization(hq_country_id="TCD")
    verified(organization, area=1)
    verified(make.organization(), area=1)
    verified(organization, area=2, verified_on=TODAY - timedelta(days=5000))
    verified(organization, area=3, country="NER")
    make.partnership(organization, area=4, country="TCD")

    day = counted(mission)

    assert (day.areas_covered, day.areas) == (1, Area.objects.filter(parent=None).count())


def test_what_waits_counts_for_the_mission_whose_country_it_is(mission, curator):
    organization = make.organization(hq_country_id="TCD")
    make.partnership(organization, unit=mission)
    make.partnership(make.organization(hq_country_id="NER"), unit=mission)
    make.pair(organization, make.organization(hq_country_id="TCD"))
    make.pair(make.organization(hq_country_id="NER"), make.organization(hq_country_id="NER"))
    actions.change_own_record(organization, changes={"founded": 1999}, by=make.member(organization))

    day = counted(mission)

    told = (day.partnerships_unverified, day.duplicates_open, day.proposals_waiting, day.claims_waiting)
    assert told == (2, 1, 1, 0)


def test_nobody_at_risk_is_in_a_figure(mission, curator):
    organization, beside = make.organization(hq_country_id="TCD"), make.organization(hq_country_id="TCD")
    before = counted(mission)
    hidden = make.organization(hq_country_id="TCD")
    actions.edit_organization(hidden, changes={"hq_city": "Faya"}, by=curator)
    verified(hidden, area=1)
    make.partnership(hidden, unit=mission, area=2)
    make.pair(hidden, beside)
    actions.change_own_record(hidden, changes={"founded": 1999}, by=make.member(hidden))
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)

    after = counted(mission)

    figures = [field.name for field in MissionDay._meta.fields if field.name not in ("id", "counted_at")]
    assert [getattr(before, name) for name in figures] == [getattr(after, name) for name in figures]
    assert organization.pk


def test_the_same_day_is_written_once_with_its_last_figures(mission):
    first = counted(mission)
    make.partnership(make.organization(), unit=mission)

    tasks.count_missions()

    day = MissionDay.objects.get(unit=mission)
    assert (first.partnerships_unverified, day.partnerships_unverified) == (0, 1)


def test_units_that_answer_for_no_country_of_their_own_are_no_missions():
    make.unit("a-regional-office", country_id="SEN").__class__.objects.filter(code="a-regional-office").update(
        kind="regional_office"
    )

    actions.count_missions()

    assert not MissionDay.objects.filter(unit__code="a-regional-office").exists()


def kept(mission, days_ago, fresh, facts=100):
    figures = dict.fromkeys(
        ["areas", "areas_covered", "duplicates_open", "partnerships_unverified", "proposals_waiting", "claims_waiting"],
        0,
    )
    on = timezone.localdate() - timedelta(days=days_ago)
    MissionDay.objects.create(unit=mission, on=on, counted_at=timezone.now(), facts=facts, facts_fresh=fresh, **figures)
    return on


def test_a_share_is_compared_with_thirty_and_ninety_days_ago(mission):
    kept(mission, 0, 60)
    kept(mission, 20, 59)
    lately = kept(mission, 31, 55)
    kept(mission, 60, 1)
    long_ago = kept(mission, 90, 70)
    kept(mission, 200, 2)

    standings, _first = missions.board()

    assert [(trend.points, trend.since) for trend in standings[0].trends] == [(5, lately), (-10, long_ago)]


def test_with_fewer_days_it_is_compared_with_the_first_that_was_kept(mission):
    kept(mission, 0, 60)
    first = kept(mission, 12, 50)

    standings, since = missions.board()

    assert [(trend.points, trend.since) for trend in standings[0].trends] == [(10, first)]
    assert since == first


def test_on_the_first_day_there_is_nothing_to_compare(mission):
    kept(mission, 0, 60)

    assert missions.board()[0][0].trends == ()
