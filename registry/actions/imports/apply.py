"""Applying an approved import: five hundred rows a transaction, each row once, whatever dies in between."""

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_noop

from registry.actions.history import hold_history, record, record_many
from registry.actions.imports.judge import (
    CHUNK,
    Verdict,
    compare_with,
    exactly_recognised,
    follow_merges,
    records_of,
)
from registry.actions.imports.plans import Record, plan_for
from registry.actions.imports.writing import (
    leave_facts,
    leave_traces,
    mark_rows,
    new_organizations,
    remember,
    touch,
    write_plans,
)
from registry.actions.jobs import hold_rows, keep_lease, mine_still
from registry.actions.listings import count_name_keys, publish_listings
from registry.actions.messages import notify
from registry.matching import Verdict as Likeness
from registry.models import ImportBatch, ImportRow, Organization
from registry.queries import imports as queries
from registry.states import ImportState, OrganizationState

# The reason of a row that was left out because it would now do what nobody saw.
CHANGED_SINCE = "changed_since"
# Why a row is held, in English: the page says it in the language of its reader.
LEFT_OUT = gettext_noop("Left out: since the check the inventory changed, and the row would now do something else.")
LOOKS_KNOWN = gettext_noop("Left out: since the check somebody added a record that looks like it.")
# Any number will do, as long as nothing else locks it.
_IMPORTS_LOCK = 7_204_114

Decision = ImportRow.Decision


def do_apply(job):
    """The work of a job `import.apply`: every approved row gets its outcome; returns how many of each."""
    batch = ImportBatch.objects.select_related("profile").get(reference=job.subject)
    if batch.state == ImportState.APPROVED:
        applying = _Applying(batch, job)
        while applying.chunk():
            pass
        applying.finish()
        count_name_keys()
    return outcomes(batch)


def outcomes(batch):
    counted = batch.rows.exclude(outcome="").values_list("outcome").annotate(n=Count("pk"))
    return dict(counted.order_by("outcome"))


def rows_to_apply(batch):
    """What approval means: rows that change something, and what a person decided. The undecided are left out."""
    return (
        batch.rows.filter(verdict__in=[Verdict.NEW, Verdict.UPDATE, Verdict.SAME])
        | batch.rows.filter(
            verdict__in=[Verdict.POSSIBLE, Verdict.DECIDE], decision__in=[Decision.ADD, Decision.UPDATE]
        )
    ).exclude(decision=Decision.SKIP)


class _Applying:
    """One import on its way in. Everything that a chunk writes, its checkpoint included, commits together."""

    def __init__(self, batch, job):
        self.batch = batch
        self.job = job
        self.codes = queries.codes()
        self.done = batch.rows.exclude(applied_at=None).count()

    @transaction.atomic
    def chunk(self):
        """Apply the next rows; False when there are none left."""
        hold_imports()
        # The job before the history, as who stops it takes them.
        mine_still(self.job)
        rows = rows_to_apply(self.batch).filter(applied_at=None).order_by("number")
        rows = list(rows.select_for_update(of=("self",))[:CHUNK])
        if not rows:
            return False
        self._apply(rows)
        self.done += len(rows)
        keep_lease(self.job, done=self.done, checkpoint={"row": rows[-1].number})
        return True

    @transaction.atomic
    def finish(self):
        """Close the import: whatever was not approved is left out, and says so."""
        mine_still(self.job)
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=self.batch.pk)
        now = timezone.now()
        batch.rows.filter(applied_at=None).update(applied_at=now, outcome="skipped")
        batch.state, batch.applied_at = ImportState.APPLIED, now
        batch.counts = batch.counts | {"outcomes": outcomes(batch)}
        batch.version += 1
        batch.save()
        if batch.approved_by.is_active:
            notify(
                "registry.import_applied",
                recipient=batch.approved_by,
                subject=batch.reference,
                context={"batch": batch},
            )
        diff = {name: [0, n] for name, n in batch.counts["outcomes"].items()}
        record("import.applied", subject=batch.reference, by=f"job {self.job.kind}", diff=diff, batch=batch.reference)
        keep_lease(self.job, done=self.job.total, checkpoint={"finished": True})

    def _apply(self, rows):
        """First who is new, then what changes; two rows about one organization one after the other."""
        now = timezone.now()
        self._look_again(rows)
        happened, published = [], {}
        fresh = [row for row in rows if row.outcome == "new"]
        if fresh:
            happened += self._create(fresh, published)
        self._find_twins(rows)
        waiting = [row for row in rows if row.outcome == "update"]
        while waiting:
            wave = list({row.organization_id: row for row in reversed(waiting)}.values())
            happened += self._update(wave, published, now)
            waiting = [row for row in waiting if row not in wave]
        taken = [row for row in rows if row.organization_id and row.outcome != "skipped"]
        remember(self.batch, taken)
        leave_facts(self.batch, taken)
        self._publish_and_record(happened, published)
        # What was left out was not taken over: the next check is to ask about it anew.
        leave_traces(self.batch, taken)
        mark_rows(rows, now)
        self._hold([row for row in rows if row.outcome == "skipped"])

    def _hold(self, rows):
        """What was approved and then left out, for a person to look at."""
        about = {row: row.organization_id or row.reasons[-1]["organizations"][0] for row in rows}
        references = dict(Organization.objects.filter(pk__in=about.values()).values_list("pk", "reference"))
        names = self.batch.header["names"]
        held = [
            {
                "number": row.number,
                "subject": references[key],
                "reason": LEFT_OUT if row.reasons[-1]["code"] == CHANGED_SINCE else LOOKS_KNOWN,
                "cells": dict(zip(names, row.raw, strict=False)),
            }
            for row, key in about.items()
        ]
        hold_rows(self.job, held)

    def _look_again(self, rows):
        """The registry moved on since the check: who was new may be there by now, who was there may be merged."""
        for row in rows:
            row.outcome = "new" if row.verdict == Verdict.NEW or row.decision == Decision.ADD else "update"
        unknown = [row for row in rows if row.outcome == "new" and row.decision != Decision.ADD]
        traces = queries.traces(self.batch.source, [row.key for row in unknown])
        recognised = exactly_recognised(unknown, apart_from=self._ours(unknown))
        for row in unknown:
            now = recognised[row.key]
            if row.key in traces:
                row.organization_id, row.outcome = traces[row.key].organization_id, "update"
            elif now.verdict == Likeness.SAME:
                row.organization_id, row.outcome = now.best, "update"
            elif now.verdict == Likeness.POSSIBLE:
                # Somebody added a near one after the check. Nobody was asked about it, so it stays out.
                row.outcome = "skipped"
                row.reasons = [*row.reasons, {"code": "possible", "organizations": [now.best, *now.others], "by": []}]
        follow_merges(rows)

    def _ours(self, rows):
        """What this import itself added is no reason to take another of its rows for the same."""
        added = ImportRow.objects.filter(batch=self.batch, outcome="new", organization__isnull=False)
        return frozenset(added.values_list("organization", flat=True)) if rows and self.done else frozenset()

    def _create(self, rows, published):
        plans = [
            plan_for(row.data, Record(), source=self.batch.source, observed_on=self.batch.observed_on) for row in rows
        ]
        for plan in plans:
            # A new record names its source whether or not the source has a date.
            plan.values["source"] = self.batch.source
        organizations = new_organizations(list(zip(rows, plans, strict=True)))
        for row, organization in zip(rows, organizations, strict=True):
            row.organization, row.written = organization, {}
        return self._write(list(zip(organizations, plans, strict=True)), "organization.imported", published)

    def _find_twins(self, rows):
        """Rows that a person said to be the same as an earlier row of this file."""
        numbers = {row.number: twin for row in rows if row.outcome == "update" and (twin := row.data.get("twin"))}
        if not numbers:
            return
        earlier = dict(
            ImportRow.objects.filter(batch=self.batch, number__in=numbers.values()).values_list(
                "number", "organization"
            )
        ) | {row.number: row.organization_id for row in rows if row.outcome == "new"}
        for row in rows:
            if row.number in numbers:
                row.organization_id = earlier.get(numbers[row.number])
                row.outcome = row.outcome if row.organization_id else "skipped"

    def _update(self, rows, published, now):
        traces = queries.traces(self.batch.source, [row.key for row in rows])
        locked = Organization.objects.select_for_update(of=("self",), no_key=True)
        locked = locked.filter(pk__in=[row.organization_id for row in rows])
        list(locked.order_by("pk").values_list("pk"))
        records = records_of(rows)
        planned = []
        for row in rows:
            organization = records[row.organization_id]
            if organization.state == OrganizationState.MERGED:
                # Between the look and the lock: left out rather than written where nobody reads.
                row.outcome = "skipped"
                continue
            shown, seen = row.verdict, row.diff
            plan = compare_with(row, organization, traces.get(row.key), self.batch.source, self.batch.observed_on)
            row.verdict, anew = shown, row.verdict
            if not row.decision and _is_another(shown, seen, anew, plan):
                # Nobody saw in the preview what it would do now.
                row.outcome, row.diff = "skipped", seen
                row.reasons = [*row.reasons, {"code": CHANGED_SINCE}]
                continue
            row.outcome = "same" if plan is None or plan.is_empty else "updated"
            row.written = {}
            if row.outcome == "updated":
                row.written = plan.written
                planned.append((organization, plan))
        written = self._write(planned, "organization.updated_by_import", published)
        touch([organization for organization, _plan in planned], now)
        return written

    def _write(self, planned, verb, published):
        write_plans(planned, source=self.batch.source, observed_on=self.batch.observed_on, codes=self.codes)
        published |= {organization.pk: organization for organization, _plan in planned}
        return [(organization, {"verb": verb, "subject": organization.reference, "diff": plan.diff})
                for organization, plan in planned]  # fmt: skip

    def _publish_and_record(self, happened, published):
        if not happened:
            return
        hold_history()
        ops = publish_listings(published.values())
        record_many(
            [what | {"op": ops.get(organization.pk, "")} for organization, what in happened],
            by=self.batch.approved_by,
            batch=self.batch.reference,
        )


def _is_another(shown, seen, anew, plan):
    """What a row would do now is of another kind than what was shown: it would change, ask, or publish again."""
    if anew == Verdict.SAME:
        return False
    comes_back = "state" in plan.diff and "state" not in seen
    return shown == Verdict.SAME or anew == Verdict.DECIDE or (shown == Verdict.UPDATE and comes_back)


def hold_imports():
    """One import writes at a time, chunk by chunk: two files that name the same organization make one record of it.

    Taken before any record is locked, and the history after that, in the order of every other verb: no circle.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORTS_LOCK])
