"""What looks unlikely in a record: noted when it is found, settled when it is so no longer, muted for a reason."""

from collections import Counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record, record_many
from registry.actions.living import lock_organization_of
from registry.errors import Contradiction, Refused, Stale
from registry.models import Issue
from registry.queries import issues as queries
from registry.queries.rules import PRIVATE
from registry.states import NEXT, IssueState

_UNMUTED = {"reason": "", "muted_until": None, "muted_at": None, "muted_by": None}


def check_records(keys, *, by):
    """Bring what is kept of these records up to what the rules find now; returns how many of each.

    Part of the verb that saved them. Being unlikely stops no verb.
    """
    today, now = timezone.localdate(), timezone.now()
    found, counts = queries.found(keys, on=today), Counter()
    reopened = []
    kept = queries.standing().select_for_update(of=("self",)).select_related("organization")
    for issue in kept.filter(organization__in=keys).order_by("pk"):
        sha256 = found.pop(queries.key_of(issue), None)
        if sha256 is None:
            _save(issue, state=IssueState.CLOSED, closed_at=now)
            counts["closed"] += 1
        elif issue.state == IssueState.MUTED and (sha256 != issue.facts_sha256 or queries.is_over(issue, on=today)):
            _save(issue, state=IssueState.OPEN, facts_sha256=sha256, **_UNMUTED)
            reopened.append({"verb": "issue.reopened"} | _about(issue))
            counts["reopened"] += 1
        elif sha256 != issue.facts_sha256:
            _save(issue, facts_sha256=sha256)
    fresh = [
        Issue(organization_id=key, rule=rule, about=about, facts_sha256=sha256, found_at=now)
        for (key, rule, about), sha256 in sorted(found.items())
    ]
    # A part of the record is saved without holding the record: another verb may find the same at this moment.
    Issue.objects.bulk_create(fresh, ignore_conflicts=True)
    if reopened:
        record_many(reopened, by=by)
    return counts + Counter(found=len(fresh))


@transaction.atomic
def mute_issue(issue, *, reason, until=None, by, version=None):
    """Keep it quiet, for a reason, until what it rests on changes or until a day."""
    issue = _lock(issue)
    if version is not None and version != issue.version:
        raise Stale(_("What this rests on was changed meanwhile. Look at the record again, then mute it."))
    if until is not None and until <= timezone.localdate():
        raise Contradiction(_("Choose a day that is still to come."))
    _move(issue, IssueState.MUTED, reason=reason, muted_until=until, muted_at=timezone.now(), muted_by=by)
    record("issue.muted", **_about(issue), reason="" if issue.rule in PRIVATE else reason, by=by)
    return issue


@transaction.atomic
def unmute_issue(issue, *, by):
    issue = _lock(issue)
    if issue.state != IssueState.MUTED:
        raise Refused(_("This issue is not muted any more. Open the list of issues again."))
    _move(issue, IssueState.OPEN, **_UNMUTED)
    record("issue.unmuted", **_about(issue), by=by)
    return issue


def _move(issue, to, **facts):
    if to not in NEXT[IssueState][issue.state]:
        raise Refused(
            _("This issue is already: %(state)s. Open the list of issues again.") % {"state": issue.get_state_display()}
        )
    _save(issue, state=to, **facts)


def _lock(issue):
    """The organization first, as everywhere."""
    organization = lock_organization_of(issue)
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    issue.organization = organization
    return issue


def _save(issue, **facts):
    for name, value in facts.items():
        setattr(issue, name, value)
    issue.version += 1
    issue.save()


def _about(issue):
    diff = {"issue": [None, issue.reference]}
    # More people read the history than may read a contact.
    if issue.rule not in PRIVATE:
        diff["issue_rule"] = [None, issue.rule]
    return {"subject": issue.organization.reference, "diff": diff}
