"""The inventory is compared with the watch lists that are held: at night, and when a newer list comes in."""

from collections import Counter

from django.db import transaction

from registry.actions.history import record_many
from registry.actions.jobs import keep_lease, mine_still, start_job
from registry.actions.screening.rows import close, found, hold_lists, locked, reopen, save
from registry.models import ClosedBecause, ScreenedRecord, ScreeningMatch, WatchListEntry
from registry.queries import screening as queries
from registry.states import MatchState

SCREEN = "screening.compare"


def start_screening(*, by=None):
    """Have a worker compare what changed since the last time. Refused while an earlier screening is still open."""
    return start_job(SCREEN, subject="watch lists", by=by, total=100)


def do_screen(job):
    """The work of a job. What it counted stays untold: everybody on the staff reads jobs."""
    screen(by=f"job {job.kind}", job=job)
    return {}


def screen(*, by, job=None):
    """Compare each record that changed with every entry, and every record with each entry that changed.

    Opens matches, refreshes those that wait, asks again about those that were cleared when the record or the entry
    says something else, closes those that are alike no more. Returns how many of each; a second run finds nothing to
    do. A chunk is one transaction with its checkpoint: after a death the next worker goes on from there.
    """
    work = _Screening(by, job)
    while not work.is_through():
        # A newer list came in meanwhile, so everybody is compared with that one.
        pass
    return dict(+work.counts)


class _Screening:
    def __init__(self, by, job):
        self.by = by
        self.job = job
        self.counts = Counter()

    def is_through(self):
        """One walk through the inventory; False when the lists changed on the way."""
        self.lists = queries.held_lists()
        self.entries = {entry.pk: entry for entry in queries.compared_entries()}
        self.changed = {pk for pk, entry in self.entries.items() if entry.sha256 != entry.screened_sha256}
        self.everybody = queries.watch(self.entries.values())
        self.only_changed = queries.watch(self.entries[pk] for pk in self.changed)
        kept = self.job.checkpoint if self.job else {}
        after = kept.get("after", 0) if kept.get("lists") == self.lists else 0
        total, done = max(1, queries.in_inventory().count()), 0
        for pks in queries.chunks(after):
            done += len(pks)
            if not self._chunk(pks, percent=min(95, 95 * done // total)):
                return False
        return self._finish()

    def _chunk(self, pks, *, percent):
        said = queries.said_by(pks)
        kept = dict(ScreenedRecord.objects.filter(organization_key__in=pks).values_list("organization_key", "sha256"))
        changed = {pk for pk, one in said.items() if kept.get(pk) != one.sha256}
        matches = self._matches(said, changed)
        with transaction.atomic():
            if not self._may_write():
                return False
            self._write(said, changed, matches)
            ScreenedRecord.objects.bulk_create(
                [ScreenedRecord(organization_key=pk, sha256=said[pk].sha256) for pk in sorted(changed)],
                update_conflicts=True,
                unique_fields=["organization_key"],
                update_fields=["sha256"],
            )
            self._keep_lease(percent, {"lists": self.lists, "after": pks[-1]})
        return True

    def _matches(self, said, changed):
        """{(organization key, entry key): match} of whatever must be compared, in memory."""
        looked_at = {pk: one for pk, one in said.items() if pk in changed or self.changed}
        weights = self.everybody.weights(queries.words_of(looked_at.values()))
        return {
            (pk, match.key): match
            for pk, one in looked_at.items()
            for match in (self.everybody if pk in changed else self.only_changed).matches(one.identity, weights)
        }

    def _write(self, said, changed, matches):
        happened = []
        standing = ScreeningMatch.objects.exclude(state=MatchState.CLOSED).filter(organization__in=said)
        for match in locked(standing):
            told = matches.pop((match.organization_id, match.entry_id), None)
            if told:
                happened += self._refresh(match, self._facts(told, said[match.organization_id]))
            elif match.state in queries.WAITING and self._is_looked_at(match, changed):
                happened.append(close(match, ClosedBecause.UNLIKE))
                self.counts["closed"] += 1
        fresh = [
            ScreeningMatch(organization_id=pk, entry_id=entry, **self._facts(told, said[pk]))
            for (pk, entry), told in sorted(matches.items())
        ]
        self.counts["found"] += len(fresh)
        happened += found(fresh)
        if happened:
            record_many(happened, by=self.by)

    def _is_looked_at(self, match, changed):
        """Whether its record or its entry was compared anew. Who left the list was seen to when the list came in."""
        return match.entry_id in self.entries and (match.organization_id in changed or match.entry_id in self.changed)

    def _refresh(self, match, facts):
        """A match that waits tells what is so now; one that was cleared is asked again when it rests on other data.

        One that two people confirmed stays confirmed: a record does not lose that by changing its name.
        """
        is_other = match.identity_sha256 != facts["identity_sha256"]
        if is_other and match.state in (MatchState.CLEARED, MatchState.PROPOSED):
            self.counts["reopened"] += 1
            return [reopen(match, **facts)]
        del facts["watch_list_id"]
        if match.state == MatchState.OPEN and any(getattr(match, name) != value for name, value in facts.items()):
            self.counts["refreshed"] += 1
            save(match, **facts)
        return []

    def _facts(self, told, said):
        entry = self.entries[told.key]
        return {
            "score": told.score,
            "reasons": [{"code": str(reason.code), "values": list(reason.values)} for reason in told.reasons],
            "identity_sha256": queries.sha256([said.judged_sha256, entry.sha256]),
            "watch_list_id": entry.last_list_id,
        }

    @transaction.atomic
    def _finish(self):
        if not self._may_write():
            return False
        happened = [close(match, ClosedBecause.GONE) for match in locked(queries.gone())]
        self.counts["closed"] += len(happened)
        compared = [self.entries[pk] for pk in sorted(self.changed)]
        for entry in compared:
            entry.screened_sha256 = entry.sha256
        WatchListEntry.objects.bulk_update(compared, ["screened_sha256"], batch_size=500)
        # Who comes back into the inventory is compared anew.
        gone = ScreenedRecord.objects.exclude(organization_key__in=queries.in_inventory().values("pk"))
        gone.delete()
        self._keep_lease(100, {})
        if happened:
            record_many(happened, by=self.by)
        return True

    def _may_write(self):
        """The job before the lists, the matches and the history, as who stops it takes them."""
        if self.job:
            mine_still(self.job)
        hold_lists()
        return queries.held_lists() == self.lists

    def _keep_lease(self, done, checkpoint):
        if self.job:
            keep_lease(self.job, done=done, checkpoint=checkpoint)
