"""The questions leave: a chunk of mails is written into the outbox in one transaction with what says that it was.

Killed anywhere and begun again, the work finds the questions that are still to be asked: nobody is asked twice and
nobody is left out.
"""

import hashlib
import secrets
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from registry.actions.history import record, record_many
from registry.actions.jobs import keep_lease, mine_still, start_job
from registry.actions.messages import notify
from registry.actions.refreshes.freezing import prepare
from registry.errors import Refused
from registry.models import Channel, Job, Organization, RefreshCampaign, RefreshInvite, RefreshTask
from registry.queries.refreshes import tripped, usable_contacts
from registry.states import JobState, OrganizationState, RefreshInviteState, RefreshState

SEND = "refresh.send"
MAIL = "registry.refresh_asked"
_CHUNK = 50


def do_send(job):
    """The work of a job `refresh.send`: everybody of the waves that were let go is asked; returns how many were."""
    prepare(job)
    done = job.done
    while True:
        with transaction.atomic():
            mine_still(job)
            campaign = RefreshCampaign.objects.select_for_update(of=("self",), no_key=True).get(reference=job.subject)
            if campaign.state != RefreshState.RUNNING or stop_if_tripped(campaign):
                return {"asked": done}
            sent = _send_chunk(campaign)
            if not sent:
                return {"asked": done}
            done += sent
            keep_lease(job, done=done, checkpoint={"wave": campaign.wave}, total=max(job.total, done))


def wake(campaign, *, by):
    """Have a worker ask whom the campaign may ask by now, unless one is at it."""
    with suppress(Refused):
        start_job(SEND, subject=campaign.reference, by=by, total=unsent(campaign).count())


def wake_all():
    """Begin anew where something waits and no job is at it, but for a job that a person stopped; returns how many."""
    waiting = RefreshInvite.objects.filter(
        campaign=OuterRef("pk"), state=RefreshInviteState.QUEUED, wave__lte=OuterRef("wave")
    )
    last = Job.objects.filter(kind=SEND, subject=OuterRef("reference")).order_by("-pk").values("state")[:1]
    idle = RefreshCampaign.objects.filter(Exists(waiting), state=RefreshState.RUNNING).annotate(last=Subquery(last))
    campaigns = list(idle.filter(Q(last=JobState.DONE) | Q(last=None)))
    for campaign in campaigns:
        wake(campaign, by=None)
    return len(campaigns)


def unsent(campaign):
    """Mails of the waves that were let go that are not written yet."""
    return campaign.invites.filter(state=RefreshInviteState.QUEUED, channel=Channel.MAIL, wave__lte=campaign.wave)


def hash_link(token):
    """The purpose is hashed with the token: one that was made for anything else opens nothing here."""
    return hashlib.sha256(f"refresh:{token}".encode()).hexdigest()


def stop_if_tripped(campaign):
    """Stop a campaign that the caller has locked, if a rule of its own says so, and tell who made it."""
    rule = tripped(campaign)
    if not rule:
        return False
    campaign.state, campaign.stopped_why = RefreshState.STOPPED, rule
    campaign.version += 1
    campaign.save()
    if campaign.made_by and campaign.made_by.is_active:
        notify(
            "registry.refresh_stopped",
            recipient=campaign.made_by,
            subject=campaign.reference,
            context={"campaign": campaign},
        )
    record("refresh.stopped", subject=campaign.reference, by=f"job {SEND}")
    return True


def _send_chunk(campaign):
    """Ask the next few; how many. Mails first; when none is left, whom no mail reaches is given to the missions."""
    waiting = unsent(campaign).order_by("wave", "pk")
    owners = list(waiting.values_list("organization", flat=True)[:_CHUNK])
    if not owners:
        _give_to_missions(campaign)
        return 0
    # The organizations first, as everywhere: one that comes into danger at this moment is asked before, or not by mail.
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=owners).order_by("pk")
    organizations = {organization.pk: organization for organization in locked}
    invites = list(waiting.filter(organization__in=owners).select_for_update(of=("self",)).select_related("contact"))
    # An address can have come back, or its reader have stopped our mails, since whom to ask was written down.
    usable = set(usable_contacts().filter(refresh_invites__in=invites).values_list("pk", flat=True))
    mailed = [
        invite
        for invite in invites
        if _ask(campaign, invite, organizations[invite.organization_id], is_usable=invite.contact_id in usable)
    ]
    RefreshInvite.objects.bulk_update(
        invites, ["state", "channel", "contact", "address", "token_sha256", "sent_at", "expires_at", "wave", "version"]
    )
    if mailed:
        told = [{"verb": "refresh.asked", "subject": invite.reference} for invite in mailed]
        record_many(told, by=f"job {SEND}", batch=campaign.reference)
    return len(invites)


def _ask(campaign, invite, organization, *, is_usable):
    """Write the mail; or leave it to the mission, if nobody can be written to by now. Returns whether it was mailed."""
    contact, now = invite.contact, timezone.now()
    invite.version += 1
    gone = organization.state in (OrganizationState.MERGED, OrganizationState.ARCHIVED)
    if organization.is_at_risk or gone or contact.ends_on or not is_usable:
        # The second wave gives it to the mission.
        invite.channel, invite.contact, invite.wave = Channel.MISSION, None, 2
        return False
    token = secrets.token_urlsafe(32)
    invite.state, invite.token_sha256 = RefreshInviteState.SENT, hash_link(token)
    invite.sent_at, invite.expires_at = now, now + timedelta(days=campaign.link_days)
    invite.address = contact.email
    notify(
        MAIL,
        address=contact.email,
        language=invite.language,
        # By it the bounce of the mail finds the question.
        subject=invite.reference,
        organization=organization,
        context={"token": token, "days": campaign.link_days, "text": getattr(campaign, f"text_{invite.language}")},
        carries_secret=True,
    )
    return True


def _give_to_missions(campaign):
    """Those whom no mail reaches, in one statement. The history does not name them: it would tell who is in danger."""
    now = timezone.now()
    campaign.invites.filter(state=RefreshInviteState.QUEUED, channel=Channel.MISSION, wave__lte=campaign.wave).update(
        state=RefreshInviteState.SENT,
        sent_at=now,
        expires_at=now + timedelta(days=campaign.link_days),
        task=RefreshTask.REACH,
        task_since=now,
    )
