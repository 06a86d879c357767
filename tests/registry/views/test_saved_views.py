"""Saved views: kept as filters, opened by their owner and her mission, changed by their owner alone."""

import pytest
from django.urls import reverse

from registry import actions
from registry.errors import Contradiction, Refused
from registry.models import Change, SavedView, StaffAssignment, Subscription
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
LISTS = {"directory": "organization-list", "inventory": "staff-organizations", "gaps": "gap-list"}


@pytest.fixture
def mission():
    """Two colleagues of one unit, and one of another."""
    unit, people = make.unit(name_en="Mission in Chad"), [make.staff() for _each in range(3)]
    StaffAssignment.objects.filter(user__in=people[:2]).update(unit=unit)
    return unit, *people


def saved(person, *, name="Chad", list_name="directory", filters=None, unit=None):
    view = actions.save_view(name=name, list_name=list_name, filters=filters or {"country": ["TCD"]}, by=person)
    return actions.change_view(view, name=name, unit=unit, by=person) if unit else view


def save(client, list_name, query, name="A view"):
    typed = {"name": name, "list_name": list_name, "query": query}
    return client.post(reverse("registry:saved-view-save"), typed, follow=True)


def act(client, what, view, **typed):
    return client.post(reverse(f"registry:saved-view-{what}", args=[view.reference]), typed)


@pytest.mark.parametrize(
    ("list_name", "query", "kept"),
    [
        ("directory", "q=red++cross&country=TCD&country=NER&page=3", {"q": ["red cross"], "country": ["TCD", "NER"]}),
        ("directory", "trust=verified&ordering=recent", {"ordering": ["recent"], "trust": ["verified"]}),
        ("inventory", "q=aid&state=dormant", {"q": ["aid"], "state": ["dormant"]}),
        ("gaps", "country=Niger%2C+mali&area=1", {"area": ["1"], "country": ["MLI", "NER"]}),
        ("gaps", "level=local&since=", {"level": ["local"]}),
    ],
)  # fmt: skip
def test_what_is_kept_is_the_filters_and_opening_it_shows_the_same(client, curator, list_name, query, kept):
    client.force_login(curator)

    page = save(client, list_name, query)

    assert SavedView.objects.get().filters == kept
    there, _status = page.redirect_chain[-1]
    assert there.startswith(reverse(f"registry:{LISTS[list_name]}"))
    assert [(view["name"], view["is_current"]) for view in page.context["saved"]["views"]] == [("A view", True)]
    assert "no filter" not in page.content.decode()


@pytest.mark.parametrize(
    ("list_name", "query", "named"),
    [
        ("directory", "country=TCD&colour=red", "colour"),
        ("directory", "country=TCD&country=ZZZ", "country"),
        ("inventory", "state=glad&q=x", "state"),
        ("gaps", "since=1200", "since"),
        ("directory", "%3Cscript%3E=1", "&lt;script&gt;"),
    ],
)
def test_what_is_no_filter_is_left_out_with_a_sentence(client, curator, list_name, query, named):
    client.force_login(curator)

    page = save(client, list_name, query).content.decode()

    assert f"This part of the address is no filter and was left out: {named}." in page
    assert "red" not in str(SavedView.objects.get().filters)


def test_a_visitor_is_offered_no_view_and_a_member_none_of_staff(client, member):
    assert "Save this view" not in client.get(reverse("registry:organization-list")).content.decode()
    client.force_login(member)
    assert "Save this view" in client.get(reverse("registry:organization-list")).content.decode()

    assert save(client, "inventory", "").status_code == 404
    assert save(client, "directory", "country=TCD").status_code == 200


@pytest.mark.parametrize(
    ("name", "words"), [("", "This field is required."), ("Chad", "You have a view with this name already")]
)
def test_what_is_wrong_is_told_over_the_name_and_the_filters_stay(client, curator, name, words):
    saved(curator)
    client.force_login(curator)

    page = save(client, "directory", "country=NER", name=name)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert 'value="country=NER"' in page.content.decode()


def test_a_colleague_of_the_unit_opens_a_shared_view_and_only_its_owner_changes_it(client, mission):
    unit, owner, colleague, stranger = mission
    view = saved(owner, unit=unit)

    client.force_login(colleague)
    page = client.get(reverse("registry:organization-list"))
    assert [shown["name"] for shown in page.context["saved"]["views"]] == ["Chad"]
    assert act(client, "edit", view, name="Mine").status_code == act(client, "delete", view).status_code == 403
    client.force_login(stranger)
    assert client.get(reverse("registry:organization-list")).context["saved"]["views"] == []
    assert act(client, "edit", view, name="Mine").status_code == act(client, "follow", view, rhythm="daily").status_code
    assert act(client, "delete", view).status_code == 404
    client.force_login(owner)
    assert act(client, "edit", view, name="Chad today", unit=unit.pk).status_code == 302
    assert act(client, "delete", view).status_code == 302
    assert not SavedView.objects.exists()


def test_nobody_shares_with_a_unit_that_is_not_hers(client, mission):
    _unit, owner, _colleague, _stranger = mission
    view = saved(owner)
    client.force_login(owner)

    assert act(client, "edit", view, name="Chad", unit=make.unit().pk).status_code == 422


def test_a_view_that_is_shared_no_more_is_followed_by_its_owner_alone(mission):
    unit, owner, colleague, _stranger = mission
    view = saved(owner, unit=unit)
    for person in (owner, colleague):
        actions.follow_view(view, rhythm="daily", by=person)

    actions.change_view(view, name="Chad", unit=None, by=owner)

    assert [subscription.person for subscription in Subscription.objects.all()] == [owner]


def test_a_shared_view_that_names_an_organization_in_danger_is_its_owners_alone(client, mission):
    unit, owner, colleague, _stranger = mission
    hidden = make.organization("Hidden Aid")
    saved(owner, name="One", filters={"q": ["hidden aid"]}, unit=unit)
    saved(owner, name="What of Hidden Aid?", unit=unit)
    saved(owner, name="Two", unit=unit)
    actions.mark_at_risk(hidden, reason="Threats.", by=owner)

    client.force_login(colleague)
    page = client.get(reverse("registry:saved-views"))

    assert [row["view"].name for row in page.context["rows"]] == ["Two"]


def test_who_is_on_the_staff_no_more_sees_no_view_of_a_staff_list(client):
    person = make.staff(Function.ROUTER)
    saved(person, list_name="inventory", filters={"state": ["draft"]})
    saved(person, name="Public")
    person.assignments.update(ends_on=make.TODAY)
    person = type(person).objects.get(pk=person.pk)

    assert [view.name for view in SavedView.objects.visible_to(person)] == ["Public"]


def test_a_reader_says_how_often_and_ends_it_again(client, curator):
    view = saved(curator)
    client.force_login(curator)

    act(client, "follow", view, rhythm="daily")
    act(client, "follow", view, rhythm="weekly")
    assert Subscription.objects.get().rhythm == "weekly"
    assert 'value="weekly" selected' in client.get(reverse("registry:saved-views")).content.decode()
    act(client, "follow", view, rhythm="")
    assert not Subscription.objects.exists()
    assert act(client, "follow", view, rhythm="hourly").status_code == 404


def test_a_view_that_is_too_wide_is_not_followed(curator, monkeypatch):
    monkeypatch.setattr("registry.queries.saved_views.MOST_FOLLOWED", 1)
    for _each in range(2):
        make.organization(hq_country_id="TCD")

    with pytest.raises(Refused, match="Add a filter"):
        actions.follow_view(saved(curator), rhythm="daily", by=curator)


def test_two_views_of_a_name_are_refused_in_words_to_one_person_only(curator, steward):
    saved(curator)
    saved(steward)

    with pytest.raises(Contradiction, match="a view with this name already"):
        saved(curator)


def test_the_history_says_that_there_is_a_view_and_not_what_it_is_called(curator):
    view = saved(curator, name="Zephyr")
    actions.delete_view(view, by=curator)

    told = Change.objects.about(view.reference)
    assert [change.verb for change in told] == ["view.deleted", "view.saved"]
    assert not any("Zephyr" in f"{change.diff}{change.reason}" for change in told)


def test_hostile_text_is_only_text(client, curator):
    saved(curator, name="<script>alert(1)</script>", filters={"q": ["<b>x</b>"]})
    client.force_login(curator)

    for name in ("registry:saved-views", "registry:organization-list"):
        page = client.get(reverse(name)).content.decode()
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_views_cost_the_same_for_one_and_for_three(client, mission, count, django_assert_max_num_queries):
    unit, owner, colleague, _stranger = mission
    for number in range(count):
        saved(owner, name=f"View {number}", unit=unit)
    client.force_login(colleague)
    client.get(reverse("registry:saved-views"))

    # One of them asks whether the reader’s unit is to answer recommendations, for the menu.
    with django_assert_max_num_queries(19):
        client.get(reverse("registry:saved-views"))
