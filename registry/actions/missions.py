"""Keeping the figures of missions, a row a day: what a figure was cannot be counted afterwards."""

from django.db import transaction
from django.utils import timezone

from registry.models import MissionDay
from registry.queries import missions


@transaction.atomic
def count_missions():
    """Write the figures of today for each mission, over what was written earlier today; returns how many missions.

    A day on which nobody counted stays without figures: nothing is made up for it.
    """
    figures = missions.count(missions.missions())
    now = timezone.now()
    rows = [MissionDay(unit_id=unit, on=timezone.localdate(), counted_at=now, **told) for unit, told in figures.items()]
    told = [field.name for field in MissionDay._meta.fields if field.name not in ("id", "unit", "on")]
    MissionDay.objects.bulk_create(rows, update_conflicts=True, unique_fields=["unit", "on"], update_fields=told)
    return len(rows)
