"""The demonstration: plainly invented, in three scripts, and only ever in an empty registry."""

import pytest
from allauth.mfa.models import Authenticator

from registry.actions import demo
from registry.models import (
    DuplicatePair,
    Job,
    Listing,
    Message,
    Organization,
    Partnership,
    Programme,
    RefreshInvite,
    ScreeningMatch,
    User,
)
from registry.states import RefreshInviteState
from tests import make

# Loading 300 organizations takes seconds: one load serves one test that looks at everything.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_demonstration_fills_an_empty_registry_once_and_says_that_it_is_invented():
    added = demo.load_demo(by="test")

    assert added == 308
    assert demo.load_demo(by="test") == 0
    organizations = Organization.objects.filter(is_demo=True).prefetch_related("names")
    assert {"Latn", "Arab", "Cyrl"} <= {
        name.script for organization in organizations for name in organization.names.all()
    }
    assert all("Invented" in organization.description_en for organization in organizations)
    assert set(Partnership.objects.values_list("area_id", flat=True)) == {str(area) for area in range(1, 10)}
    assert Programme.objects.get(code="compass").phases.get(number=1).countries.count() == 12
    assert Programme.objects.get(code="compass").lessons.published().count() == 3
    assert Partnership.objects.filter(unit__code="demo-mission-mar").exists()
    assert not Listing.objects.filter(organization__is_at_risk=True).exists()
    pairs = DuplicatePair.objects.filter(state="open").prefetch_related("first__names", "second__names")
    twins = [(pair.first.name, pair.second.name) for pair in pairs if pair.first.pk + 1 == pair.second.pk]
    assert len(twins) == 4
    matches = ScreeningMatch.objects.filter(state="open").values_list("entry__number", flat=True)
    assert set(matches) == {"INVe.001", "INVe.002"}
    outcomes = set(RefreshInvite.objects.filter(campaign__title__startswith="Invented").values_list("state", flat=True))
    assert outcomes == set(RefreshInviteState.values)
    assert not Message.objects.filter(kind="registry.refresh_asked").exists()
    assert Job.objects.filter(kind="export.write").count() == 1
    signed = demo.demo_sign_ins()
    assert len(signed) == User.objects.count()
    staff = [address for address, _name, _password, code in signed if code]
    assert Authenticator.objects.filter(user__email__in=staff, type="totp").count() == len(staff)


def test_the_demonstration_keeps_away_from_a_registry_that_is_in_use():
    make.organization("A Real Record")

    assert demo.load_demo(by="test") == 0
