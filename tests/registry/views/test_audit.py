"""The audit: everything that happened for whoever may know of it, filtered, as a file, and with its chain."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from observers.models import Observer
from registry import actions
from registry.models import Change, Organization
from registry.queries import audit, desk
from registry.roles import Function
from tests import make
from tests.registry.test_tampering import as_owner

pytestmark = pytest.mark.django_db
LIST = reverse("registry:audit")
CSV = reverse("registry:audit-csv")


def _detail(change):
    return reverse("registry:audit-change", args=[change.pk])


@pytest.fixture
def signed_in(client, auditor):
    client.force_login(auditor)
    return client


def numbers(page):
    return [row["number"] for row in page.context["rows"]]


def happened(*verbs, subject="CSO-00000000", by="test", **facts):
    return [
        change.pk for change in actions.record_many([{"verb": v, "subject": subject} for v in verbs], by=by, **facts)
    ]


def rows_of(response):
    text = b"".join(response).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


# --- Who reads it, and of what -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "countries", "status"),
    [
        (Function.AUDITOR, [], 200),
        (Function.AUDITOR, ["KEN"], 403),
        (Function.CURATOR, [], 403),
        (Function.DATA_STEWARD, [], 403),
        (Function.ADMINISTRATOR, [], 403),
    ],
)
def test_it_is_for_auditors_of_everything_alone(function, countries, status, client):
    change = make.organization() and Change.objects.latest("pk")
    client.force_login(make.staff(function, countries=countries))

    assert [client.get(address).status_code for address in (LIST, _detail(change), CSV)] == [status] * 3


@pytest.fixture
def in_danger(curator):
    """An organization that came into danger, and all that hangs on it."""
    organization = make.organization("Hidden Shelter")
    make.observer(organization)
    make.link(organization, make.organization("Open Aid"))
    actions.edit_organization(organization, changes={"hq_city": "Hidden Town"}, by=curator, reason="Hidden reason")
    actions.record("merge.proposed", subject="MRG-00000000", by=curator, reason=f"Same as {organization.reference}")
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    return organization


def test_of_an_organization_in_danger_nothing_is_told_on_any_page_or_in_the_file(signed_in, in_danger):
    observer = Observer.objects.get(organization=in_danger)
    secrets = ["Hidden", in_danger.reference, observer.reference]
    questions = [
        {},
        {"subject": in_danger.reference},
        {"subject": observer.reference},
        {"verb": "organization.protected"},
    ]
    own = Change.objects.filter(subject__in=[in_danger.reference, observer.reference])

    texts = [signed_in.get(LIST, asked).content.decode() for asked in questions]
    texts += [str(rows_of(signed_in.get(CSV, asked))) for asked in questions]
    others = Change.objects.exclude(pk__in=own).order_by("-pk")[:20]
    texts += [signed_in.get(_detail(change)).content.decode() for change in others]

    assert own.count() >= 4
    assert {signed_in.get(_detail(change)).status_code for change in own} == {404}
    # What the auditor typed herself stands in her filter, and what she asked for in the row of her download.
    typed = [
        text.replace(f'value="{in_danger.reference}"', "").replace(f'value="{observer.reference}"', "")
        for text in texts
    ]
    assert [secret for secret in secrets for text in typed if secret in text.replace(f"subject={secret}", "")] == []
    assert numbers(signed_in.get(LIST, {"verb": "organization.protected"})) == []


def test_an_open_record_tells_that_it_was_linked_and_not_to_whom(signed_in, in_danger):
    other = Organization.objects.get(links_to_it__from_organization=in_danger)

    page = signed_in.get(_detail(Change.objects.about(other.reference).get(verb="link.added")))

    assert "Member of the network" in page.content.decode()
    assert in_danger.reference not in page.content.decode()


def test_a_dispute_of_one_in_danger_is_not_named(signed_in, in_danger):
    dispute = make.dispute(make.partnership(in_danger))
    giver = make.staff(name="Giver")
    item = next(one for one in desk.known(giver, [f"dispute:{dispute.reference}"]))
    actions.assign_items([item], to=giver, by=giver)

    page = signed_in.get(_detail(Change.objects.get(verb="desk.assigned")))

    assert page.status_code == 200
    assert dispute.reference not in page.content.decode()


@pytest.mark.parametrize("function", list(Function))
def test_staff_are_never_without_an_organization_that_is_not_at_risk(function):
    """audit.hidden_references looks only among those at risk."""
    make.organization(state="draft")

    assert (
        Organization.objects.visible_to(make.staff(function, countries=["FJI"])).filter(is_at_risk=False).count() == 1
    )


# --- Asking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "link"}, [1]),
        ({"kind": "reading"}, [2, 3]),
        ({"verb": "document.read"}, [3]),
        ({"who": "Curator"}, [2, 3]),
        ({"who": "curator@iom.example"}, [2, 3]),
        ({"who": "import.apply"}, [0]),
        ({"subject": "cso-ooooooly"}, [1]),
        ({"subject": "CSO-0000001Y", "kind": "record"}, None),
        ({"batch": "IMP-00000001"}, [0]),
        ({"request": "a-request"}, [4]),
        ({"who": "%' OR 1=1"}, []),
    ],
)
def test_it_is_asked_by_kind_verb_people_reference_import_and_request(asked, found, client):
    curator, member = make.staff(name="Curator", email="curator@iom.example"), make.member()
    start = Change.objects.latest("pk").pk
    told = happened("organization.edited", by="job import.apply", batch="IMP-00000001")
    told += happened("link.added", subject="CSO-0000001Y")
    told += happened("contacts.read", "document.read", by=curator)
    token = actions.history.request_id.set("a-request")
    told += happened("organization.edited", by=member)
    actions.history.request_id.reset(token)
    client.force_login(make.staff(Function.AUDITOR))

    page = client.get(LIST, asked)

    if found is None:
        assert page.status_code == 422
    else:
        assert [number for number in numbers(page) if number > start] == [told[place] for place in reversed(found)]


def test_days_are_those_of_the_reader(signed_in, auditor):
    first, second, third = happened("a.a", "a.b", "a.c")
    for number, at in ((first, "2026-05-02 21:59"), (second, "2026-05-02 22:01"), (third, "2026-05-03 22:01")):
        as_owner("UPDATE registry_change SET at = %s WHERE id = %s", f"{at}+00", number)
    as_owner("UPDATE registry_change SET at = '2026-01-01' WHERE id < %s", first)
    type(auditor).objects.filter(pk=auditor.pk).update(time_zone="Europe/Paris")

    asked = [{"since": "2026-05-03", "until": "2026-05-03"}, {"since": "2026-05-03"}, {"until": "2026-05-02"}]

    pages = [numbers(signed_in.get(LIST, days)) for days in asked]
    assert pages[0] == [second]
    assert pages[1] == [third, second]
    assert pages[2][0] == first
    assert numbers(signed_in.get(LIST, {"since": "2027-01-01"})) == []


def test_days_that_make_no_sense_are_told_over_the_form(signed_in):
    page = signed_in.get(LIST, {"since": "2026-05-03", "until": "2026-05-02"})

    assert page.status_code == 422
    assert "This day is before the first one" in page.content.decode()
    assert signed_in.get(CSV, {"since": "yesterday"}).status_code == 404


def test_fifty_a_page_to_older_ones_and_back(signed_in):
    told = happened(*["a.b"] * 120)

    first = signed_in.get(LIST)
    second = signed_in.get(LIST + first.context["older"])
    back = signed_in.get(LIST + second.context["newer"])

    assert numbers(first) == told[:-51:-1]
    assert numbers(second) == told[-51:-101:-1]
    assert numbers(back) == numbers(first)
    assert first.context["newer"] is False


@pytest.mark.parametrize("count", [1, 45])
def test_a_page_costs_the_same_for_one_change_and_for_many(count, signed_in, curator, steward):
    for number in range(count):
        happened("organization.edited", by=(curator, steward)[number % 2])
    signed_in.get(LIST)

    with CaptureQueriesContext(connection) as queries:
        signed_in.get(LIST, {"subject": "CSO-00000000", "since": "2020-01-01"})

    assert len(queries) <= 17


# --- One change and its place in the chain --------------------------------------------------------------------------


def test_a_change_shows_its_words_and_what_was_written_down(signed_in, curator):
    organization = make.organization()
    actions.edit_organization(organization, changes={"hq_city": '<script>alert("x")</script>'}, by=curator)

    text = signed_in.get(_detail(Change.objects.latest("pk"))).content.decode()

    assert "What it says fits its hash." in text
    assert "It follows on the row before it." in text
    assert "&lt;script&gt;alert" in text
    assert "<script>alert" not in text


def test_a_change_that_was_tampered_with_says_so(signed_in):
    first, second, third = happened("a.a", "a.b", "a.c")
    as_owner("UPDATE registry_change SET reason = 'x' WHERE id = %s", first)
    as_owner("DELETE FROM registry_change WHERE id = %s", second)

    texts = [signed_in.get(_detail(Change(pk=number))).content.decode() for number in (first, third)]

    assert "it was changed after it was written" in texts[0]
    assert "It does not follow on the row before it" in texts[1]


# --- The file -------------------------------------------------------------------------------------------------------


def test_the_file_holds_what_was_asked_for_defused_and_its_taking_is_written_down(signed_in, auditor):
    actions.record("a.b", subject="CSO-00000000", by="test", reason='=HYPERLINK("http://evil.example")')
    happened("a.c")

    rows = rows_of(signed_in.get(CSV, {"subject": "CSO-00000000", "since": "2020-01-01"}))

    assert [row["verb"] for row in rows] == ["a.c", "a.b"]
    assert rows[1]["reason"].startswith("'=HYPERLINK")
    change = Change.objects.latest("pk")
    assert (change.verb, change.by_id) == ("history.exported", auditor.pk)
    assert change.diff == {"filters": [None, "subject=CSO-00000000, since=2020-01-01"]}


def test_a_file_holds_at_most_so_many_rows_the_newest(signed_in, monkeypatch):
    monkeypatch.setattr(audit, "MOST", 30)
    monkeypatch.setattr(audit, "_CHUNK", 20)
    told = happened(*["a.b"] * 40)

    assert [int(row["number"]) for row in rows_of(signed_in.get(CSV))] == told[:-31:-1]


def test_a_file_of_one_day_in_the_past_is_empty_but_for_its_columns(signed_in):
    day = (datetime.now(UTC) - timedelta(days=4000)).date().isoformat()

    response = signed_in.get(CSV, {"until": day})

    assert rows_of(response) == []
    assert f"history-{timezone.localdate().isoformat()}.csv" in response["Content-Disposition"]


def test_a_part_of_a_name_that_means_too_many_people_is_told_over_the_form(signed_in):
    people = [make.user(name=f"Amina {number}") for number in range(7)]
    own = happened("a.b", by=people[3])

    assert "More than 5 people are called that." in signed_in.get(LIST, {"who": "amina"}).content.decode()
    assert numbers(signed_in.get(LIST, {"who": people[3].reference})) == own


def test_what_many_verbs_and_authors_did_comes_in_one_order(signed_in):
    curator, steward = make.user(name="Karat One"), make.user(name="Karat Two")
    told = [happened(verb, by=by)[0] for verb in ("link.added", "link.ended") * 20 for by in (curator, steward, "job")]
    asked = {"kind": "link", "who": "karat"}

    first = signed_in.get(LIST, asked)
    second = signed_in.get(LIST + first.context["older"])

    people = [number for place, number in enumerate(told) if place % 3 < 2]
    assert numbers(first) + numbers(second) == people[::-1]
    assert [int(row["number"]) for row in rows_of(signed_in.get(CSV, asked))] == people[::-1]
