"""What members do to the record of their own organization, and what IOM answers where it looks first."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from registry.actions.facts import say_again, word_of
from registry.actions.history import record
from registry.actions.listings import publish_listing
from registry.actions.living import lock_organization_of
from registry.actions.messages import notify
from registry.actions.organizations import edit_organization
from registry.actions.promises import promises_of
from registry.actions.restoring import value_before
from registry.actions.webhooks import tell_webhooks
from registry.errors import Refused, Stale
from registry.models import Change, ChangeProposal, Event, Listing, Organization, OrganizationIdentifier, ProposedField
from registry.models.facts import BY_LINK
from registry.models.proposals import AFTER_A_LOOK, AT_ONCE, PROPOSABLE
from registry.queries.change_words import field_label
from registry.queries.proposals import as_change, as_json, own_waiting_fields, stands, waiting_fields
from registry.states import NEXT, ProposalState

Decision = ProposedField.Decision


@transaction.atomic
def change_own_record(organization, *, changes, by, version=None, evidence=""):
    """Apply what may go live at once and propose the rest; returns the proposal, or None when nothing waits for IOM.

    `changes` as `edit_organization` takes them. A later value takes the place of one that waits; the value that stands
    in the record takes the waiting one back. Raises Stale when the record moved on since `version` was opened.
    """
    at_once = {field: changes[field] for field in AT_ONCE if field in changes}
    organization = edit_organization(organization, changes=at_once, by=by, version=version)
    wanted = {field: as_json(field, changes[field]) for field in AFTER_A_LOOK if field in changes}
    waiting = own_waiting_fields(organization)
    moved = {field: after for field, after in wanted.items() if after != _last_word(organization, field, waiting)}
    if not moved:
        return None
    fresh = {field: (stands(organization, field), after) for field, after in moved.items()}
    fresh = {field: pair for field, pair in fresh.items() if pair[0] != pair[1]}
    for field in moved.keys() & waiting.keys():
        _close_field(waiting[field], Decision.SUPERSEDED if field in fresh else Decision.WITHDRAWN)
    closed = {waiting[field].proposal for field in moved.keys() & waiting.keys()}
    for proposal in sorted(closed, key=lambda one: one.pk):
        _settle(proposal, by)
    # The word of the organization goes before that of a partner.
    set_aside((row for field, row in waiting_fields(organization).items() if field in fresh), by=by)
    proposal = propose(organization, fresh, evidence=evidence, **_spoken(by)) if fresh else None
    move_on(organization)
    told = {"proposal": [None, proposal.reference], "proposed": [[], sorted(fresh)]} if proposal else {}
    taken_back = sorted(moved.keys() - fresh.keys())
    told |= {"taken_back": [[], taken_back]} if taken_back else {}
    record("proposal.made" if proposal else "proposal.withdrawn", subject=organization.reference, by=by, diff=told)
    return proposal


@transaction.atomic
def withdraw_proposal(proposal, *, by):
    """Take back everything of it that IOM has not answered."""
    organization, proposal = _lock(proposal)
    waiting = list(proposal.fields.filter(decision=Decision.WAITING))
    for row in waiting:
        _close_field(row, Decision.WITHDRAWN)
    _settle(proposal, by)
    move_on(organization)
    diff = {"proposal": [None, proposal.reference], "taken_back": [[], sorted(row.field for row in waiting)]}
    record("proposal.withdrawn", subject=organization.reference, by=by, diff=diff)
    return proposal


@transaction.atomic
def decide_proposal(proposal, *, decisions, by, version=None, batch=""):
    """Answer field by field: `decisions` maps a field to ("accepted", "") or ("refused", why). The rest waits on.

    Raises Stale when the record, or what waits in it, moved on since `version` was opened.
    """
    organization, proposal = _lock(proposal)
    if version is not None and version != organization.version:
        raise Stale(_("The record changed while you were reading. Look at both texts again, then decide."))
    if by == proposal.proposer:
        raise Refused(_("You proposed this yourself. Ask a colleague to decide it."))
    waiting = {row.field: row for row in proposal.fields.filter(decision=Decision.WAITING)}
    if not decisions or not decisions.keys() <= waiting.keys():
        raise Refused(_("Nothing of this waits for a decision any more. Open the proposal again."))
    accepted = {field for field, (decision, _why) in decisions.items() if decision == Decision.ACCEPTED}
    with promises_of(OrganizationIdentifier):
        # Staff let it through; it is the organization, or the partner, that said so.
        edit_organization(
            organization,
            changes={field: as_change(field, waiting[field].after) for field in accepted},
            by=by,
            told_by=proposal.speaker,
            reason=proposal.reference,
            batch=batch,
        )
    for field, (decision, why) in decisions.items():
        _close_field(waiting[field], Decision(decision), why if decision == Decision.REFUSED else "")
    _settle(proposal, by)
    move_on(organization)
    _tell(organization, proposal, [waiting[field] for field in PROPOSABLE if field in decisions])
    diff = {
        "proposal": [None, proposal.reference],
        "accepted": [[], sorted(accepted)],
        "refused": [[], sorted(decisions.keys() - accepted)],
    }
    record("proposal.decided", subject=organization.reference, by=by, diff=diff, batch=batch)
    return proposal


@transaction.atomic
def take_back_acceptance(proposal, *, batch, by):
    """Undo the "yes" of a batch: its fields say what they said before, and wait again. What changed since stays."""
    organization = lock_organization_of(proposal)
    proposal = ChangeProposal.objects.select_related("organization", "proposed_by", "client__owner").get(pk=proposal.pk)
    edited = Change.objects.filter(batch=batch, verb="organization.edited", reason=proposal.reference)
    edited = edited.filter(subject=organization.reference).first()
    accepted = list(proposal.fields.filter(decision=Decision.ACCEPTED))
    stays = set(waiting_fields(organization)) | _seen_since(edited) if edited else set()
    rows = [
        row
        for row in accepted
        if edited and row.field in edited.diff and row.field not in stays
        if stands(organization, row.field) == row.after
    ]
    if not rows or ProposalState.OPEN not in NEXT[ProposalState][proposal.state]:
        raise Refused(_("The record was changed since, so what was accepted stays. Open it to see what stands there."))
    with promises_of(OrganizationIdentifier):
        changes = {row.field: value_before(edited, row.field) for row in rows}
        said = {field: word_of(organization, field, by=by) for field in changes}
        organization = edit_organization(organization, changes=changes, by=by, reason=proposal.reference, batch=batch)
    # By undoing nobody saw anything: the staff have said of it what they had said before.
    for field, before in said.items():
        say_again(organization, field, before, by=by)
    publish_listing(organization)
    for row in rows:
        _close_field(row, Decision.WAITING)
    proposal.state, proposal.closed_by, proposal.closed_at = ProposalState.OPEN, None, None
    proposal.version += 1
    proposal.save()
    move_on(organization)
    _tell_system(organization, proposal)
    if _may_be_told(organization, proposal.proposed_by):
        context = {"organization": organization, "in_part": len(rows) < len(accepted)}
        notify(
            "registry.proposal_reopened",
            recipient=proposal.proposed_by,
            subject=proposal.reference,
            organization=organization,
            context=context,
        )
    diff = {"proposal": [None, proposal.reference], "accepted": [sorted(row.field for row in rows), []]}
    record("proposal.reopened", subject=organization.reference, by=by, diff=diff, batch=batch)
    return proposal


def _seen_since(edited):
    """The fields that somebody confirmed or verified after an edit: they are not taken back any more."""
    later = Change.objects.filter(subject=edited.subject, pk__gt=edited.pk)
    if later.filter(verb__in=("organization.confirmed", "organization.verified")).exists():
        return set(PROPOSABLE)
    return {change.diff["verified_field"][1] for change in later.filter(verb="fact.verified")}


def _lock(proposal):
    """The organization first: whoever writes one of its proposals holds it, so the rows need no lock of their own."""
    organization = lock_organization_of(proposal)
    proposal = ChangeProposal.objects.select_related("organization", "proposed_by", "client__owner").get(pk=proposal.pk)
    if proposal.state != ProposalState.OPEN:
        raise Refused(
            _("This proposal is closed already: %(state)s. Open the record to see what stands there.")
            % {"state": proposal.get_state_display().lower()}
        )
    return organization, proposal


def _last_word(organization, field, waiting):
    """What the members see as their own: the value that waits, else the one that stands."""
    return waiting[field].after if field in waiting else stands(organization, field)


def _spoken(by):
    return {"told_in": by.removeprefix(BY_LINK)} if isinstance(by, str) else {"proposed_by": by}


def propose(organization, fresh, **said):
    """Part of a verb: {field: (what stands, what is to stand)} waits for the staff; `said` is who said so, and why."""
    proposal = ChangeProposal.objects.create(organization=organization, base_version=organization.version, **said)
    ProposedField.objects.bulk_create(
        ProposedField(proposal=proposal, organization=organization, field=field, before=before, after=after)
        for field, (before, after) in fresh.items()
    )
    return proposal


def set_aside(rows, *, by):
    """Part of a verb: a later value takes the place of these."""
    rows = list(rows)
    for row in rows:
        _close_field(row, Decision.SUPERSEDED)
    for proposal in sorted({row.proposal for row in rows}, key=lambda one: one.pk):
        _settle(proposal, by)
        _tell_system(proposal.organization, proposal)


def _close_field(row, decision, reason=""):
    row.decision, row.reason = decision, reason
    row.save()


def _settle(proposal, by):
    """Close a proposal of which nothing waits any more, by what became of its fields."""
    proposal.version += 1
    to = _outcome({row.decision for row in proposal.fields.all()})
    if to in NEXT[ProposalState][proposal.state]:
        proposal.state, proposal.closed_by, proposal.closed_at = to, by, timezone.now()
    proposal.save()


def _outcome(decisions):
    if Decision.WAITING in decisions:
        return ProposalState.OPEN
    if decisions >= {Decision.ACCEPTED, Decision.REFUSED}:
        return ProposalState.PARTLY_ACCEPTED
    for decision, state in (
        (Decision.ACCEPTED, ProposalState.ACCEPTED),
        (Decision.REFUSED, ProposalState.REFUSED),
        (Decision.SUPERSEDED, ProposalState.SUPERSEDED),
    ):
        if decision in decisions:
            return state
    return ProposalState.WITHDRAWN


def move_on(organization):
    """What waits counts as a part of the record: who has it open, staff or member, is told that it changed."""
    saved = Organization.objects.get(pk=organization.pk)
    saved.version += 1
    saved.save(update_fields=["version", "updated_at"])


def _tell(organization, proposal, rows):
    """Write to who proposed it, while she still acts for the organization. Of one in danger the mail tells nothing."""
    proposer = proposal.proposed_by
    if _tell_system(organization, proposal):
        _tell_owner(proposal)
    if not _may_be_told(organization, proposer):
        return
    answers = [{"label": capfirst(field_label(row.field)), "row": row} for row in rows if not organization.is_at_risk]
    notify(
        "registry.proposal_decided",
        recipient=proposer,
        subject=proposal.reference,
        organization=organization,
        context={"organization": organization, "answers": answers, "is_open": proposal.state == ProposalState.OPEN},
    )


def _tell_system(organization, proposal):
    """Tell the webhooks of the system that proposed it, if one did; returns whether it may be told at all.

    It finds no proposal about who is listed no more, for whatever reason, and hears of none.
    """
    if not proposal.client or not Listing.objects.filter(organization=organization).exists():
        return False
    told = {"id": proposal.reference, "state": str(proposal.state)}
    tell_webhooks(Event.PROPOSAL_DECIDED, told, client=proposal.client)
    return True


def _tell_owner(proposal):
    """Write to who answers for the system that proposed it."""
    client = proposal.client
    if client.lets_in:
        context = {"client": client, "is_open": proposal.state == ProposalState.OPEN}
        kind = "registry.partner_proposal_decided"
        notify(kind, recipient=client.owner, subject=proposal.reference, context=context)


def _may_be_told(organization, person):
    """Not somebody without an account, nor who acts for the organization no more."""
    if person is None or not person.is_active:
        return False
    return organization.memberships.filter(user=person, left_at=None).exists()
