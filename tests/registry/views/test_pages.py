"""Where each person begins."""

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("person", "start"),
    [
        (make.staff, "registry:staff-home"),
        (make.member, "registry:my-home"),
        (make.user, "registry:organization-list"),
        (None, "registry:organization-list"),
    ],
)
def test_everybody_begins_where_the_work_is(client, person, start):
    if person:
        client.force_login(person())

    assert client.get(reverse("registry:home")).url == reverse(start)
