"""Who is invited: the answer to a question, written down with its day, and single organizations by hand."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.actions.consultations import lock
from consultations.actions.invitations import lock_invitation
from consultations.actions.seats import fill_seats, record_offers
from consultations.models import Audience, BalanceTarget, ConsultationInvitation
from consultations.queries.audiences import asked, sort_keys
from consultations.queries.places import places_taken
from consultations.states import ENDED, ConsultationInvitationState, ConsultationState
from registry import references
from registry.actions import record
from registry.actions.copying import copy_into
from registry.actions.promises import promises_of
from registry.errors import Refused
from registry.states import OrganizationState

S = ConsultationState
# While the list of the invited is made.
PREPARING = (S.IDEA, S.PLANNED, S.INVITING)
_GONE = (OrganizationState.MERGED, OrganizationState.ARCHIVED)


@transaction.atomic
def freeze_audience(consultation, *, question, quota, by, saved_view=None):
    """Invite, without sending anything yet, whom a question (queries.audiences.Question) finds now.

    Nobody is invited twice; what the registry says later changes nothing. One insert, however many there are.
    """
    consultation = _lock_preparing(consultation)
    told, keys = sort_keys(asked(question, consultation, by))
    if not told.invitable:
        raise Refused(_("Nobody whom this question finds can be invited. Look at who is left out, and why."))
    audience = Audience.objects.create(
        consultation=consultation,
        list_name=question.list_name,
        filters=question.filters,
        saved_view=saved_view,
        quota=quota,
        found=told.told,
        invited=len(keys),
        made_by=by if hasattr(by, "pk") else None,
        frozen_at=timezone.now(),
    )
    _append(keys, audience)
    diff = {"audience": [None, audience.reference], "invited": [None, len(keys)], "quota": [None, quota]}
    record("consultation.audience_frozen", subject=consultation.reference, by=by, diff=diff)
    return audience


@transaction.atomic
def add_invitation(consultation, organization, *, quota, reason, by):
    """Put one organization on the list by hand, whatever any question finds."""
    consultation = _lock_preparing(consultation)
    if organization.state in _GONE:
        raise Refused(_("This record is closed. Choose an organization that is still there."))
    invitation = ConsultationInvitation(
        consultation=consultation, organization=organization, quota=quota, reason=reason.strip()
    )
    with promises_of(ConsultationInvitation):
        invitation.save()
    diff = {"quota": [None, quota]}
    record("consultation.invitation_added", subject=invitation.reference, by=by, diff=diff, reason=reason.strip())
    return invitation


@transaction.atomic
def remove_invitation(invitation, *, reason, by):
    """Take an organization off the list again, while nothing was sent to it."""
    invitation = lock_invitation(invitation)
    _refuse_ended(invitation.consultation)
    if invitation.state != ConsultationInvitationState.PREPARED:
        raise Refused(
            _("This invitation is at “%(state)s”, so it stays on the list. It can still be declined.")
            % {"state": invitation.get_state_display()}
        )
    if invitation.registrations.exists():
        raise Refused(_("People were entered for this invitation, so it stays on the list. It can still be declined."))
    consultation, organization = invitation.consultation, invitation.organization
    invitation.delete()
    # The invitation is gone, so the history tells it of the organization: who may not know of it does not read it.
    diff = {"consultation": [consultation.reference, None]}
    record(
        "consultation.invitation_removed", subject=organization.reference, by=by, diff=diff, reason=reason.strip()
    )  # fmt: skip


@transaction.atomic
def change_quota(invitation, *, quota, by):
    """Let an organization name more people or fewer, not fewer than have a place. More let those go up who wait."""
    invitation = lock_invitation(invitation)
    _refuse_ended(invitation.consultation)
    taken = places_taken(invitation)
    if quota < min(invitation.quota, taken):
        raise Refused(
            ngettext(
                "%(n)s person has a place already, so the number cannot be lower.",
                "%(n)s people have a place already, so the number cannot be lower.",
                taken,
            )
            % {"n": taken}
        )
    before, invitation.quota = invitation.quota, quota
    invitation.version += 1
    with promises_of(ConsultationInvitation):
        invitation.save()
    offered = fill_seats(invitation.consultation)
    record("consultation.quota_changed", subject=invitation.reference, by=by, diff={"quota": [before, quota]})
    record_offers(offered, by=by)
    return invitation


@transaction.atomic
def set_target(consultation, *, dimension, value, percent, by):
    """Want so many per cent of those who come to be of this kind; a second word about it replaces the first."""
    consultation = lock(consultation)
    _refuse_ended(consultation)
    target = BalanceTarget.objects.filter(consultation=consultation, dimension=dimension, value=value).first()
    before = target.percent if target else None
    target = target or BalanceTarget(consultation=consultation, dimension=dimension, value=value)
    target.percent = percent
    with promises_of(BalanceTarget):
        target.save()
    diff = {"target": [None, f"{dimension}:{value}"], "percent": [before, percent]}
    record("consultation.target_set", subject=consultation.reference, by=by, diff=diff)
    return target


@transaction.atomic
def remove_target(target, *, by):
    consultation = lock(target.consultation)
    _refuse_ended(consultation)
    diff = {"target": [f"{target.dimension}:{target.value}", None], "percent": [target.percent, None]}
    if not BalanceTarget.objects.filter(pk=target.pk).delete()[0]:
        raise Refused(_("Somebody else took this target away meanwhile."))
    record("consultation.target_removed", subject=consultation.reference, by=by, diff=diff)


def _append(keys, audience):
    """Prepared invitations, by COPY: instances of the model would take most of the time."""
    sample = ConsultationInvitation(
        consultation_id=audience.consultation_id, audience=audience, quota=audience.quota, created_at=audience.frozen_at
    )
    sample.updated_at = sample.created_at
    differing = ("organization", "reference")
    same = [field for field in sample._meta.concrete_fields if not field.primary_key and field.name not in differing]
    values = [getattr(sample, field.attname) for field in same]
    rows = ((key, reference, *values) for key, reference in zip(keys, references.many("CIN", len(keys)), strict=True))
    # What COPY is refused is told as Django tells it, so that the promise is found.
    with promises_of(ConsultationInvitation), connection.wrap_database_errors:
        copy_into(ConsultationInvitation, (*differing, *(field.name for field in same)), rows)


def _refuse_ended(consultation):
    if consultation.state in ENDED:
        raise Refused(
            _("This consultation is at “%(state)s”: the list of the invited and its targets stay as they are.")
            % {"state": consultation.get_state_display()}
        )


def _lock_preparing(consultation):
    consultation = lock(consultation)
    if consultation.state not in PREPARING:
        raise Refused(
            _("This consultation is at “%(state)s”: nobody is added to the list of the invited any more.")
            % {"state": consultation.get_state_display()}
        )
    return consultation
