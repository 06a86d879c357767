"""Deadlines are held to the database's clock, whatever the clock of the web machine says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from observers import actions
from observers.queries.clock import database_now
from observers.states import ApplicationState
from registry.errors import Refused
from tests.observers import steps

S = ApplicationState
pytestmark = pytest.mark.django_db
MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize("skew", [timedelta(0), timedelta(seconds=90), timedelta(seconds=-90)])
@pytest.mark.parametrize(("lag", "is_in_time"), [(MILLISECOND, True), (timedelta(0), True), (-MILLISECOND, False)])
def test_a_wrong_clock_of_the_web_machine_changes_nothing(monkeypatch, skew, lag, is_in_time):
    """In one transaction now() of the database stands still, so each case is exact."""
    application = steps.complete(steps.draft())
    application.session.closes_at = database_now() + lag
    application.session.save()
    right = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: right() + skew)

    if is_in_time:
        sent = actions.submit_application(application, by=application.correspondent)
        assert (sent.state, sent.submitted_at) == (S.SUBMITTED, database_now())
    else:
        with pytest.raises(Refused, match="closed before yours arrived"):
            actions.submit_application(application, by=application.correspondent)


@pytest.mark.parametrize(("lag", "can_sign"), [(MILLISECOND, True), (timedelta(0), False), (-MILLISECOND, False)])
def test_a_link_to_sign_ends_at_its_moment(lag, can_sign):
    application = steps.complete(steps.draft())
    application.signatures.update(expires_at=database_now() + lag, signed_at=None, signed_as="", content_sha256="")
    signature = application.signatures.get()
    sha256 = actions.signatures.content_hash(application)

    if can_sign:
        assert actions.sign_application(signature, signed_as="A. Head", read_sha256=sha256, by="head").signed_at
    else:
        with pytest.raises(Refused, match="cannot be used any more"):
            actions.sign_application(signature, signed_as="A. Head", read_sha256=sha256, by="head")
