"""Each plausibility rule finds what it is for, and leaves alone what is near it."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from registry.models import Organization
from registry.queries import issues
from registry.queries.rules import RULES
from tests import make

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def codes(organization, *, on=None):
    found = issues.found([organization.pk], on=on or timezone.localdate())
    return {rule for _key, rule, _about in found}


def record(**facts):
    return make.organization(**({"founded": 1998} | facts))


def written(organization, **columns):
    """What only an old row or an import could hold, past the forms."""
    Organization.objects.filter(pk=organization.pk).update(**columns)
    return organization


def with_contacts(*contacts, **facts):
    organization = record(**facts)
    for contact in contacts:
        make.contact(organization, **contact)
    return organization


def with_partnership(*, unit=None, state="proposed", **facts):
    organization = record(state=facts.pop("organization_state", "published"))
    verified = {"verified_on": in_days(-9), "verified_by": make.staff(), "evidence_note": "A visit."}
    verified["unit"] = unit or make.unit()
    make.partnership(organization, state=state, **facts, **(verified if state == "verified" else {}))
    return organization


def long_silent(*, state="published", **columns):
    organization = written(record(state=state), created_at=timezone.now() - timedelta(days=800), **columns)
    organization.facts.all().delete()
    return organization


CASES = {
    "founded-unlikely": [
        (lambda: written(record(), founded=timezone.localdate().year + 1), True),
        (lambda: record(founded=1799), True),
        (lambda: record(founded=1800), False),
        (lambda: record(founded=timezone.localdate().year), False),
        (lambda: record(founded=None), False),
    ],
    "seen-in-the-future": [
        (lambda: written(record(), confirmed_on=in_days(1)), True),
        (lambda: written(record(), confirmed_on=in_days(0)), False),
    ],
    "in-no-country": [
        (lambda: record(hq_country_id=None), True),
        (lambda: record(hq_country_id=None, presences=[{"country": "KEN"}]), False),
        (lambda: record(hq_country_id="KEN"), False),
    ],
    "website-unlikely": [
        (lambda: record(website="http://info@aid.example"), True),
        (lambda: record(website="http://aid"), True),
        (lambda: record(website="https://aid.example:8080/fr?x=@y"), False),
        (lambda: record(website="http://xn--aid-8la.example"), False),
        (lambda: record(website=""), False),
    ],
    "identifier-unlikely": [
        (lambda: record(identifiers=[{"scheme": "GB-CHC", "value": "SC123456"}]), True),
        (lambda: record(identifiers=[{"scheme": "GB-CHC", "value": "1234567"}]), False),
        (lambda: record(identifiers=[{"scheme": "KE-NCB", "value": "OP.218/051"}]), False),
        (lambda: record(identifiers=[{"scheme": "none", "value": ""}]), False),
    ],
    "long-unconfirmed": [
        (lambda: long_silent(), True),
        (lambda: long_silent(confirmed_on=in_days(-800)), True),
        (lambda: long_silent(confirmed_on=in_days(-700)), False),
        (lambda: long_silent(state="draft"), False),
        (lambda: record(), False),
    ],
    "head-office-elsewhere": [
        (lambda: record(presences=[{"country": "TCD"}, {"country": "TCD", "admin1": "Lac"}]), True),
        (lambda: record(presences=[{"country": "TCD"}, {"country": "KEN"}]), False),
        (lambda: record(), False),
    ],
    "name-in-capitals": [
        (lambda: record(name="ASSOCIATION D'AIDE"), True),
        (lambda: record(name="OXFAM"), False),
        (lambda: record(name="ASSOCIATION d'aide"), False),
        (lambda: record(name="منظمة المساعدة الخيرية"), False),
    ],
    "name-of-a-person": [
        (lambda: record(name="aid@aid.example"), True),
        (lambda: with_contacts({"name": "amina diallo"}, name="Amina Diallo"), True),
        (lambda: with_contacts({"name": "Amina Diallo"}, name="Amina Diallo Foundation"), False),
        (lambda: record(name="Aid @ Home"), False),
    ],
    "begun-before-foundation": [
        (lambda: with_partnership(starts_on=date(1997, 12, 31)), True),
        (lambda: with_partnership(starts_on=date(1998, 1, 1)), False),
        (lambda: with_partnership(starts_on=date(1997, 12, 31), state="rejected"), False),
        (lambda: with_partnership(period=DateRange(None, None)), False),
    ],
    "verified-not-begun": [
        (lambda: with_partnership(state="verified", starts_on=in_days(1)), True),
        (lambda: with_partnership(state="verified", starts_on=in_days(0)), False),
        (lambda: with_partnership(starts_on=in_days(1)), False),
    ],
    "unit-closed": [
        (lambda: with_partnership(state="verified", unit=make.unit(valid_until=in_days(0))), True),
        (lambda: with_partnership(state="verified", unit=make.unit(successor=make.unit())), True),
        (lambda: with_partnership(state="verified", unit=make.unit(valid_until=in_days(1))), False),
    ],
    "over-and-proposed": [
        (lambda: with_partnership(period=DateRange(date(2010, 1, 1), in_days(-730))), True),
        (lambda: with_partnership(period=DateRange(date(2010, 1, 1), in_days(-729))), False),
        (lambda: with_partnership(period=DateRange(date(2010, 1, 1), in_days(-800)), state="ended"), False),
    ],
    "dormant-and-active": [
        (lambda: with_partnership(state="verified", organization_state="dormant"), True),
        (lambda: with_partnership(state="proposed", organization_state="dormant"), False),
        (lambda: with_partnership(state="verified"), False),
    ],
    "two-heads": [
        (lambda: with_contacts({"role": "head", "ends_on": in_days(30)}, {"role": "head"}), True),
        (lambda: with_contacts({"role": "head", "ends_on": in_days(-1)}, {"role": "head"}), False),
        (
            lambda: with_contacts({"role": "head", "ends_on": in_days(9)}, {"role": "head", "starts_on": in_days(10)}),
            False,
        ),
    ],
    "mail-came-back": [
        (lambda: with_contacts({"email": make.stopped("A@aid.example").address.lower()}), True),
        (lambda: with_contacts({"email": make.stopped("a@aid.example", why="complaint").address}), False),
        (lambda: with_contacts({"email": make.stopped("a@aid.example", ended_at=timezone.now()).address}), False),
        (lambda: with_contacts({"email": make.stopped("a@aid.example").address.replace("a@", "b@")}), False),
    ],
    "mail-elsewhere": [
        (lambda: with_contacts({"email": "a@other.example"}, website="https://www.aid.example"), True),
        (lambda: with_contacts({"email": "a@mail.aid.example"}, website="https://www.aid.example"), False),
        (lambda: with_contacts({"email": "a@aid.example"}, website="https://fr.aid.example/x"), False),
        (lambda: with_contacts({"email": "a@gmail.com"}, website="https://www.aid.example"), False),
        (lambda: with_contacts({"email": "a@aid.example"}), False),
        (lambda: with_contacts({"name": "Nobody"}, website="https://www.aid.example"), False),
    ],
}


def test_every_rule_has_a_hit_and_a_near_miss():
    assert set(CASES) == set(RULES)
    assert all({hit for _make, hit in cases} == {True, False} for cases in CASES.values())


@pytest.mark.parametrize(
    ("rule", "made", "hit"), [(rule, made, hit) for rule, cases in CASES.items() for made, hit in cases]
)
def test_a_rule_finds_what_it_is_for(rule, made, hit):
    organization = made()

    assert (rule in codes(organization)) is hit


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_says_in_sentences_why_and_what_to_do(code):
    rule = RULES[code]

    assert str(rule.why).endswith(".")
    assert str(rule.what_to_do).endswith(".")
    assert not str(rule.title).endswith(".")


@pytest.mark.parametrize("columns", [{"state": "archived"}])
def test_nothing_is_unlikely_in_a_record_that_is_closed(columns):
    assert codes(record(founded=1700, **columns)) == set()


def test_an_ordinary_record_looks_likely():
    organization = with_partnership(state="verified")

    assert codes(organization) == set()


def test_two_rows_that_break_a_rule_in_the_same_way_are_one_issue():
    numbers = [{"scheme": "GB-CHC", "value": value} for value in ("one", "two")]
    organization = record(identifiers=numbers)

    found = issues.found([organization.pk], on=timezone.localdate())

    assert list(found) == [(organization.pk, "identifier-unlikely", "GB-CHC")]


@pytest.mark.parametrize("count", [1, 3])
def test_looking_through_records_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    keys = [record(founded=1700).pk for _number in range(count)]

    with django_assert_num_queries(1):
        issues.found(keys, on=timezone.localdate())
    with django_assert_num_queries(len(RULES) + 1):
        issues.out_of_date(keys, on=timezone.localdate())
