"""What is done to a partnership: told, verified, ended, rejected."""

from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.issues import check_records
from registry.actions.listings import publish_listing
from registry.actions.living import lock_organization
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.models import Partnership, Unit
from registry.states import NEXT, PartnershipState


def period(starts_on: date | None, ends_on: date | None) -> DateRange:
    """A period with both its days; an open end means that it still lasts."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Contradiction(_("The last day comes before the first. Check both dates."))
    return DateRange(starts_on, ends_on + timedelta(days=1) if ends_on else None, "[)")


@transaction.atomic
def add_partnership(organization, *, role, area, country, starts_on=None, ends_on=None, by, batch="", **facts):
    """Tell of one partnership, with `activities` among its facts. It is proposed until somebody verifies it."""
    organization = lock_organization(organization)
    activities = facts.pop("activities", [])
    partnership = Partnership(
        organization=organization, role=role, area=area, country=country, period=period(starts_on, ends_on), **facts
    )
    _save(partnership)
    partnership.activities.set(activities)
    return _tell(partnership, "partnership.proposed", by, {"partnership": [None, _told(partnership)]}, batch=batch)


@transaction.atomic
def verify_partnership(partnership, *, on, by, unit=None, evidence=None, evidence_note=""):
    """State that IOM saw evidence. Needs the unit or mission that answers for it."""
    partnership = _move(partnership, PartnershipState.VERIFIED)
    partnership.unit = unit or partnership.unit
    partnership.evidence = evidence or partnership.evidence
    partnership.evidence_note = evidence_note or partnership.evidence_note
    partnership.verified_on, partnership.verified_by = on, by
    if partnership.evidence and partnership.evidence.organization_id != partnership.organization_id:
        raise Contradiction(_("This document belongs to another organization. Choose one of this organization."))
    _save(partnership)
    return _tell(partnership, "partnership.verified", by)


@transaction.atomic
def end_partnership(partnership, *, on, reason, by):
    """Close it with its last day. Nothing is overwritten: the row stays as history."""
    partnership = _move(partnership, PartnershipState.ENDED)
    if partnership.period.lower and on < partnership.period.lower:
        raise Contradiction(_("A partnership cannot end before it began. Check the date."))
    partnership.period = period(partnership.period.lower, on)
    partnership.end_reason = reason
    _save(partnership)
    return _tell(partnership, "partnership.ended", by, reason=reason)


@transaction.atomic
def reject_partnership(partnership, *, reason, by):
    partnership = _move(partnership, PartnershipState.REJECTED)
    partnership.end_reason = reason
    _save(partnership)
    return _tell(partnership, "partnership.rejected", by, reason=reason)


@transaction.atomic
def hand_over(organization, *, units, by, reason="", batch=""):
    """Give partnerships of one organization to the units that answer for them: {reference: code of a unit, or empty}.

    Refused for a verified one that would be left without.
    """
    organization = lock_organization(organization)
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=units.values())}
    rows = organization.partnerships.select_for_update(of=("self",)).filter(reference__in=units).order_by("pk")
    before, after = [], []
    for partnership in rows.select_related("unit"):
        unit = known.get(units[partnership.reference])
        if unit != partnership.unit:
            before.append(f"{_told(partnership)}: {partnership.unit.code if partnership.unit else ''}")
            after.append(f"{_told(partnership)}: {unit.code if unit else ''}")
            partnership.unit = unit
            _save(partnership)
    if after:
        op = publish_listing(organization)
        record(
            "partnership.handed_over",
            subject=organization.reference,
            by=by,
            op=op,
            diff={"unit": [before, after]},
            reason=reason,
            batch=batch,
        )
    return organization


def _move(partnership, to):
    partnership = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    if to not in NEXT[PartnershipState][partnership.state]:
        raise Refused(
            _("This partnership is %(state)s, so this cannot be done now.")
            % {"state": partnership.get_state_display().lower()}
        )
    partnership.state = to
    return partnership


def _save(partnership):
    partnership.version += 1
    with promises_of(Partnership):
        partnership.save()


def _tell(partnership, verb, by, diff=None, reason="", batch=""):
    check_records([partnership.organization_id], by=by)
    op = publish_listing(partnership.organization)
    record(
        verb,
        subject=partnership.organization.reference,
        by=by,
        op=op,
        reason=reason,
        batch=batch,
        diff=diff or {"partnership": [_told(partnership), partnership.state]},
    )
    return partnership


def _told(partnership):
    return f"{partnership.role_id}, area {partnership.area_id}, {partnership.country_id}"
