"""What each bulk change makes of one record, and the writing of it: each by the verb that a person would use."""

from dataclasses import dataclass

from django.utils import timezone

from registry import policies
from registry.actions.facts import say_again, word_of
from registry.actions.listings import publish_listing
from registry.actions.organizations import (
    archive_organization,
    edit_organization,
    make_dormant,
    put_state_back,
    send_to_review,
)
from registry.actions.partnerships import reassign_partnerships
from registry.models import BulkChange, Unit, Why
from registry.states import NEXT, OrganizationState, PartnershipState

_LANGUAGES = {BulkChange.ADD_LANGUAGE, BulkChange.REMOVE_LANGUAGE}
_FIELDS = {**dict.fromkeys(_LANGUAGES, "languages"), BulkChange.ADD_TYPE: "types"}
_STATES = {
    BulkChange.REVIEW: (OrganizationState.IN_REVIEW, send_to_review),
    BulkChange.MAKE_DORMANT: (OrganizationState.DORMANT, make_dormant),
    BulkChange.ARCHIVE: (OrganizationState.ARCHIVED, archive_organization),
}
# A partnership that is over is history: nobody answers for it any more.
_GOING_ON = (PartnershipState.PROPOSED, PartnershipState.VERIFIED, PartnershipState.STALE)

PREFETCHED = ("types", "presences", "partnerships__unit")


@dataclass(frozen=True)
class Plan:
    """From what to what; or why not."""

    before: object = None
    after: object = None
    why: str = ""


def plan_for(edit, organization, *, by):
    """What the edit would make of this record now."""
    if not may_change(edit.change, by, organization):
        return Plan(why=Why.SCOPE)
    if organization.state == OrganizationState.MERGED:
        return Plan(why=Why.MERGED)
    if organization.is_at_risk:
        return Plan(why=Why.CARE)
    if edit.change in _STATES:
        return _plan_state(organization, _STATES[edit.change][0])
    before, after = _values(edit, organization)
    if edit.change == BulkChange.SET_UNIT and not before:
        return Plan(why=Why.NONE)
    if before == after:
        return Plan(why=Why.SAME)
    if edit.change == BulkChange.SET_UNIT and not _is_open(edit.argument):
        return Plan(why=Why.REFUSED)
    return Plan(before, after)


def write(edit, organization, plan, *, by):
    """Make it so, by the verb of one record, under the name of the batch."""
    facts = {"by": by, "reason": edit.reason, "batch": edit.reference}
    if edit.change in _STATES:
        return _STATES[edit.change][1](organization, **facts)
    return _set(edit, organization, plan.after, facts)


def said_of(edit, organization, *, by):
    """What staff have said so far of the field that the edit changes."""
    return word_of(organization, _FIELDS[edit.change], by=by) if edit.change in _FIELDS else None


def put_back(edit, row, organization, *, by):
    """Make it again what it was, also where it comes from: nobody saw anything by undoing.

    The undoing of a state is no step of the record's life, so no table is asked.
    """
    facts = {"by": by, "reason": edit.reason, "batch": edit.reference}
    if edit.change in _STATES:
        state, code, reason = row.before
        return put_state_back(organization, OrganizationState(state), state_code=code, state_reason=reason, **facts)
    organization = _set(edit, organization, row.before, facts)
    if edit.change in _FIELDS:
        say_again(organization, _FIELDS[edit.change], row.said_before, by=by)
        publish_listing(organization)
    return organization


def stands(edit, row, organization, *, by):
    """Is the record still as the edit left it, and has nobody verified since what the edit said?"""
    if edit.change == BulkChange.SET_UNIT:
        return _units(organization) == row.after
    said = said_of(edit, organization, by=by)
    return organization.version == row.version_after and not (said and said["verified_on"])


def may_change(change, by, organization):
    if change in (BulkChange.MAKE_DORMANT, BulkChange.ARCHIVE):
        return policies.may_publish_organization(by, organization)
    return policies.may_edit_organization(by, organization)


def _plan_state(organization, to):
    if organization.state == to:
        return Plan(why=Why.SAME)
    if to not in NEXT[OrganizationState][organization.state]:
        return Plan(why=Why.STATE)
    return Plan([organization.state, organization.state_code, organization.state_reason], [str(to), "", ""])


def _values(edit, organization):
    code = edit.argument
    if edit.change in _LANGUAGES:
        before = list(organization.languages)
        without = [one for one in before if one != code]
        # One that it has stays in its place.
        added = before if code in before else [*before, code]
        return before, added if edit.change == BulkChange.ADD_LANGUAGE else without
    if edit.change == BulkChange.ADD_TYPE:
        before = sorted(type_.code for type_ in organization.types.all())
        return before, sorted({*before, code})
    before = _units(organization)
    return before, dict.fromkeys(before, code)


def _is_open(code):
    return Unit.objects.current(on=timezone.localdate()).filter(code=code).exists()


def _units(organization):
    """{partnership: the code of its unit} of what goes on."""
    today = timezone.localdate()
    return {
        one.reference: one.unit.code if one.unit else ""
        for one in organization.partnerships.all()
        if one.state in _GOING_ON and today in one.period
    }


def _set(edit, organization, value, facts):
    if edit.change == BulkChange.SET_UNIT:
        return reassign_partnerships(organization, units=value, **facts)
    return edit_organization(organization, changes={_FIELDS[edit.change]: value}, **facts)
