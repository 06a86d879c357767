"""Sessions that go along when something else moves: by the clocks of the place, so that nine o'clock stays nine."""

from zoneinfo import ZoneInfo

from consultations.models import AgendaItem
from registry.actions.promises import promises_of


def by_clocks(moment, span, zone, to_zone=""):
    """The moment `span` later on the clocks of a zone, or at the same hour on those of another one."""
    told = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + span
    return told.replace(tzinfo=ZoneInfo(to_zone or zone))


def move_items(items, span, zone, to_zone=""):
    for item in items:
        item.starts_at = by_clocks(item.starts_at, span, zone, to_zone)
        item.ends_at = by_clocks(item.ends_at, span, zone, to_zone)
    with promises_of(AgendaItem):
        AgendaItem.objects.bulk_update(items, ["starts_at", "ends_at"])
