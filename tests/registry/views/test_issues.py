"""The list of what looks unlikely: for who keeps records, never for who may not know of a record or a contact."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.models import Issue
from registry.queries.issues import visible_issues
from registry.roles import Function
from tests import make, night

pytestmark = pytest.mark.django_db
QUEUE = "/en/staff/issues/"
TREND = "/en/staff/issues/trend/"


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def page(client, address=QUEUE):
    return client.get(address).content.decode()


def old(name="", **facts):
    """An organization with one issue."""
    return make.organization(name, founded=1700, **facts)


def act(name, issue):
    return reverse(f"registry:issue-{name}", args=[issue.reference])


def record_of(organization):
    return reverse("registry:organization-edit", args=[organization.reference])


def with_private_issue(**facts):
    organization = make.organization(website="https://aid.example", **facts)
    actions.add_contact(organization, email="a@other.example", by="test")
    return organization


def test_a_line_says_where_what_why_and_what_to_do(signed_in):
    organization = old("Quiet Hill Radio")

    text = page(signed_in)

    assert "Quiet Hill Radio" in text
    assert "The year of foundation is unlikely" in text
    assert "Must be looked at" in text
    assert "Check the year in the statutes or the registration." in text
    assert record_of(organization) in text
    assert act("mute", organization.issues.get()) in text


def test_the_most_pressing_stand_first(signed_in):
    make.organization("SHOUTING IN CAPITALS")
    make.organization("Works Nowhere", hq_country_id=None)
    old("Very Old")

    text = page(signed_in)

    assert text.index("Very Old") < text.index("Works Nowhere") < text.index("SHOUTING IN CAPITALS")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"Old", "Loud", "Numbered"}),
        ("?rule=founded-unlikely", {"Old"}),
        ("?severity=hint", {"Loud"}),
        ("?owner=steward", {"Numbered"}),
        ("?country=TCD", {"Numbered"}),
        ("?mine=yes", set()),
        ("?severity=odd&rule=odd&owner=odd&country=XXX&mine=odd&tab=odd&page=odd", {"Old", "Loud", "Numbered"}),
    ],
)
def test_the_list_is_narrowed(signed_in, asked, shown):
    names = {"Old": "Old Aid", "Loud": "LOUD HELPERS", "Numbered": "Numbered Aid"}
    old(names["Old"])
    make.organization(names["Loud"])
    make.organization(
        names["Numbered"], hq_country_id="TCD", identifiers=[{"scheme": "GB-CHC", "value": "not a number"}]
    )

    text = page(signed_in, f"{QUEUE}{asked}")

    assert {key for key, name in names.items() if name in text} == shown


def test_mine_is_what_falls_to_my_functions_in_my_countries(client):
    here, there = (
        make.organization(name, hq_country_id=country, founded=1998)
        for name, country in [("Here", "KEN"), ("There", "TCD")]
    )
    for organization in (here, there):
        make.partnership(organization, country=organization.hq_country_id, starts_on=date(1990, 1, 1))
    night.take("check_plausibility")
    client.force_login(make.staff(Function.CURATOR, countries=["TCD"]))

    text = page(client, f"{QUEUE}?mine=yes")

    assert "There" in text
    assert record_of(here) not in text


def test_what_is_muted_stands_apart_with_its_reason(signed_in, curator):
    issue = old("Very Old").issues.get()
    actions.mute_issue(issue, reason="<b>Its abbey</b> is that old.", by=curator)

    assert "Very Old" not in page(signed_in)
    text = page(signed_in, f"{QUEUE}?tab=muted")
    assert "&lt;b&gt;Its abbey&lt;/b&gt; is that old." in text
    assert act("unmute", issue) in text


def test_an_empty_list_says_why(signed_in):
    assert "Nothing looks unlikely" in page(signed_in)
    assert "Nothing is muted" in page(signed_in, f"{QUEUE}?tab=muted")
    assert "No issue fits" in page(signed_in, f"{QUEUE}?severity=hint")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(signed_in, count):
    for _number in range(count):
        old()
    page(signed_in)

    with CaptureQueriesContext(
        connection,
    ) as told:
        page(signed_in)

    assert len(told) <= 22


# --- Who may know --------------------------------------------------------------------------------------------------


def test_an_organization_in_danger_is_not_there_for_who_does_not_answer_for_it(client, curator):
    organization = old("Hidden Shelter")
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    issue = organization.issues.get()
    client.force_login(make.staff(Function.CURATOR, countries=["TCD"]))

    text = page(client)
    assert "Hidden Shelter" not in text
    assert 'To look at <span class="count">0</span>' in text
    assert ">1<" not in page(client, TREND)
    assert client.get(act("mute", issue)).status_code == 404
    assert client.post(act("unmute", issue)).status_code == 404


def test_what_tells_of_a_contact_is_for_who_may_read_it(client, curator):
    with_private_issue()
    abroad = make.staff(Function.CURATOR, countries=["TCD"])

    assert [issue.rule for issue in visible_issues(curator)] == ["mail-elsewhere"]
    assert list(visible_issues(abroad)) == []


def test_a_closed_record_is_in_no_list_before_the_night_either(signed_in, curator, steward):
    winner, loser = make.organization("Kept"), old("Gone Twin")
    merge = actions.propose_merge(winner, loser, choices={}, reason="One.", by=curator)

    actions.confirm_merge(merge, by=steward)

    assert "The year of foundation is unlikely" not in page(signed_in).split("</form>")[-1]


@pytest.mark.parametrize("function", [Function.REVIEWER, Function.AUDITOR])
def test_who_keeps_no_record_has_no_list(client, function):
    client.force_login(make.staff(function))
    organization = old()

    assert client.get(QUEUE).status_code == 403
    assert client.get(TREND).status_code == 403
    assert "What looks unlikely" not in page(client, record_of(organization))


# --- On the record -------------------------------------------------------------------------------------------------


def test_the_record_says_what_looks_unlikely_in_it(signed_in):
    organization = old()

    text = page(signed_in, record_of(organization))

    assert "What looks unlikely" in text
    assert act("mute", organization.issues.get()) in text


def test_a_likely_record_says_nothing_of_it(signed_in):
    assert "What looks unlikely" not in page(signed_in, record_of(make.organization()))


# --- Muting --------------------------------------------------------------------------------------------------------


def test_muting_asks_why_and_leads_back_to_the_record(signed_in, curator):
    issue = old().issues.get()
    assert "The year of foundation is unlikely" in page(signed_in, act("mute", issue))

    answer = signed_in.post(act("mute", issue), {"reason": "So it is.", "until": "", "version": issue.version})

    issue.refresh_from_db()
    assert answer.url == record_of(issue.organization)
    assert (issue.state, issue.reason, issue.muted_by) == ("muted", "So it is.", curator)
    assert "So it is." in page(signed_in, record_of(issue.organization))


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"reason": " "}, "This field is required."), ({"reason": "Why.", "until": "2020-01-01"}, "still to come")],
)
def test_muting_says_what_is_missing(signed_in, typed, said):
    issue = old().issues.get()

    answer = signed_in.post(act("mute", issue), typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_colleague_who_was_quicker_is_told_in_words(signed_in, curator):
    issue = old().issues.get()
    actions.mute_issue(issue, reason="So it is.", by=curator)

    answer = signed_in.post(act("mute", issue), {"reason": "Me too.", "version": issue.version + 1})

    assert answer.status_code == 409
    assert "already: Muted" in answer.content.decode()


def test_it_is_opened_again(signed_in, curator):
    issue = old().issues.get()
    actions.mute_issue(issue, reason="So it is.", by=curator)

    answer = signed_in.post(act("unmute", issue))

    issue.refresh_from_db()
    assert answer.url == record_of(issue.organization)
    assert issue.state == "open"


def test_who_keeps_other_countries_looks_and_does_not_mute(client):
    issue = old().issues.get()
    client.force_login(make.staff(Function.CURATOR, countries=["TCD"]))

    assert act("mute", issue) not in page(client)
    assert client.get(act("mute", issue)).status_code == 403
    assert client.post(act("unmute", issue)).status_code == 403


# --- Week by week --------------------------------------------------------------------------------------------------


def test_the_trend_counts_what_was_found_and_what_was_settled(signed_in):
    for organization in (old(), old(), make.organization("LOUD HELPERS")):
        Issue.objects.filter(organization=organization).update(found_at=timezone.now() - timedelta(weeks=2))
    actions.edit_organization(Issue.objects.first().organization, changes={"founded": 1970}, by="test")

    rows = signed_in.get(f"{TREND}?rule=founded-unlikely").context["rows"]

    assert len(rows) == 12
    assert [(row["found"], row["settled"]) for row in rows[:3]] == [(0, 1), (0, 0), (2, 0)]
    assert sum(row["found"] for row in signed_in.get(TREND).context["rows"]) == 3
