"""What is done to a unit of IOM: closed, and what hung on it given to another one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry import references
from registry.actions.history import record, record_many
from registry.actions.listings import publish_listings
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.models import Organization, Partnership, Programme, Unit


@transaction.atomic
def close_unit(unit, *, on, reason, by, successor=None):
    """From this day it does not exist. While something open hangs on it, it closes only with a successor.

    What hangs on it is not moved by this: it waits in the list of what is to be given to another unit (`reassign`).
    """
    unit = _lock(unit)
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
        _refuse_closed(_lock(successor), unit)
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
    rows = _waiting(Partnership, partnerships).filter(organization__in=organizations).select_related("unit")
    programmes_ = _waiting(Programme, programmes).select_related("unit")
    rows, programmes_ = list(rows), list(programmes_)
    if len(rows) + len(programmes_) != len(partnerships) + len(programmes):
        raise Refused(_("Somebody else gave a part of this to another unit, or ended it. Look at the list again."))
    happened = []
    for row in [*rows, *programmes_]:
        happened.append(_told(row, unit))
        row.unit = unit
        row.version += 1
        row.save()
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


def _lock(unit):
    # Its key stays, so a partnership may be given to it meanwhile.
    return Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def _lock_organizations(partnerships):
    keys = {partnership.organization_id for partnership in partnerships}
    found = Organization.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    return list(found.order_by("pk"))


def _waiting(model, rows):
    """Those of these rows that are still open and still hang on a closed unit."""
    today = timezone.localdate()
    found = model.objects.open(on=today).filter(unit__in=Unit.objects.closed(on=today).values("pk"))
    return found.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows]).order_by("pk")


def _told(row, unit):
    moved = {"unit": [row.unit.name_en, unit.name_en]}
    if isinstance(row, Programme):
        return {"verb": "programme.reassigned", "subject": f"programme:{row.code}", "diff": moved}
    words = f"{row.role_id}, area {row.area_id}, {row.country_id}"
    subject = row.organization.reference
    return {"verb": "partnership.reassigned", "subject": subject, "diff": {"partnership": [None, words]} | moved}
