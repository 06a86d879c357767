"""The organization's side: its applications, a new one, the list of tasks."""

import pytest
from django.urls import reverse

from observers.models import Answer, Application
from observers.states import ApplicationState
from registry.roles import MemberRole
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db
S = ApplicationState


def url(name, application, *keys):
    return reverse(f"observers:application-{name}", args=[application.reference, *keys])


@pytest.fixture
def application():
    return steps.draft()


@pytest.fixture
def visitor(client, application):
    client.force_login(application.correspondent)
    return client


def test_every_page_of_a_draft_opens(visitor, application):
    pages = ["detail", "record", "session", "withdraw", "hand-over", "declaration", "signature", "check", "questions"]

    assert {name: visitor.get(url(name, application)).status_code for name in pages} == dict.fromkeys(pages, 200)
    assert visitor.get(url("criterion", application, "C-TWO")).status_code == 200
    assert visitor.get(url("criterion", application, "C-THREE")).status_code == 200
    assert visitor.get(reverse("observers:my-applications")).status_code == 200
    assert visitor.get(reverse("observers:application-new")).status_code == 200
