"""The staff's search of the inventory."""

import pytest

from registry import actions
from registry.queries.organizations import Asked, search_inventory
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


def test_one_in_danger_pushes_no_other_out_of_a_search_of_who_may_not_know_of_it(curator):
    near, hidden = make.organization("Lantern House"), make.organization("Lantern Riverbend")
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)

    assert list(search_inventory(make.staff(Function.REVIEWER), Asked("lantern riverbend"))) == [near]
    assert list(search_inventory(curator, Asked("lantern riverbend"))) == [hidden]
