"""An invented campaign in the middle of its life: a first wave was asked, and every kind of answer came."""

from datetime import timedelta
from itertools import islice

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from registry.actions.jobs import take_job
from registry.actions.refreshes import (
    SEND,
    confirm_by_link,
    correct_by_link,
    leave_by_link,
    mark_bounced,
    note_opened,
    plan_refresh,
    refuse_by_link,
    start_refresh,
)
from registry.actions.refreshes.following import close_silent
from registry.actions.refreshes.freezing import prepare
from registry.actions.refreshes.sending import MAIL
from registry.models import Contact, FactKind, Job, Message, RefreshInvite
from registry.states import RefreshInviteState

WAVE = 24
ASKED_BEFORE = timedelta(days=12)


def add_refresh(curator):
    """No mail is written: the addresses are invented, and so is what was answered."""
    campaign = plan_refresh(
        title="Invented campaign: contacts that are not fresh",
        kind=FactKind.CONTACT,
        languages=["en", "fr", "es"],
        text_en="This campaign is invented for the demonstration.",
        text_fr="Cette campagne est inventée pour la démonstration.",
        text_es="Esta campaña se ha inventado para la demostración.",
        first_wave=WAVE,
        by=curator,
    )
    start_refresh(campaign, by=curator)
    job = take_job(Job.objects.get(kind=SEND, subject=campaign.reference))
    prepare(job)
    job.delete()
    asked_at = timezone.now() - ASKED_BEFORE
    first = campaign.invites.filter(wave=1)
    address = Subquery(Contact.objects.filter(pk=OuterRef("contact")).values("email"))
    first.update(
        address=address,
        state=RefreshInviteState.SENT,
        sent_at=asked_at,
        expires_at=asked_at + timedelta(days=campaign.link_days),
    )
    campaign.refresh_from_db()
    campaign.started_at = campaign.watched_from = asked_at
    campaign.save()
    _answer(iter(first.select_related("organization", "contact").order_by("pk")))


def _answer(invites):
    for invite in islice(invites, 6):
        confirm_by_link(invite)
    for invite in islice(invites, 2):
        correct_by_link(invite, changes={"hq_city": "Invented Town"}, contact={"phone": "+000 000 9999"})
    for invite in islice(invites, 1):
        correct_by_link(invite, changes={}, note="Invented note: our office in the north is closed.")
    for invite in islice(invites, 1):
        leave_by_link(invite, named="Invented Successor", named_email="successor@organization.example")
    for invite in islice(invites, 1):
        refuse_by_link(invite)
    for invite in islice(invites, 2):
        mark_bounced(Message(kind=MAIL, subject_reference=invite.reference))
    for invite in islice(invites, 1):
        note_opened(invite)
    close_silent(RefreshInvite.objects.filter(pk__in=[invite.pk for invite in islice(invites, 4)]))
