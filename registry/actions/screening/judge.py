"""What people answer about a match. That it is the same two of them must say; nothing follows from it by itself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record_many
from registry.actions.living import lock_organization_of
from registry.actions.screening.rows import reopen, save, told
from registry.errors import Contradiction, Refused, Stale
from registry.models import MatchVerdict, ScreeningMatch
from registry.queries import screening as queries
from registry.states import MatchState


@transaction.atomic
def judge_match(match, *, verdict, reason, by, version=None):
    """Say whether the organization is who stands in the list, and why: CLEARED or CONFIRMED.

    The first person who says that it is the same proposes it, the second confirms it. The reason stays with the match.
    """
    match = _lock(match, version)
    before = MatchState(match.state)
    if match.organization.state in queries.GONE:
        raise Refused(_("This record has left the inventory, so there is nothing to judge any more."))
    if before not in queries.WAITING:
        raise Refused(_("This match is not open any more: %(state)s.") % {"state": before.label})
    facts = {"judged_by": by, "judged_at": timezone.now(), "identity_sha256": _rests_on(match)}
    if verdict == MatchState.CLEARED:
        facts["state"] = MatchState.CLEARED
    elif before == MatchState.OPEN:
        facts = {"state": MatchState.PROPOSED, "proposed_by": by, "identity_sha256": facts["identity_sha256"]}
    elif match.proposed_by_id == by.pk:
        raise Refused(_("Two people must agree that it is the same. Ask a colleague."))
    else:
        facts["state"] = MatchState.CONFIRMED
    _keep(match, verdict, reason, by)
    save(match, **facts)
    record_many([told("match.judged", match, before)], by=by)
    return match


@transaction.atomic
def reopen_match(match, *, reason, by, version=None):
    """Ask again about a match that was answered, for something is known now that was not known then."""
    match = _lock(match, version)
    if match.state not in (MatchState.CLEARED, MatchState.CONFIRMED):
        raise Refused(_("Only a match that was answered can be asked again."))
    _keep(match, MatchState.OPEN, reason, by)
    record_many([reopen(match)], by=by)
    return match


def _lock(match, version):
    """The record before the match: what somebody answers is not carried over to what the record was merged into."""
    lock_organization_of(match)
    match = ScreeningMatch.objects.select_for_update(of=("self",)).select_related("organization").get(pk=match.pk)
    if version is not None and version != match.version:
        raise Stale(_("This match was changed while you were looking at it. Look at it again, then answer."))
    return match


def _keep(match, verdict, reason, by):
    if not reason.strip():
        raise Contradiction(_("Say why you answer so. The reason is kept with the match."))
    MatchVerdict.objects.create(match=match, verdict=verdict, reason=reason.strip(), by=by, at=timezone.now())


def _rests_on(match):
    said = queries.said_by([match.organization_id])[match.organization_id]
    return queries.sha256([said.judged_sha256, match.entry.sha256])
