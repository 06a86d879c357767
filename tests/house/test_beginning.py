"""What a transactional test wrote is gone before the next one begins, and what it took away is there again."""

import pytest
from django.db import connection

from registry.models import Area, Organization, Role
from tests import beginning, make

pytestmark = pytest.mark.django_db


def rows_of(model):
    return list(model.objects.order_by("pk").values_list())


def test_rows_that_were_deleted_changed_and_added_are_as_in_the_beginning():
    first, second = Area.objects.order_by("pk")[:2]
    before, others = rows_of(Area), rows_of(Role)
    make.organization()
    with connection.cursor() as cursor:
        # As a test may that breaks the rules on purpose.
        cursor.execute("SET LOCAL session_replication_role = replica")
        Area.objects.filter(pk=first.pk)._raw_delete("default")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    Area.objects.filter(pk=second.pk).update(name_en="Changed")
    second.pk = "added"
    second.save(force_insert=True)
    assert len({*before} ^ {*rows_of(Area)}) == 4

    beginning.restore()

    assert rows_of(Area) == before
    assert rows_of(Role) == others
    assert not Organization.objects.exists()
