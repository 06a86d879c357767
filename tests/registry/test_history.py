"""The history is append-only, whole, and in the order in which it was committed."""

import pytest
from django.db import IntegrityError, connection, transaction

from registry import actions
from registry.models import Change
from tests import make

pytestmark = pytest.mark.django_db


def test_nothing_that_happened_can_be_rewritten():
    make.organization()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Change.objects.update(by="somebody else")


def test_nothing_that_happened_can_be_deleted():
    make.organization()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Change.objects.all()._raw_delete("default")


def test_the_history_cannot_be_emptied():
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SAVEPOINT before")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE registry_change")
        cursor.execute("ROLLBACK TO SAVEPOINT before")


def test_a_row_that_somebody_changed_behind_our_back_is_found():
    for _ in range(5):
        make.organization()
    assert actions.first_broken() is None
    third = Change.objects.order_by("pk")[2]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_change DISABLE TRIGGER history_is_append_only")
        cursor.execute("UPDATE registry_change SET reason = 'tampered' WHERE id = %s", [third.pk])
        cursor.execute("ALTER TABLE registry_change ENABLE TRIGGER history_is_append_only")

    assert actions.first_broken() == third


def test_a_chunk_is_chained_like_single_rows():
    actions.record_many([{"verb": "a.b", "subject": f"S{n}"} for n in range(3)], by="test")

    assert actions.first_broken() is None
