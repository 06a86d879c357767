"""What is done to a partnership: told, edited, verified, confirmed, grown stale, ended, rejected.

Nothing that IOM verified is overwritten. PRODUCT knows no way from verified back to proposed, and a partnership is one
fact: a verified one that was told wrongly is rejected and stays in the history, and another one takes its place, which
is proposed until somebody has seen evidence of what it says. When the work itself changed, the old one is ended.
"""

from copy import copy
from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record, record_many
from registry.actions.issues import check_records
from registry.actions.listings import publish_listing, publish_listings
from registry.actions.living import lock_organization, lock_organization_of
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused, Stale
from registry.models import Organization, Partnership, Unit
from registry.queries.partnerships import (
    CONFIRMABLE,
    DETAILS,
    PROVEN,
    grown_stale,
    last_day,
    lines_of,
    takes_place_in,
    told_in_short,
)
from registry.states import NEXT, DisputeState, PartnershipState


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
    _refuse_elsewhere(partnership)
    _save(partnership)
    partnership.activities.set(activities)
    return _tell(partnership, "partnership.proposed", by, {}, batch=batch)


@transaction.atomic
def edit_partnership(partnership, *, changes, by, version=None, reason=""):
    """Say it better; `changes` as `add_partnership` takes them. Returns the partnership that says so now.

    A proposed one is changed freely. Of any other only the details are: what IOM has seen evidence of (PROVEN), is said
    by another one, proposed, that takes its place. Raises Stale when it moved on since `version` was opened.
    """
    partnership = _lock(partnership)
    if version is not None and version != partnership.version:
        raise Stale(_("This partnership was changed while you had it open. Look at both texts, then choose."))
    if partnership.state == PartnershipState.REJECTED:
        raise Refused(_("This partnership was rejected and stays as history. Add another one instead."))
    before, edited = lines_of(partnership), _with(partnership, changes)
    is_proven_otherwise = any(_column(edited, field) != _column(partnership, field) for field in PROVEN)
    if is_proven_otherwise:
        _refuse_elsewhere(edited)
        # The organization confirmed what stood there before.
        edited.confirmed_on = edited.confirmed_by = None
    if is_proven_otherwise and partnership.state != PartnershipState.PROPOSED:
        return _replace(partnership, edited, changes, before, by=by, reason=reason)
    if "activities" in changes:
        edited.activities.set(changes["activities"])
    after = lines_of(edited)
    if after == before:
        return partnership
    _save(edited)
    return _tell(edited, "partnership.edited", by, _moved(before, after), reason=reason)


def _with(partnership, changes):
    """A copy that says what `changes` say, not saved yet."""
    edited = copy(partnership)
    for field in (*PROVEN, *DETAILS):
        if field in changes and field != "activities":
            setattr(edited, field, changes[field])
    edited.period = period(
        changes.get("starts_on", partnership.period.lower), changes.get("ends_on", last_day(partnership))
    )
    return edited


def _replace(partnership, edited, changes, before, *, by, reason):
    """Reject what was told wrongly, and tell it rightly: as a new one, for nobody has seen evidence of that yet."""
    if not reason:
        raise Contradiction(
            _("This was verified by IOM, or has ended. Say why you change it: it stays in the history.")
        )
    activities = changes.get("activities", list(partnership.activities.all()))
    _step(partnership, PartnershipState.REJECTED)
    partnership.end_reason = reason
    _save(partnership)
    facts = {field: getattr(edited, field) for field in (*PROVEN, *DETAILS) if field != "activities"}
    following = Partnership(
        organization=partnership.organization, replaces=partnership, evidence=partnership.evidence, **facts
    )
    _save(following)
    following.activities.set(activities)
    diff = _moved(before, lines_of(following)) | {
        "partnership": [told_in_short(partnership), told_in_short(following)],
        "partnership_reference": [partnership.reference, following.reference],
    }
    return _tell(following, "partnership.replaced", by, diff, reason=reason)


@transaction.atomic
def verify_partnership(partnership, *, on, by, unit=None, evidence=None, evidence_note=""):
    """State that IOM saw evidence. Needs the unit or mission that answers for it."""
    partnership = _step(_lock(partnership), PartnershipState.VERIFIED)
    if partnership.proposed_by_id and partnership.proposed_by == by:
        raise Refused(_("You proposed this yourself. Ask a colleague to verify it."))
    partnership.unit = unit or partnership.unit
    partnership.evidence = evidence or partnership.evidence
    partnership.evidence_note = evidence_note or partnership.evidence_note
    partnership.verified_on, partnership.verified_by = on, by
    if partnership.evidence and partnership.evidence.organization_id != partnership.organization_id:
        raise Contradiction(_("This document belongs to another organization. Choose one of this organization."))
    _save(partnership)
    return _tell(partnership, "partnership.verified", by)


@transaction.atomic
def confirm_partnerships(organization, *, versions, by):
    """A member says that these are so; `versions` is {reference: the version that she had before her}.

    Raises Stale, and confirms nothing, when one of them says something else by now or is disputed.
    """
    organization = lock_organization(organization)
    can_be = organization.partnerships.filter(state__in=CONFIRMABLE).exclude(disputes__state=DisputeState.OPEN)
    found = {p.reference: p for p in can_be.order_by("pk") if p.reference in versions}
    if not versions or {reference: p.version for reference, p in found.items()} != versions:
        raise Stale(_("The partnerships changed while you were reading. Read them again, then confirm."))
    said = {"confirmed_on": timezone.localdate(), "confirmed_by": by, "updated_at": timezone.now()}
    organization.partnerships.filter(pk__in=[p.pk for p in found.values()]).update(**said)
    told = [
        {"verb": "partnership.confirmed", "subject": organization.reference, "diff": _short(p)} for p in found.values()
    ]
    record_many(told, by=by)
    return list(found.values())


@transaction.atomic
def age_partnerships_of(keys, *, by):
    """Mark as stale what nobody of these has seen, verified or confirmed for too long; returns how many."""
    organizations = Organization.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    by_key = {organization.pk: organization for organization in organizations}
    # Looked for anew under the lock: somebody may have confirmed one a moment ago.
    late = list(grown_stale().filter(organization__in=keys).order_by("organization", "pk"))
    for partnership in late:
        _step(partnership, PartnershipState.STALE)
        _save(partnership)
    if not late:
        return 0
    ops = publish_listings(by_key.values())
    told = [
        {
            "verb": "partnership.grew_stale",
            "subject": by_key[partnership.organization_id].reference,
            "op": ops.get(partnership.organization_id, ""),
            "diff": _short(partnership) | {"partnership": [told_in_short(partnership), partnership.state]},
        }
        for partnership in late
    ]
    record_many(told, by=by)
    return len(late)


@transaction.atomic
def end_partnership(partnership, *, on, because, by, reason=""):
    """Close it with its last day and a coded reason. Nothing is overwritten: the row stays as history."""
    partnership = _step(_lock(partnership), PartnershipState.ENDED)
    if partnership.period.lower and on < partnership.period.lower:
        raise Contradiction(_("A partnership cannot end before it began. Check the date."))
    partnership.period = period(partnership.period.lower, on)
    partnership.ended_because, partnership.end_reason = because, reason
    _save(partnership)
    return _tell(partnership, "partnership.ended", by, reason=reason)


@transaction.atomic
def reject_partnership(partnership, *, reason, by):
    """Say that it is not so. The row stays as history, and nobody outside reads it."""
    partnership = _step(_lock(partnership), PartnershipState.REJECTED)
    partnership.end_reason = reason
    _save(partnership)
    return _tell(partnership, "partnership.rejected", by, reason=reason)


@transaction.atomic
def reassign_partnerships(organization, *, units, by, reason="", batch=""):
    """Give partnerships of one organization to the units that answer for them: {reference: code of a unit, or empty}.

    Refused for a verified one that would be left without, and for a code that no unit has.
    """
    organization = lock_organization(organization)
    known = {"": None} | {unit.code: unit for unit in Unit.objects.filter(code__in=units.values())}
    unknown = sorted(set(units.values()) - known.keys())
    if unknown:
        raise Contradiction(_("No unit has the code %(code)s. Choose another one.") % {"code": unknown[0]})
    rows = organization.partnerships.select_for_update(of=("self",)).filter(reference__in=units).order_by("pk")
    moved = [(partnership, known[units[partnership.reference]]) for partnership in rows.select_related("unit")]
    told = [give_to_unit(partnership, unit) for partnership, unit in moved if unit != partnership.unit]
    if told:
        check_records([organization.pk], by=by)
        same = {"op": publish_listing(organization), "reason": reason}
        record_many([one | same for one in told], by=by, batch=batch)
    return organization


def give_to_unit(partnership, unit):
    """Part of a verb that holds the organization: another unit answers for it. Returns the line for the history."""
    units = {"unit": [one and one.name_en for one in (partnership.unit, unit)]}
    partnership.unit = unit
    _save(partnership)
    subject = partnership.organization.reference
    return {"verb": "partnership.reassigned", "subject": subject, "diff": _short(partnership) | units}


def _lock(partnership):
    """The organization first, as everywhere."""
    organization = lock_organization_of(partnership)
    partnership = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    partnership.organization = organization
    return partnership


def _step(partnership, to):
    if to not in NEXT[PartnershipState][partnership.state]:
        raise Refused(
            _("This partnership is %(state)s, so this cannot be done now.")
            % {"state": partnership.get_state_display().lower()}
        )
    partnership.state = to
    return partnership


def _refuse_elsewhere(partnership):
    if partnership.programme and not takes_place_in(partnership.programme, partnership.country):
        raise Contradiction(
            _("%(programme)s does not work in %(country)s. Choose another country, or no programme.")
            % {"programme": partnership.programme.name, "country": partnership.country.name}
        )


def _column(partnership, field):
    """A value by which two of them can be told apart; an open end is written in two ways, and means one."""
    if field == "period":
        return partnership.period.lower, partnership.period.upper
    return getattr(partnership, f"{field}_id")


def _save(partnership):
    partnership.version += 1
    with promises_of(Partnership):
        partnership.save()


def _moved(before, after):
    """The lines that say something else now."""
    fields = [field for field in (*PROVEN, *DETAILS) if before.get(field) != after.get(field)]
    return {"partnership_facts": [[side[field] for field in fields if field in side] for side in (before, after)]}


def _short(partnership):
    return {
        "partnership": [None, told_in_short(partnership)],
        "partnership_reference": [None, partnership.reference],
    }


def _tell(partnership, verb, by, diff=None, reason="", batch=""):
    check_records([partnership.organization_id], by=by)
    op = publish_listing(partnership.organization)
    told = {"partnership": [told_in_short(partnership), partnership.state]}
    record(
        verb,
        subject=partnership.organization.reference,
        by=by,
        op=op,
        reason=reason,
        batch=batch,
        diff=_short(partnership) | (told if diff is None else diff),
    )
    return partnership
