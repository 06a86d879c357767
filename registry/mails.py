"""The kinds of mail: what each is about, and what its reader may choose. Each app has a table; settings name them.

Her choice is by topic. Two topics are not for choosing: what opens an account or was asked for this minute, and notices
on which a right or a day hangs.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.module_loading import import_string
from django.utils.translation import pgettext_lazy


class Topic(TextChoices):
    RECORD = "record", pgettext_lazy("mail topic", "The record of your organization")
    TEAM = "team", pgettext_lazy("mail topic", "Who acts for your organization")
    OBSERVER = "observer", pgettext_lazy("mail topic", "Observer status: how your application goes on")
    CONSULTATIONS = "consultations", pgettext_lazy("mail topic", "Consultations: invitations and answers")
    RECOMMENDATIONS = "recommendations", pgettext_lazy("mail topic", "Recommendations that your organization follows")
    SYSTEMS = "systems", pgettext_lazy("mail topic", "Systems that you answer for: what became of their proposals")
    WORK = "work", pgettext_lazy("mail topic", "Work that waits for you at IOM")
    SUMMARY = "summary", pgettext_lazy("mail topic", "Summaries")
    NOTICE = "notice", pgettext_lazy("mail topic", "Notices: decisions, deadlines and access")
    ACCESS = "access", pgettext_lazy("mail topic", "Signing in, and links that you asked for")


# Each of them at once, once a day, once a week or never. How often summaries come follows from what stands in them.
CHOOSABLE = (
    Topic.RECORD,
    Topic.TEAM,
    Topic.OBSERVER,
    Topic.CONSULTATIONS,
    Topic.RECOMMENDATIONS,
    Topic.SYSTEMS,
    Topic.WORK,
)
STOPPABLE = (*CHOOSABLE, Topic.SUMMARY)


@dataclass(frozen=True)
class Mail:
    """A kind of mail. `goes_on`: it concerns the organization, so when it comes back another contact is written to.
    `spares_danger`: nobody waits for it, so an organization in danger does not get it, also when it was written before.
    """

    topic: Topic
    goes_on: bool = False
    spares_danger: bool = False


# What the sign-in library writes has kinds of its own, account.…
SIGNING_IN = Mail(Topic.ACCESS)
DIGEST = "registry.digest"

MAILS = {
    "registry.account_opened": Mail(Topic.NOTICE),
    "registry.branch_joined": Mail(Topic.RECORD),
    "registry.claim_accepted": Mail(Topic.NOTICE),
    "registry.claim_asked": Mail(Topic.TEAM),
    "registry.claim_proof": Mail(Topic.ACCESS),
    "registry.claim_refused": Mail(Topic.NOTICE),
    "registry.client_asked": Mail(Topic.WORK),
    "registry.client_closed": Mail(Topic.NOTICE),
    "registry.webhook_disabled": Mail(Topic.NOTICE),
    DIGEST: Mail(Topic.SUMMARY),
    "registry.dispute_answered": Mail(Topic.RECORD),
    "registry.function_changed": Mail(Topic.NOTICE),
    "registry.function_ended": Mail(Topic.NOTICE),
    "registry.import_applied": Mail(Topic.WORK),
    "registry.invitation": Mail(Topic.ACCESS),
    "registry.invitation_accepted": Mail(Topic.TEAM),
    "registry.job_held": Mail(Topic.WORK),
    "registry.key_ends": Mail(Topic.NOTICE),
    "registry.key_made": Mail(Topic.NOTICE),
    "registry.key_revoked": Mail(Topic.NOTICE),
    "registry.lesson_decided": Mail(Topic.RECORD),
    "registry.membership_ended": Mail(Topic.NOTICE),
    "registry.night_incomplete": Mail(Topic.WORK),
    "registry.partner_profile_answered": Mail(Topic.NOTICE),
    "registry.partner_proposal_decided": Mail(Topic.SYSTEMS),
    "registry.proposal_decided": Mail(Topic.RECORD),
    "registry.proposal_reopened": Mail(Topic.RECORD),
    "registry.records_joined": Mail(Topic.RECORD),
    "registry.records_parted": Mail(Topic.RECORD),
    "registry.refresh_asked": Mail(Topic.RECORD, spares_danger=True),
    "registry.refresh_stopped": Mail(Topic.WORK),
    "registry.role_changed": Mail(Topic.NOTICE),
    "registry.routine_late": Mail(Topic.WORK),
    "registry.second_factor_reset": Mail(Topic.NOTICE),
    "registry.source_refused": Mail(Topic.WORK),
}


@cache
def mails():
    """{kind: Mail} of the registry and of the apps that the settings name."""
    return MAILS | {kind: mail for path in settings.MAILS for kind, mail in import_string(path).items()}


def mail_of(kind):
    return mails().get(kind, SIGNING_IN)
