"""An organization says that a partnership of its own is not so; IOM answers. Until then it stands as it is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.living import lock_organization_of
from registry.actions.messages import notify
from registry.actions.partnerships import edit_partnership, end_partnership, reject_partnership
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused, Stale
from registry.models import Dispute, Partnership
from registry.queries.partnerships import told_in_short
from registry.states import NEXT, DisputeState, PartnershipState

Remedy = Dispute.Remedy


@transaction.atomic
def dispute_partnership(partnership, *, matter, reason, by, role=None, starts_on=None, ends_on=None):
    """Say what is wrong about it, and what would be right."""
    organization = lock_organization_of(partnership)
    partnership = Partnership.objects.get(pk=partnership.pk)
    partnership.organization = organization
    if partnership.state == PartnershipState.REJECTED:
        raise Refused(_("This partnership was rejected. Nobody outside IOM reads it, so there is nothing to dispute."))
    dispute = Dispute(
        partnership=partnership,
        matter=matter,
        reason=reason,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        made_by=by,
    )
    with promises_of(Dispute):
        dispute.save()
    _record("dispute.made", dispute, by)
    return dispute


@transaction.atomic
def withdraw_dispute(dispute, *, by):
    """The organization takes it back."""
    dispute = _close(dispute, DisputeState.WITHDRAWN, by)
    dispute.save()
    _record("dispute.withdrawn", dispute, by)
    return dispute


@transaction.atomic
def accept_dispute(dispute, *, remedy, by, answer="", version=None, **facts):
    """The organization is right: put the partnership right, then say so.

    `facts` are what `edit_partnership` takes as changes, or what `end_partnership` takes, by the remedy. Raises Stale
    when the partnership moved on since `version` was opened.
    """
    dispute = _close(dispute, DisputeState.ACCEPTED, by)
    partnership = dispute.partnership
    if version is not None and version != partnership.version:
        raise Stale(_("The partnership changed while you were reading. Look at it again, then answer."))
    reason = (answer or dispute.reason)[:200]
    if remedy == Remedy.CORRECTED:
        corrected = edit_partnership(partnership, changes=facts, by=by, reason=reason)
        if (corrected.pk, corrected.version) == (partnership.pk, partnership.version):
            raise Contradiction(_("The record says so already. Change what is wrong, or say that it was put right."))
    elif remedy == Remedy.ENDED:
        end_partnership(partnership, by=by, **facts)
    elif remedy == Remedy.REJECTED:
        reject_partnership(partnership, reason=reason, by=by)
    dispute.remedy, dispute.answer = remedy, answer
    dispute.save()
    _tell(dispute)
    _record("dispute.accepted", dispute, by)
    return dispute


@transaction.atomic
def refuse_dispute(dispute, *, answer, by):
    """IOM sees it otherwise, and says why. The partnership stays as it is."""
    dispute = _close(dispute, DisputeState.REFUSED, by)
    dispute.answer = answer
    dispute.save()
    _tell(dispute)
    _record("dispute.refused", dispute, by)
    return dispute


def _close(dispute, to, by):
    """Lock its organization, for whoever writes one of its disputes holds that; then close it, or refuse in words."""
    organization = lock_organization_of(dispute.partnership)
    dispute = Dispute.objects.select_related("partnership", "made_by").get(pk=dispute.pk)
    dispute.partnership.organization = organization
    if to not in NEXT[DisputeState][dispute.state]:
        raise Refused(
            _("This dispute is closed already: %(state)s. Open it again to see what became of it.")
            % {"state": dispute.get_state_display().lower()}
        )
    if to != DisputeState.WITHDRAWN and dispute.made_by == by:
        raise Refused(_("You disputed this yourself. Ask a colleague to answer it."))
    dispute.state, dispute.closed_by, dispute.closed_at = to, by, timezone.now()
    dispute.version += 1
    return dispute


def _tell(dispute):
    """Write to who disputed it, while she still acts for the organization. Of one in danger the mail tells nothing."""
    person, organization = dispute.made_by, dispute.partnership.organization
    if person.is_active and organization.memberships.filter(user=person, left_at=None).exists():
        context = {"organization": organization, "dispute": dispute}
        subject = "" if organization.is_at_risk else dispute.reference
        notify(
            "registry.dispute_answered",
            recipient=person,
            subject=subject,
            organization=organization,
            context=context,
        )


def _record(verb, dispute, by):
    partnership = dispute.partnership
    diff = {
        "dispute": [None, dispute.reference],
        "partnership": [None, told_in_short(partnership)],
        "partnership_reference": [None, partnership.reference],
    }
    # Why it is disputed, and what was answered, stands in the dispute, for those who may read it.
    record(verb, subject=partnership.organization.reference, by=by, diff=diff)
