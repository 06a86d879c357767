"""Whom a campaign asks, and how fresh their facts are, is written down once when it begins; what the registry says
later changes nothing."""

from itertools import count, islice

from django.db import connection, transaction

from registry.actions.jobs import holding_lease, keep_lease
from registry.models import Channel, Organization, RefreshCampaign
from registry.models.refreshes import new_invite_reference
from registry.queries.facts import fresh_among
from registry.queries.refreshes import asked, in_order
from registry.states import RefreshState

# So many questions are written down in one statement.
_CHUNK = 5_000
# By arrays: what Django would write, a value for each field of each row, takes PostgreSQL five times as long. Whom
# another campaign began to ask at this moment is left to it.
_INSERT = """
    INSERT INTO registry_refreshinvite
        (created_at, updated_at, version, campaign_id, state, reference, organization_id, contact_id, channel, language,
         wave, address, token_sha256, answered_how, told_by, changed, note, named, named_email, task)
    SELECT now(), now(), 1, %s, 'queued', reference, organization, contact, channel, language,
         wave, '', '', '', '', '{}', '', '', '', ''
    FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::int[])
        AS asked (reference, organization, contact, channel, language, wave)
    ON CONFLICT DO NOTHING"""


def prepare(job):
    """The first step of a job that sends: all of it is done once or, when the worker dies, not at all.

    The lease is held beside it, for one transaction cannot say how far it is; whoever lost it rolls all of it back.
    """
    with holding_lease(job), transaction.atomic():
        campaign = RefreshCampaign.objects.select_for_update(of=("self",), no_key=True).get(reference=job.subject)
        if campaign.state != RefreshState.PREPARING:
            return
        # As the person who started it: asked are organizations that she answers for.
        _freeze(campaign, asked(campaign, job.asked_by))
        campaign.facts_before, campaign.fresh_before = share_of(campaign.invites.all(), campaign)
        campaign.state, campaign.wave = RefreshState.RUNNING, 1
        campaign.version += 1
        campaign.save()
        mails = campaign.invites.filter(channel=Channel.MAIL, wave=1).count()
        keep_lease(job, done=job.done, checkpoint={"wave": 1}, total=mails)


def share_of(invites, campaign):
    """(facts, fresh facts) of those asked. Nobody in danger is counted."""
    known = Organization.objects.filter(pk__in=invites.values("organization"), is_at_risk=False)
    return fresh_among(known, campaign.kind)


def _freeze(campaign, found):
    """Write a question for each that `queries.refreshes.asked` found, a statement for every few thousand."""
    places = count(1)
    # All are read before the first is written: the database would look through those already there for each next one.
    left = iter(list(in_order(found)))
    while rows := list(islice(left, _CHUNK)):
        columns = zip(*(_question(campaign, row, places) for row in rows), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [campaign.pk, *(list(column) for column in columns)])


def _question(campaign, row, places):
    organization, contact, channel, language = row
    is_mail = channel == Channel.MAIL
    # The missions wait for the second wave: the first one is to find out whether mails arrive.
    wave = 1 if is_mail and next(places) <= campaign.first_wave else 2
    return new_invite_reference(), organization, contact if is_mail else None, str(channel), language, wave
