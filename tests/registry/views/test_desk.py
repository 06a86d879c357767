"""The desk in the browser: begin with what is mine, give it on, accept together, take it back."""

import pytest
from django.urls import reverse
from django.utils import translation

from registry import actions
from registry.models import ItemAssignment, Organization
from registry.roles import Function
from tests import make
from tests.visible import words

pytestmark = pytest.mark.django_db
DESK = reverse("registry:staff-home")


def proposal(name="Harbour Light", **changes):
    organization = make.organization(name, founded=1990)
    return actions.change_own_record(organization, changes=changes or {"founded": 1991}, by=make.member(organization))


def visible(response):
    return " ".join(words(response.content.decode()))


def key(one):
    return f"proposal:{one.reference}"


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def test_who_decides_nothing_begins_with_the_inventory(client):
    client.force_login(make.staff(Function.AUDITOR))

    assert client.get(DESK).url == reverse("registry:staff-organizations")
    assert client.get(reverse("registry:desk", args=["all"])).status_code == 403


def test_an_empty_desk_says_what_will_come(desk):
    assert "Nothing waits for you" in visible(desk.get(DESK))


def test_an_unknown_view_is_not_there(desk):
    assert desk.get(reverse("registry:desk", args=["theirs"])).status_code == 404


def test_what_is_mine_stands_first_once_something_is(desk, curator):
    mine, _other = proposal("Mine"), proposal("Other")

    desk.post(reverse("registry:desk-assign"), {"item": key(mine), "to": curator.reference})

    page = visible(desk.get(DESK))
    assert "Mine" in page
    assert "Other" not in page
    assert "1 item given to" in page


def test_a_press_is_undone_by_the_bar_and_the_bar_is_put_away(desk, curator):
    assign, undo = reverse("registry:desk-assign"), reverse("registry:desk-undo")
    one = proposal()
    desk.post(assign, {"item": key(one), "to": curator.reference})

    page = visible(desk.post(undo, follow=True))

    assert "1 item is where it was before." in page
    assert ItemAssignment.objects.get().assigned_to is None
    desk.post(assign, {"item": key(one), "to": curator.reference})
    page = visible(desk.post(undo, {"dismiss": "1"}, follow=True))
    assert "given to" not in page
    assert ItemAssignment.objects.get().assigned_to == curator


def test_proposals_are_accepted_from_the_list_and_other_things_are_not(desk):
    one = proposal(founded=1991)
    new = make.organization("New")
    actions.send_to_review(new, by="test")

    page = visible(
        desk.post(reverse("registry:desk-approve"), {"item": [key(one), f"registration:{new.reference}"]}, follow=True)
    )

    assert "1 proposal accepted." in page
    assert "1 item is no proposal" in page
    assert Organization.objects.get(pk=one.organization_id).founded == 1991
    assert "1 proposal waits again." in visible(desk.post(reverse("registry:desk-undo"), follow=True))
    assert Organization.objects.get(pk=one.organization_id).founded == 1990


def test_the_menu_tells_what_the_desk_last_counted(desk):
    proposal()
    desk.get(DESK)

    page = desk.get(reverse("registry:staff-organizations")).content.decode()

    assert 'Review queue <span class="count">1</span>' in page


def test_nothing_ticked_is_told(desk):
    for name in ("registry:desk-assign", "registry:desk-approve"):
        assert "Nothing that waits was chosen" in visible(desk.post(reverse(name), {"item": "pair:x"}, follow=True))


def test_items_go_to_nobody_but_colleagues_who_edit(desk):
    outsider = make.staff(Function.AUDITOR)

    answer = desk.post(reverse("registry:desk-assign"), {"item": key(proposal()), "to": outsider.reference})

    assert answer.status_code == 403
    assert not ItemAssignment.objects.exists()


def test_items_go_to_nobody_who_does_not_answer_for_them(desk):
    abroad = make.staff(Function.CURATOR, countries=["FJI"], name="Ana")

    page = visible(
        desk.post(reverse("registry:desk-assign"), {"item": key(proposal()), "to": abroad.reference}, follow=True)
    )

    assert "1 item was not given: Ana does not answer for it." in page
    assert not ItemAssignment.objects.exists()


def test_what_i_did_to_a_record_that_i_may_not_know_of_any_more_is_not_told(client):
    mine = make.staff(Function.CURATOR, countries=["FJI"])
    hidden = make.organization("Hidden", hq_country_id="KEN")
    actions.edit_organization(hidden, changes={"founded": 1999}, by=mine)
    client.force_login(mine)
    assert hidden.reference in visible(client.get(DESK))

    actions.mark_at_risk(hidden, reason="Threats", by=make.staff(Function.CURATOR))

    assert hidden.reference not in visible(client.get(DESK))


def test_a_hostile_name_is_only_text(desk):
    proposal('<script>alert("x")</script>')

    page = desk.get(reverse("registry:desk", args=["all"])).content.decode()

    assert '<script>alert("x")' not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("asked", ["?page=99", "?order=%00", "?q=%00", "?page=x&order=none"])
def test_an_odd_address_shows_the_list(desk, asked):
    proposal()

    assert desk.get(reverse("registry:desk", args=["all"]) + asked).status_code == 200


def test_a_page_costs_the_same_for_one_and_for_three_of_a_kind(desk, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(40) as counted:
            desk.get(reverse("registry:desk", args=["all"]))
        return len(counted)

    make.pair()
    proposal()
    cost()
    one = cost()
    for _each in range(2):
        make.pair()
        proposal()

    assert cost() == one


def test_the_title_is_one_sentence_in_french(desk):
    with translation.override("fr"):
        page = desk.get(reverse("registry:desk", args=["all"])).content.decode()

    assert "<title>Tout\u00a0: file de traitement" in page
