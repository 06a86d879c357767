"""The agenda of a consultation: sessions, break-out groups under them, and who speaks."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.actions.consultations import days_of, lock_open, touch
from consultations.actions.moving import move_items
from consultations.models import AgendaItem, DocumentFile, Speaker
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale

FIELDS = ("kind", "name_en", "name_fr", "name_es", "starts_at", "ends_at", "room", "parent")


@transaction.atomic
def add_agenda_item(consultation, *, by, speakers=(), **facts):
    """Put a session on the agenda; facts as in FIELDS, speakers as (name, whether she agreed to be named)."""
    consultation = lock_open(consultation)
    item = AgendaItem(consultation=consultation, **facts)
    _save(consultation, item, speakers)
    touch(consultation)
    _record("consultation.agenda_item_added", item, by, {"session": [None, item.name]})
    return item


@transaction.atomic
def edit_agenda_item(item, *, changes, speakers, by, version=None):
    """Change a session; its break-out groups move with it.

    Who speaks is private where she did not agree: the history knows only how many there are.
    """
    consultation = lock_open(item.consultation)
    if version is not None and version != consultation.version:
        raise Stale(_("Somebody else changed this consultation meanwhile. Look at it again, then save."))
    item = _again(item)
    before, times = _told(item), (item.starts_at, item.ends_at)
    for field in FIELDS:
        if field in changes:
            setattr(item, field, changes[field])
    moved = _move_groups(item, times, consultation.zone)
    _save(consultation, item, speakers)
    touch(consultation)
    diff = {field: [before[field], now] for field, now in _told(item).items() if now != before[field]}
    if moved:
        diff["sessions"] = [None, moved]
    _record("consultation.agenda_item_edited", item, by, {"session": [before["name_en"], item.name]} | diff)
    return item


@transaction.atomic
def remove_agenda_item(item, *, by):
    """Take a session off the agenda; one with break-out groups stays until they are gone."""
    consultation = lock_open(item.consultation)
    item = _again(item)
    if item.breakouts.exists():
        raise Refused(_("Break-out groups belong to this session. Take them off the agenda first."))
    if item.documents.filter(files__in=DocumentFile.objects.current()).exists():
        raise Refused(_("Documents belong to this session. Take them off first."))
    if item.notes.exists() or item.recommendations.exists():
        raise Refused(_("Notes or recommendations belong to this session, so it stays on the agenda."))
    if item.attendances.exists():
        raise Refused(_("People were checked in to this session, so it stays on the agenda."))
    item.delete()
    touch(consultation)
    _record("consultation.agenda_item_removed", item, by, {"session": [item.name, None]})


def _move_groups(item, times, zone):
    """How many break-out groups went along: all when the session moves as a whole, or when one would not fit in it."""
    starts_at, ends_at = times
    groups = list(item.breakouts.all())
    span = _on_clocks(item.starts_at, zone) - _on_clocks(starts_at, zone)
    is_whole = _on_clocks(item.ends_at, zone) - _on_clocks(ends_at, zone) == span
    fits = all(one.starts_at >= item.starts_at and one.ends_at <= item.ends_at for one in groups)
    if not groups or not span or (fits and not is_whole):
        return 0
    move_items(groups, span, zone)
    return len(groups)


def _on_clocks(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _save(consultation, item, speakers):
    _refuse_outside(consultation, item)
    _refuse_parent(item)
    with promises_of(AgendaItem):
        item.save()
    with promises_of(Speaker):
        item.speakers.all().delete()
        Speaker.objects.bulk_create(
            Speaker(item=item, name=name, has_consented=has_consented) for name, has_consented in speakers
        )


def _refuse_outside(consultation, item):
    if not consultation.starts_on:
        raise Refused(_("The consultation has no days yet. Write them first, then its agenda."))
    days = days_of(item, consultation.zone)
    if min(days) < consultation.starts_on or max(days) > consultation.ends_on:
        raise Refused(_("This session lies outside the days of the consultation. Check the day and the time."))


def _again(item):
    """The session as it is now; its consultation is locked, so nobody else changes it."""
    item = AgendaItem.objects.select_related("consultation").filter(pk=item.pk).first()
    if item is None:
        raise Refused(_("Somebody else took this session off the agenda meanwhile."))
    return item


def _refuse_parent(item):
    if item.pk and item.breakouts.exclude(starts_at__gte=item.starts_at, ends_at__lte=item.ends_at).exists():
        raise Refused(_("A break-out group takes place within its session. Check the times of both."))
    parent = item.parent
    if parent is None:
        return
    is_session = parent.consultation_id == item.consultation_id and not parent.parent_id and parent.pk != item.pk
    if not is_session or (item.pk and item.breakouts.exists()):
        raise Refused(_("A break-out group belongs to a session of the same agenda. Choose another session."))
    if item.starts_at < parent.starts_at or item.ends_at > parent.ends_at:
        raise Refused(_("A break-out group takes place within its session. Check the times of both."))


def _told(item):
    told = {field: str(getattr(item, field) or "") for field in FIELDS if field != "parent"}
    return told | {"parent": item.parent.reference if item.parent else "", "speakers": item.speakers.count()}


def _record(verb, item, by, diff):
    record(verb, subject=item.consultation.reference, by=by, diff=diff)
