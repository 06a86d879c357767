"""A new edition begun from an earlier one: its facts as they are typed, and its agenda, moved to the new days."""

from zoneinfo import ZoneInfo

from django.db import transaction

from consultations.actions.consultations import create_consultation
from consultations.actions.moving import by_clocks
from consultations.models import AgendaItem
from registry.actions import record
from registry.actions.promises import promises_of


@transaction.atomic
def copy_consultation(earlier, *, by, **facts):
    """Begin an edition from an earlier one; facts as for create_consultation.

    Sessions and break-out groups keep their order, room and hours by the clocks of the new place. Nobody speaks yet,
    and what would lie after the last day is left out. Without days nothing is copied: an agenda needs them.
    """
    consultation = create_consultation(copied_from=earlier, by=by, **facts)
    copied = _copy_agenda(earlier, consultation) if earlier.starts_on and consultation.starts_on else 0
    if copied:
        diff = {"copied_from": [None, earlier.reference], "sessions": [None, copied]}
        record("consultation.agenda_copied", subject=consultation.reference, by=by, diff=diff)
    return consultation


def _copy_agenda(earlier, consultation):
    items = list(earlier.agenda.order_by("starts_at", "pk"))
    moved = {item.pk: _moved(item, earlier, consultation) for item in items}
    last = consultation.ends_on
    copies = {key: copy for key, copy in moved.items() if _ends_on(copy, consultation) <= last}
    for item in items:
        # A break-out group goes with its session.
        if item.parent_id and item.parent_id not in copies:
            copies.pop(item.pk, None)
    for parents in (True, False):
        chosen = [item for item in items if item.pk in copies and (item.parent_id is None) == parents]
        for item in chosen:
            copies[item.pk].parent = copies.get(item.parent_id)
        with promises_of(AgendaItem):
            AgendaItem.objects.bulk_create(copies[item.pk] for item in chosen)
    return len(copies)


def _moved(item, earlier, consultation):
    """As many days after the first one, at the same time of the clock."""
    span, clocks = consultation.starts_on - earlier.starts_on, (earlier.zone, consultation.zone)
    return AgendaItem(
        consultation=consultation,
        kind=item.kind,
        name_en=item.name_en,
        name_fr=item.name_fr,
        name_es=item.name_es,
        room=item.room,
        starts_at=by_clocks(item.starts_at, span, *clocks),
        ends_at=by_clocks(item.ends_at, span, *clocks),
    )


def _ends_on(item, consultation):
    return item.ends_at.astimezone(ZoneInfo(consultation.zone)).date()
