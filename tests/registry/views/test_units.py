"""Units and the list of what has lost its unit: who sees what, who gives it to whom, and what is told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.models import Partnership
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
QUEUE = "registry:orphan-list"


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def heir(db):
    return make.unit("heir", name_en="The heir")


@pytest.fixture
def gone(heir):
    """A closed unit on which partnerships can still hang."""
    return make.unit("gone", name_en="The one that closed", successor=heir)


def key(partnership):
    return f"{partnership.organization.reference}/{partnership.reference}"


def give(client, unit, *rows, **more):
    return client.post(reverse("registry:orphan-assign"), {"unit": unit.pk, "row": rows} | more)


def test_a_unit_is_closed_on_its_page(signed_in, heir):
    unit = make.unit("mission")
    make.partnership(unit=unit)
    data = {"on": timezone.localdate(), "reason": "A reform."}

    asked = signed_in.get(reverse("registry:unit-close", args=["mission"])).content.decode()
    refused = signed_in.post(reverse("registry:unit-close", args=["mission"]), data)
    done = signed_in.post(reverse("registry:unit-close", args=["mission"]), data | {"successor": heir.pk})

    assert "(optional)" not in asked
    assert refused.status_code == 422
    assert "Name the unit that takes its work over." in refused.content.decode()
    assert done.status_code == 302
    page = signed_in.get(unit.get_absolute_url()).content.decode()
    assert "The heir" in page
    assert "Give them to another unit" in page


def test_what_hangs_on_a_closed_unit_waits_until_it_is_given(signed_in, gone, heir):
    rows = [make.partnership(unit=gone) for _number in range(2)]
    programme = make.programme("bridge", unit=gone)
    assert "3 partnerships and programmes" in signed_in.get(reverse("registry:unit-list")).content.decode()

    response = give(signed_in, heir, key(rows[0]), "bridge")

    assert response.status_code == 302
    programme.refresh_from_db()
    assert programme.unit == heir
    (left,) = signed_in.get(reverse(QUEUE)).context["rows"]
    assert left["thing"] == rows[1]


def test_the_list_of_one_unit_offers_its_successor(signed_in, gone, heir):
    make.partnership(unit=gone)
    make.partnership(unit=make.unit(successor=heir))

    page = signed_in.get(reverse(QUEUE), {"unit": "gone"})

    assert len(page.context["rows"]) == 1
    assert page.context["form"].initial["unit"] == heir


def test_a_list_without_rows_says_so(signed_in):
    assert "Everything has a unit that answers" in signed_in.get(reverse(QUEUE)).content.decode()


def test_whoever_answers_for_other_countries_sees_the_row_and_cannot_give_it(client, gone, heir):
    row = make.partnership(unit=gone)
    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))

    assert [one["can_assign"] for one in client.get(reverse(QUEUE)).context["rows"]] == [False]
    assert give(client, heir, key(row)).status_code == 403


def test_a_programme_is_given_by_who_writes_programmes(client, gone, heir):
    make.programme("bridge", unit=gone)
    client.force_login(make.staff(Function.CURATOR, countries=["KEN"]))

    assert give(client, heir, "bridge").status_code == 403


def test_one_at_risk_is_neither_listed_nor_counted_to_who_may_not_know(client, curator, gone, heir):
    row = make.partnership(make.organization("Shelter Zephyrine"), unit=gone)
    actions.mark_at_risk(row.organization, reason="Threats.", by=curator)
    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))

    assert client.get(reverse(QUEUE)).context["rows"] == []
    assert "hangs on a closed unit" not in client.get(reverse("registry:unit-list")).content.decode()
    assert client.get(gone.get_absolute_url()).context["partnerships"] == 0
    assert give(client, heir, key(row)).status_code == 422
    assert Partnership.objects.get(pk=row.pk).unit == gone


@pytest.mark.parametrize(
    ("rows", "words"),
    [((), "Choose at least one row."), (("CSO-00000000/PAR-00000000",), "is not waiting any more")],
)
def test_what_cannot_be_given_is_told(signed_in, gone, heir, rows, words):
    make.partnership(unit=gone)

    response = give(signed_in, heir, *rows)

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(signed_in, gone, django_assert_num_queries, count):
    for _number in range(count):
        make.partnership(unit=gone)
        make.unit(parent=gone)
    for name, most in ((QUEUE, 16), ("registry:unit-list", 10)):
        signed_in.get(reverse(name))
        with django_assert_num_queries(most):
            signed_in.get(reverse(name))
