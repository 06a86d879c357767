"""Pairs of records that may be one: proposed by the machine every night and on each save, decided by people.

A verdict is kept. The machine asks again only when one of the two records says something else of who it is.
"""

from array import array
from contextlib import nullcontext
from itertools import islice
from operator import attrgetter

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record_many
from registry.actions.jobs import holding_lease, keep_lease, mine_still, start_job
from registry.errors import Contradiction, Refused, Stale
from registry.matching.pairs import find_pairs
from registry.models import ComparedRecord, DuplicatePair, Organization
from registry.queries import duplicates as queries
from registry.states import NEXT, PairState

SCAN = "duplicates.scan"
# Raise it when records are compared in another way: the next night then compares all of them anew.
EDITION = 1
# Pairs that are written in one transaction.
CHUNK = 200
# What an edit must touch for the record to be compared again.
IDENTITY_FIELDS = frozenset({"names", "identifiers", "presences", "types", "website", "hq_country"})


def start_duplicate_scan(*, by=None):
    """Have a worker compare what changed since the last time. Refused while an earlier scan is still open."""
    return start_job(SCAN, subject="inventory", by=by, total=100)


def do_scan(job):
    """The work of a job `duplicates.scan`. What it counted stays untold: everybody on the staff reads jobs."""
    scan_duplicates(by=f"job {job.kind}", job=job)
    return {}


def scan_duplicates(*, by, job=None):
    """Compare the records that changed since they were last compared with the whole inventory.

    Proposes pairs, refreshes open ones, closes those that are none any more, asks again about decided ones whose
    records say something else of who they are. Returns how many of each; a second run finds nothing to do. What was
    written before a worker died is found as it stands, so the next one goes on by doing the same again.
    """
    return _Scan(by, job).run()


class _Scan:
    def __init__(self, by, job):
        self.by = by
        self.job = job
        self.started_at = timezone.now()
        self.told = _Fingerprints()
        self.counts = {"compared": 0, "proposed": 0, "refreshed": 0, "reopened": 0, "closed": 0}

    def run(self):
        with holding_lease(self.job) if self.job else nullcontext():
            if ComparedRecord.objects.exists():
                for _record in self._noted():
                    pass
                changed = set(self.told.keys)
                found = self._compare(self._records(), changed) if changed else set()
            else:
                # The first night compares all with all: reading them once is enough.
                changed, found = None, self._compare(self._noted(), None)
            self._close(changed, found)
        self.counts["compared"] = len(self.told.keys)
        self._remember()
        return self.counts

    def _noted(self):
        """Every record, noting who says something else than when it was last compared, whoever wrote it and when.

        What changes after this is not noted: the next night compares it.
        """
        records = self._records()
        while chunk := list(islice(records, queries.CHUNK)):
            known = ComparedRecord.objects.filter(organization_key__range=(chunk[0].key, chunk[-1].key))
            known = dict(known.values_list("organization_key", "sha256"))
            for record in chunk:
                sha256 = queries.compared_sha256(record.identity, edition=EDITION)
                if known.get(record.key) != sha256:
                    self.told.add(record.key, sha256)
                yield record

    def _records(self):
        total = queries.in_inventory().count()
        for number, record in enumerate(queries.records(), 1):
            if number % queries.CHUNK == 0:
                with transaction.atomic():
                    self._keep_lease(40 * number // max(total, number))
            yield record

    def _compare(self, records, changed):
        """Write what is found, chunk by chunk; returns all of it as {(first, second)}."""
        found, chunk = set(), []
        for pair in find_pairs(records, changed=changed):
            found.add((pair.first, pair.second))
            chunk.append(pair)
            if len(chunk) == CHUNK:
                self._write(chunk)
                chunk = []
        self._write(chunk)
        return found

    @transaction.atomic
    def _write(self, chunk):
        self._hold_job()
        for name, n in _write_pairs(chunk, by=self.by).items():
            self.counts[name] += n
        self._keep_lease(50)

    def _close(self, changed, found):
        """Open pairs that were not found again and are not alike, or of which a record left the inventory.

        What somebody saved meanwhile has been compared meanwhile: those pairs are left to the next night.
        """
        looked_at = DuplicatePair.objects.filter(state=PairState.OPEN, updated_at__lt=self.started_at)
        left = Q(first__state__in=queries.GONE) | Q(second__state__in=queries.GONE)
        if changed is not None:
            looked_at = looked_at.filter(left | Q(first__in=changed) | Q(second__in=changed))
        told = looked_at.order_by("pk").values_list("pk", "first", "second").iterator()
        lost = [row for row in told if (row[1], row[2]) not in found]
        for start in range(0, len(lost), CHUNK):
            self._close_chunk(lost[start : start + CHUNK])

    @transaction.atomic
    def _close_chunk(self, lost):
        self._hold_job()
        there = queries.in_inventory().filter(pk__in={key for _pk, *both in lost for key in both})
        known = {told.key: told for told in queries.records_of(list(there.values_list("pk", flat=True)))}
        # A save looks closer at fewer records than a night does: what it found stands while the two are alike.
        over = [pk for pk, *both in lost if not (known.keys() >= set(both) and _are_alike(*map(known.get, both)))]
        for pair in _locked(over):
            if pair.state == PairState.OPEN:
                _save(pair, state=PairState.CLOSED)
                self.counts["closed"] += 1
        self._keep_lease(90)

    def _remember(self):
        told = iter(self.told)
        while chunk := list(islice(told, queries.CHUNK)):
            self._remember_chunk(chunk)
        with transaction.atomic():
            self._hold_job()
            kept = queries.in_inventory().values("pk")
            ComparedRecord.objects.exclude(organization_key__in=kept).delete()
            self._keep_lease(100)

    @transaction.atomic
    def _remember_chunk(self, chunk):
        self._hold_job()
        ComparedRecord.objects.bulk_create(
            [ComparedRecord(organization_key=key, sha256=sha256) for key, sha256 in chunk],
            update_conflicts=True,
            unique_fields=["organization_key"],
            update_fields=["sha256"],
        )
        self._keep_lease(95)

    def _hold_job(self):
        """The job before the pairs and the history, as who stops it takes them."""
        if self.job:
            mine_still(self.job)

    def _keep_lease(self, done):
        if self.job:
            keep_lease(self.job, done=done, checkpoint={})


class _Fingerprints:
    """(key, SHA-256) of very many records, in 40 bytes each."""

    def __init__(self):
        self.keys = array("Q")
        self._digests = bytearray()

    def add(self, key, sha256):
        self.keys.append(key)
        self._digests += bytes.fromhex(sha256)

    def __iter__(self):
        for place, key in enumerate(self.keys):
            yield key, self._digests[place * 32 : place * 32 + 32].hex()


def _are_alike(one, other):
    return any(find_pairs(sorted([one, other], key=attrgetter("key"))))


def propose_pairs_of(organization, *, by):
    """Compare one record, as it is being saved, with those that its names and identifiers lead to.

    Call it inside the verb that holds the record. What only a telephone number or a website would find, the night
    finds.
    """
    own = queries.records_of([organization.pk])
    others = queries.candidates_of(own[0]) if own else set()
    others = queries.in_inventory().filter(pk__in=others).values_list("pk", flat=True)
    others = queries.records_of(list(others)) if others else []
    both = sorted([*own, *others], key=attrgetter("key"))
    return _write_pairs(list(find_pairs(both, changed={organization.pk})) if others else [], by=by)


@transaction.atomic
def decide_pair(pair, *, verdict, reason="", by, version=None):
    """Say whether the two are the same organization, different, or that it cannot be told yet.

    Who overrules an earlier verdict says why. The reason stays with the pair: it may name a record that not everybody
    who reads the history of the other may know of.
    """
    pair = DuplicatePair.objects.get(pk=pair.pk)
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=[pair.first_id, pair.second_id]
    )
    first, second = locked.order_by("pk")
    pair = DuplicatePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    before, verdict = PairState(pair.state), PairState(verdict)
    if version is not None and version != pair.version:
        raise Stale(_changed_meanwhile(pair))
    if first.state in queries.GONE or second.state in queries.GONE:
        raise Refused(_("One of the two records has left the inventory, so there is nothing to decide any more."))
    if verdict not in queries.DECIDED or verdict not in NEXT[PairState][before]:
        raise Refused(_("The answer for this pair is already: %(state)s.") % {"state": before.label})
    if before in queries.DECIDED and not reason.strip():
        raise Contradiction(_("This pair was decided before. Say why you decide otherwise."))
    who = queries.who_they_are([first.pk, second.pk])
    _save(
        pair,
        state=verdict,
        reason=reason.strip(),
        decided_by=by,
        decided_at=timezone.now(),
        identity_sha256=queries.identity_sha256(who[first.pk], who[second.pk]),
    )
    said = {"pair_verdict": [str(before), str(verdict)]}
    happened = [{"verb": "pair.decided", "subject": pair.reference, "diff": said, "reason": pair.reason}]
    for one, other in ((first, second), (second, first)):
        # Whom not everybody may know of is not named in the history of another.
        named = {} if other.is_at_risk else {"compared_with": [None, other.reference]}
        diff = said | {"pair": [None, pair.reference]} | named
        happened.append({"verb": "pair.decided", "subject": one.reference, "diff": diff})
    record_many(happened, by=by)
    return pair


def _changed_meanwhile(pair):
    if pair.state in queries.DECIDED:
        return _("%(who)s answered meanwhile: %(state)s. Look at the pair again before you say otherwise.") % {
            "who": pair.decided_by,
            "state": pair.get_state_display(),
        }
    return _("This pair was compared anew while you were looking at it. Look at it again, then decide.")


def _write_pairs(found, *, by):
    """Bring the rows of these pairs up to date; returns how many were proposed, refreshed and reopened."""
    counts = {"proposed": 0, "refreshed": 0, "reopened": 0}
    found = {(pair.first, pair.second): pair for pair in found}
    if not found:
        return counts
    who = queries.who_they_are({key for keys in found for key in keys})
    happened = []
    for pair in _locked(_keys_of(found)):
        told = found.pop((pair.first_id, pair.second_id))
        now = _facts(told, who)
        if pair.state in queries.DECIDED:
            if pair.identity_sha256 != now["identity_sha256"]:
                diff = {"pair_verdict": [pair.state, PairState.OPEN.value]}
                happened.append({"verb": "pair.reopened", "subject": pair.reference, "diff": diff})
                _save(pair, state=PairState.OPEN, **now)
                counts["reopened"] += 1
        elif pair.state == PairState.CLOSED or any(getattr(pair, name) != value for name, value in now.items()):
            counts["proposed" if pair.state == PairState.CLOSED else "refreshed"] += 1
            _save(pair, state=PairState.OPEN, **now)
    fresh = [
        DuplicatePair(first_id=first, second_id=second, **_facts(told, who))
        for (first, second), told in sorted(found.items())
        if first in who and second in who
    ]
    # Another verb may be proposing the same pair at this moment: there is one row all the same.
    DuplicatePair.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score", "agreeing", "conflicting"],
    )
    counts["proposed"] += len(fresh)
    if happened:
        record_many(happened, by=by)
    return counts


def _keys_of(found):
    """Keys of the rows that there are of some pairs."""
    firsts, seconds = {first for first, _second in found}, {second for _first, second in found}
    rows = DuplicatePair.objects.filter(first__in=firsts, second__in=seconds).values_list("pk", "first", "second")
    return [pk for pk, first, second in rows if (first, second) in found]


def _locked(keys):
    return DuplicatePair.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")


def _facts(told, who):
    return {
        "score": told.score,
        "agreeing": _reasons(told.agreeing),
        "conflicting": _reasons(told.conflicting),
        "identity_sha256": queries.identity_sha256(who.get(told.first), who.get(told.second)),
    }


def _reasons(reasons):
    return [{"code": str(reason.code), "values": list(reason.values)} for reason in reasons]


def _save(pair, **facts):
    for name, value in facts.items():
        setattr(pair, name, value)
    pair.version += 1
    pair.save()
