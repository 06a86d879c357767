"""What is done to a unit of IOM: closed, and what hung on it given to another one."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry import references
from registry.actions.history import record, record_many
from registry.actions.issues import check_records
from registry.actions.listings import publish_listings
from registry.actions.partnerships import give_to_unit
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.models import Organization, Partnership, Programme, Unit

# A unit is closed for a day near today: what happened in another decade is a slip of the finger.
A_YEAR = timedelta(days=366)


@transaction.atomic
def close_unit(unit, *, on, reason, by, successor=None):
    """From this day it does not exist. While something open hangs on it, it closes only with a successor.

    What hangs on it is not moved by this: it waits in the list of what is to be given to another unit (`reassign`).
    """
    unit, successor = _lock_both(unit, successor)
    _refuse_day(on)
    if unit.valid_until or unit.successor_id:
        raise Refused(_("This unit was closed already."))
    open_items = _open_items(unit)
    if open_items and successor is None:
        raise Contradiction(
            ngettext(
                "%(count)s open partnership or programme hangs on this unit. Name the unit that takes its work over.",
                "%(count)s open partnerships and programmes hang on this unit. Name the unit that takes its work over.",
                open_items,
            )
            % {"count": open_items}
        )
    if successor is not None:
        _refuse_closed(successor, unit)
    unit.valid_until, unit.successor = on, successor
    unit.version += 1
    with promises_of(Unit):
        unit.save()
    diff = {"valid_until": [None, on.isoformat()]}
    diff |= {"successor": [None, successor.name_en]} if successor else {}
    record("unit.closed", subject=f"unit:{unit.code}"[:60], by=by, diff=diff, reason=reason)
    return unit


@transaction.atomic
def reassign(*, partnerships, programmes, unit, by):
    """Give what hangs on closed units to one that is open: one row or many, as one batch. Returns how many.

    Refused as a whole when a row is not waiting any more, so that nobody undoes what a colleague just decided.
    """
    unit = _lock(unit)
    _refuse_closed(unit)
    organizations = _lock_organizations(partnerships)
    rows = _waiting(Partnership, partnerships).filter(organization__in=organizations)
    rows = list(rows.select_related("unit", "organization"))
    programmes_ = list(_waiting(Programme, programmes).select_related("unit"))
    if len(rows) + len(programmes_) != len(partnerships) + len(programmes):
        raise Refused(_("Somebody else gave a part of this to another unit, or ended it. Look at the list again."))
    happened = [give_to_unit(row, unit) for row in rows] + [_give(programme, unit) for programme in programmes_]
    check_records([organization.pk for organization in organizations], by=by)
    outcome = publish_listings(organizations) if organizations else {}
    ops = {organization.reference: outcome.get(organization.pk, "") for organization in organizations}
    batch = references.new("BAT") if len(happened) > 1 else ""
    record_many([one | {"op": ops.get(one["subject"], "")} for one in happened], by=by, batch=batch)
    return len(happened)


def _open_items(unit):
    today = timezone.localdate()
    return unit.partnerships.open(on=today).count() + unit.programmes.open(on=today).count()


def _refuse_closed(unit, *others):
    if unit in others or not Unit.objects.current(on=timezone.localdate()).filter(pk=unit.pk).exists():
        raise Contradiction(_("%(unit)s is closed itself. Choose a unit that is open.") % {"unit": unit.name})


def _refuse_day(on):
    today = timezone.localdate()
    if abs(on - today) > A_YEAR:
        raise Contradiction(_("This day is more than a year away. Check the date."))


def _lock(unit):
    return _units(unit).get()


def _lock_both(unit, successor):
    """The older row first, whichever closes: two closings that name each other only wait."""
    found = {one.pk: one for one in _units(unit, successor).order_by("pk")}
    return found[unit.pk], successor and found[successor.pk]


def _units(*units):
    # Their keys stay, so a partnership may be given to them meanwhile.
    return Unit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[unit.pk for unit in units if unit])


def _lock_organizations(partnerships):
    keys = {partnership.organization_id for partnership in partnerships}
    found = Organization.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    return list(found.order_by("pk"))


def _waiting(model, rows):
    """Those of these rows that are still open and still hang on a closed unit."""
    today = timezone.localdate()
    found = model.objects.open(on=today).filter(unit__in=Unit.objects.closed(on=today).values("pk"))
    return found.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows]).order_by("pk")


def _give(programme, unit):
    moved = {"unit": [programme.unit.name_en, unit.name_en]}
    programme.unit = unit
    programme.version += 1
    programme.save()
    return {"verb": "programme.reassigned", "subject": f"programme:{programme.code}", "diff": moved}
