"""The pages on which two records are compared, and a merge is proposed, confirmed and undone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import actions
from registry.models import MergeOperation, Organization
from registry.roles import Function
from registry.states import MergeState, OrganizationState
from tests import make
from tests.registry.actions.merging import merged, two_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make.organization("Invented Relief", hq_city="Nairobi"), make.organization("Relief, invented", founded=1998)


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def _pair(name, winner, loser):
    return reverse(f"registry:duplicate-{name}", args=[winner.reference, loser.reference])


def _merge(name, merge):
    return reverse(f"registry:merge-{name}", args=[merge.reference])


def _typed(winner, loser, **changes):
    return {"winner_version": winner.version, "loser_version": loser.version, "reason": "One."} | changes


def _proposed(two, by):
    return actions.propose_merge(*two, choices={}, reason="One organization.", by=by)


def test_differences_come_first_then_everything_that_moves_with_its_number(signed_in, curator):
    winner, loser = two_records(curator)

    page = signed_in.get(_pair("compare", winner, loser))

    assert [row["code"] for row in page.context["differences"]] == ["name", "head_office", "founded", "head"]
    counts = {str(row["label"]): (row["winner"], row["loser"], row["after"]) for row in page.context["kept"]}
    assert counts["names"] == (3, 3, 4)
    assert counts["documents"] == (0, 2, 2)
    assert counts["links to other organizations"] == (2, 3, 2)
    assert counts["applications for observer status"] == (0, 1, 1)
    text = page.content.decode()
    assert text.index("Settle these differences") < text.index("Kept from both")
    assert "A later letter" in text


def test_what_is_counted_before_is_what_moves(signed_in, curator, steward):
    winner, loser = two_records(curator)
    kept = signed_in.get(_pair("compare", winner, loser)).context["kept"]

    merge = merged(winner, loser, first=curator, second=steward)

    done = {row["label"]: row for row in signed_in.get(_merge("detail", merge)).context["done"]}
    for row in kept:
        told = done.get(row["label"], {"moved": 0, "dropped": 0})
        assert told["dropped"] == row["dropped"], row["label"]
        assert told["moved"] + told["dropped"] == row["loser"], row["label"]


def test_from_comparing_to_undoing_in_four_steps(signed_in, client, two, steward):
    winner, loser = two
    answer = signed_in.post(_pair("merge", winner, loser), _typed(winner, loser, name="loser"))
    merge = MergeOperation.objects.get()
    assert answer.url == _merge("detail", merge)
    assert "Confirm the merge" not in signed_in.get(answer.url).content.decode()

    client.force_login(steward)
    assert "Confirm the merge" in client.get(_merge("detail", merge)).content.decode()
    client.post(_merge("confirm", merge))
    assert Organization.objects.get(pk=winner.pk).name == "Relief, invented"
    shown = client.get(reverse("registry:organization-edit", args=[loser.reference])).content.decode()
    assert "This record was merged into another one" in shown
    assert winner.reference in shown

    client.post(_merge("undo", merge), {"reason": "Two organizations."})
    assert "Everything went back to where it was" in client.get(_merge("detail", merge)).content.decode()
    assert Organization.objects.get(pk=loser.pk).state == OrganizationState.PUBLISHED


def test_a_proposal_without_a_reason_keeps_what_was_chosen(signed_in, two):
    page = signed_in.post(_pair("merge", *two), _typed(*two, name="loser", reason=""))

    assert page.status_code == 422
    assert [row["side"] for row in page.context["differences"] if row["code"] == "name"] == ["loser"]
    assert not MergeOperation.objects.exists()


def test_who_compared_an_older_version_is_told_over_the_form(signed_in, two, curator):
    typed = _typed(*two)
    actions.edit_organization(two[1], changes={"hq_city": "Kisumu"}, by=curator)

    page = signed_in.post(_pair("merge", *two), typed)

    assert page.status_code == 409
    assert "Compare them once more" in page.content.decode()


def test_who_proposed_it_is_told_that_a_second_person_confirms(signed_in, two, curator):
    answer = signed_in.post(_merge("confirm", _proposed(two, curator)))

    assert answer.status_code == 409
    assert "Two people must agree on a merge" in answer.content.decode()


def test_what_stands_in_the_way_is_said_and_nothing_can_be_proposed(signed_in, two, curator):
    actions.archive_organization(two[0], reason="Closed.", by=curator)

    page = signed_in.get(_pair("compare", *two)).content.decode()

    assert "is archived. Open it again first" in page
    assert "Propose to merge" not in page


def test_why_the_machine_paired_them_is_shown_when_it_did(signed_in, two):
    make.pair(*two, agreeing=[{"code": "domain", "values": ["relief.example"]}])

    page = signed_in.get(_pair("compare", two[1], two[0])).content.decode()

    assert "Why the two records were paired" in page
    assert "relief.example" in page


def test_hostile_names_are_text(signed_in, curator):
    two = make.organization("<script>alert(1)</script>"), make.organization("Relief {{ 7 }}")

    page = signed_in.get(_pair("compare", *two)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_same_record_twice_is_no_comparison(signed_in, two):
    assert signed_in.get(_pair("compare", two[0], two[0])).status_code == 404


# --- Who may know and do what -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1])
def test_who_may_not_know_of_one_of_them_finds_nothing(number, client, two, curator):
    actions.mark_at_risk(two[number], reason="A reason", by=curator)
    fresh = [Organization.objects.get(pk=one.pk) for one in two]
    merge = _proposed(fresh, curator)
    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))

    addresses = [_pair("compare", *two), _pair("compare", *reversed(two)), _merge("detail", merge)]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    acts = [_pair("merge", *two), *(_merge(name, merge) for name in ("confirm", "withdraw", "undo"))]
    assert [client.post(address, {"reason": "x"}).status_code for address in acts] == [404] * 4
    listed = client.get(reverse("registry:merge-list")).content.decode()
    assert merge.reference not in listed
    assert "Waiting for a second person" in listed


def test_who_keeps_other_countries_may_not(client, two, curator):
    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))

    assert client.get(_pair("compare", *two)).status_code == 403
    assert client.post(_merge("confirm", _proposed(two, curator))).status_code == 403


def test_a_link_to_an_organization_in_danger_is_neither_shown_nor_counted(client, curator, two):
    hidden = make.organization("In Danger", hq_country_id="TCD")
    make.link(two[1], hidden)
    actions.mark_at_risk(hidden, reason="A reason", by=curator)
    client.force_login(make.staff(Function.CURATOR, countries=["KEN"]))

    page = client.get(_pair("compare", *two))

    assert "In Danger" not in page.content.decode()
    assert "links to other organizations" not in [str(row["label"]) for row in page.context["kept"]]


@pytest.mark.parametrize(("function", "status"), [(Function.CURATOR, 403), (Function.DATA_STEWARD, 302)])
def test_after_thirty_days_a_data_steward_parts_the_records(function, status, client, two, curator, steward):
    merge = merged(*two, first=curator, second=steward)
    MergeOperation.objects.update(confirmed_at=merge.confirmed_at - timedelta(days=31))
    client.force_login(make.staff(function))

    answer = client.post(_merge("undo", merge), {"reason": "Two."})

    assert answer.status_code == status
    assert MergeOperation.objects.get().state == (MergeState.UNDONE if status == 302 else MergeState.DONE)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_merges_costs_the_same_for_one_and_for_three(count, signed_in, curator):
    for _ in range(count):
        _proposed((make.organization(), make.organization()), curator)

    with CaptureQueriesContext(connection) as captured:
        page = signed_in.get(reverse("registry:merge-list"))

    assert len(page.context["page"].object_list) == count
    assert len(captured) <= 16
