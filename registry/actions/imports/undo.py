"""Undoing an import that was applied: five hundred records a transaction, each once, whatever dies in between.

What somebody touched since stays where it is and is listed; see retreat.py for what that means. Each row of the import
keeps what became of it, so that a worker goes on where another one died.
"""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.facts import settle_facts
from registry.actions.history import hold_history, record, record_many
from registry.actions.imports.apply import hold_imports
from registry.actions.imports.files import lock_batch, may_become
from registry.actions.imports.judge import CHUNK
from registry.actions.imports.retreat import retreat_of
from registry.actions.imports.unsaid import facts_back, traces_back
from registry.actions.imports.writing import touch
from registry.actions.jobs import keep_lease, mine_still, start_job
from registry.actions.listings import count_name_keys, publish_listings
from registry.errors import Refused
from registry.models import Change, ImportBatch, ImportRow, Organization, Presence
from registry.queries.imports import with_facts
from registry.queries.undoing import TOUCHED, later_than
from registry.queries.versions import ROWS, row_facts, row_said
from registry.states import ImportState, OrganizationState, StateReason

Undone = ImportRow.Undone


@transaction.atomic
def undo_import(batch, *, reason, by, version=None):
    """Ask for it; a worker does it. Held from now on: nobody else can undo it, or go on applying it."""
    batch = lock_batch(batch)
    if batch.state in (ImportState.UNDOING, ImportState.UNDONE):
        raise Refused(
            _("%(person)s asked for the undo of this import already, on %(day)s.")
            % {"person": batch.undone_by, "day": batch.undo_asked_at.date().isoformat()}
        )
    batch = lock_batch(batch, version)
    may_become(batch, ImportState.UNDOING)
    batch.state, batch.undone_by, batch.undo_asked_at = ImportState.UNDOING, by, timezone.now()
    batch.undo_reason = reason
    batch.version += 1
    batch.save()
    record("import.undo_asked", subject=batch.reference, by=by, reason=reason, batch=batch.reference)
    _start(batch, by)
    return batch


@transaction.atomic
def go_on_undoing(batch, *, by):
    """Take up again an undo whose job was stopped; what it did stays done."""
    batch = lock_batch(batch)
    if batch.state != ImportState.UNDOING:
        raise Refused(_("This import is not being undone."))
    _start(batch, by)
    return batch


def _start(batch, by):
    start_job("import.undo", subject=batch.reference, by=by, total=_records(_to_undo(batch)))


def _records(rows):
    return rows.aggregate(n=Count("organization", distinct=True))["n"]


def _to_undo(batch):
    return batch.rows.filter(outcome__in=TOUCHED, organization__isnull=False, undone=Undone.NONE)


def do_undo(job):
    """The work of a job `import.undo`: returns what became of how many records."""
    batch = ImportBatch.objects.select_related("undone_by").get(reference=job.subject)
    if batch.state == ImportState.UNDOING:
        undoing = _Undoing(batch, job)
        while undoing.chunk():
            pass
        undoing.finish()
        count_name_keys()
    return undone_records(batch)


def undone_records(batch):
    """{what became of them: how many records}."""
    counted = batch.rows.exclude(undone=Undone.NONE).values_list("undone")
    return dict(counted.annotate(n=Count("organization", distinct=True)).order_by("undone"))


class _Undoing:
    """One import on its way out. Everything that a chunk writes, the mark of its rows included, commits together."""

    def __init__(self, batch, job):
        self.batch = batch
        self.job = job
        # A worker that goes on for another counts on: a job that comes forward is not held for its deaths.
        self.done = max(0, job.total - _records(_to_undo(batch)))

    @transaction.atomic
    def chunk(self):
        """Take the next records back; False when there are none left."""
        hold_imports()
        mine_still(self.job)
        waiting = _to_undo(self.batch)
        pks = list(waiting.order_by("organization").values_list("organization", flat=True).distinct()[:CHUNK])
        if not pks:
            return False
        rows = list(waiting.filter(organization__in=pks).select_for_update(of=("self",)).order_by("number"))
        locked = Organization.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=pks)
        list(locked.order_by("pk").values_list("pk"))
        self._take_back(rows, pks)
        self.done += len(pks)
        keep_lease(self.job, done=self.done, checkpoint={"organization": pks[-1]})
        return True

    @transaction.atomic
    def finish(self):
        mine_still(self.job)
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=self.batch.pk)
        batch.state, batch.undone_at = ImportState.UNDONE, timezone.now()
        batch.counts = batch.counts | {"undone": undone_records(batch)}
        batch.version += 1
        batch.save()
        record(
            "import.undone",
            subject=batch.reference,
            by=f"job {self.job.kind}",
            diff={name: [0, n] for name, n in batch.counts["undone"].items()},
            batch=batch.reference,
        )
        keep_lease(self.job, done=self.job.total, checkpoint={"finished": True})

    def _take_back(self, rows, pks):
        records = {one.pk: one for one in with_facts(Organization.objects.filter(pk__in=pks))}
        later = later_than(self.batch, pks)
        ours = {pk: [row for row in rows if row.organization_id == pk] for pk in pks}
        retreats = {pk: retreat_of(ours[pk], records[pk], later[pk]) for pk in pks}
        happened = {}
        for pk, retreat in retreats.items():
            if not retreat.is_empty:
                happened[pk] = self._write(records[pk], retreat)
        self._save(retreats, records, happened)
        spoke_since = {pk for pk in pks if any(row.batch.source == self.batch.source for row in later[pk].imports)}
        facts_back(self.batch, {pk: ours[pk] for pk in set(pks) - spoke_since}, retreats)
        traces_back(self.batch, {pk: ours[pk] for pk in set(pks) - spoke_since}, retreats, records)
        settle_facts(records.values())
        self._mark(ours, retreats)
        self._publish_and_record(records, happened)

    def _write(self, organization, retreat):
        """Change the record; returns the diff for its history."""
        diff = {name: [_told(organization, name), before] for name, before in retreat.values.items()}
        for name, before in retreat.values.items():
            _set(organization, name, before)
        if retreat.goes:
            diff["state"] = [organization.state, str(OrganizationState.ARCHIVED)]
        for name, codes in retreat.terms.items():
            relation = getattr(organization, name)
            before = sorted(term.code for term in relation.all())
            relation.remove(*codes)
            diff[name] = [before, sorted(set(before) - set(codes))]
        for name, gone in retreat.parts.items():
            diff |= _remove(organization, name, gone, diff)
        told = []
        for presence, more in retreat.sectors:
            presence.sectors = [sector for sector in presence.sectors if sector not in more]
            Presence.objects.filter(pk=presence.pk).update(sectors=presence.sectors)
            told.append(f"{row_said('presences', presence)}: {', '.join(more)}")
        return diff | ({"sectors": [sorted(told), []]} if told else {})

    def _save(self, retreats, records, happened):
        """The records themselves, each with a new version: a form that was opened before is told so."""
        goes = [pk for pk in happened if retreats[pk].goes]
        Organization.objects.filter(pk__in=goes).update(
            state=OrganizationState.ARCHIVED,
            state_code=StateReason.IMPORT_UNDONE,
            state_reason=self.batch.undo_reason,
        )
        fields = {name for pk in happened for name in retreats[pk].values}
        if fields:
            Organization.objects.bulk_update([records[pk] for pk in happened if retreats[pk].values], sorted(fields))
        touch([records[pk] for pk in happened], timezone.now())

    def _mark(self, ours, retreats):
        by_word = defaultdict(list)
        for pk, rows in ours.items():
            by_word[retreats[pk].word] += [row.pk for row in rows]
        for word, keys in by_word.items():
            ImportRow.objects.filter(pk__in=keys).update(undone=word)
        # Told once a record, whatever number of rows named it.
        first = [rows[0] for pk, rows in ours.items() if retreats[pk].kept]
        for row in first:
            row.kept = retreats[row.organization_id].kept
        ImportRow.objects.bulk_update(first, ["kept"])

    def _publish_and_record(self, records, happened):
        if not happened:
            return
        hold_history()
        ops = publish_listings([records[pk] for pk in happened])
        record_many(
            [
                {
                    "verb": "organization.import_undone",
                    "subject": records[pk].reference,
                    "op": ops.get(pk, ""),
                    "diff": diff,
                    "reason": self.batch.undo_reason,
                }
                for pk, diff in happened.items()
            ],
            by=self.batch.undone_by,
            batch=self.batch.reference,
        )


def _told(organization, name):
    value = organization.hq_country_id if name == "hq_country" else getattr(organization, name)
    return value.isoformat() if isinstance(value, date) else value or None


def _set(organization, name, before):
    if name == "hq_country":
        organization.hq_country_id = before
    elif before is None:
        # An import tells every kind of empty alike.
        setattr(organization, name, Organization._meta.get_field(name).get_default())
    else:
        setattr(organization, name, date.fromisoformat(before) if name == "observed_on" else before)


def _remove(organization, name, gone, diff):
    """Take rows away; what they said stays in the history, but for who is to be written to."""
    rows, keys = list(getattr(organization, name).all()), {row.pk for row in gone}
    type(gone[0]).objects.filter(pk__in=keys).delete()
    if name == "contacts":
        return {name: [len(gone), 0]}
    if name not in ROWS:
        return {name: [[_partnership_said(row) for row in gone], []]}
    left = [row for row in rows if row.pk not in keys]
    whole = {name: [[row_facts(name, row) for row in some] for some in (rows, left)]}
    return {
        name: [sorted(row_said(name, row) for row in some) for some in (rows, left)],
        Change.ROWS: diff.get(Change.ROWS, {}) | whole,
    }


def _partnership_said(row):
    return f"{row.role_id}, area {row.part_id or row.area_id}, {row.country_id}"
