"""Long lists are matched by a worker: a file comes in, its lines are answered piece by piece, and it goes again.

Nothing is written into the inventory. What a file may do to its reader, it does to a process of its own (importers).
"""

import json
import time
import uuid
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.jobs import give_way, holding_lease, keep_lease, mine_still, start_job
from registry.actions.webhooks import tell_webhooks
from registry.errors import Refused
from registry.importers import Unreadable, open_table
from registry.importers.tables import DataLines
from registry.matching import fold
from registry.models import Event, Job, MatchList
from registry.models.match_lists import new_reference
from registry.queries import match_lines, matches
from registry.states import JobState

MATCH = "match.list"
MOST_LINES = 50_000
# So many lines are answered in one transaction.
CHUNK = 100
# So many files of one sender wait at most. After so many seconds a file lets go first what waits beside it.
MOST_OPEN = 3
_TURN = 60
CANDIDATES = 3
# Columns of other people's lists that our importers know by their headings, and what they say here.
_GUESSED = {
    "name": "name",
    "acronym": "acronym",
    "hq_country": "country",
    "country": "country",
    "org_id": "external_id",
    "identifier": "external_id",
    "website": "website",
}


def ask_for_match(file, *, by, client=None, sender=""):
    """Keep the file and let a worker match it; returns the MatchList. `by` names who sent it, in the history.

    The webhooks of `client`, whose key it was sent with, are told when it is done. `sender` tells those without a key
    apart.
    """
    if not file.size or file.size > settings.UPLOAD_MAX_BYTES:
        raise Refused(
            _("The file is empty or has more than %(limit)s MB. Check it, or send it in parts.")
            % {"limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
        )
    kept_as = default_storage.save(f"matches/{uuid.uuid4().hex}", file)
    try:
        with transaction.atomic():
            reference, sender = new_reference(), client.reference if client else sender
            _refuse_more_of(sender)
            job = start_job(MATCH, subject=reference, by=None, arguments={"sender": sender})
            answers = f"matches/{job.reference}.jsonl"
            facts = {"job": job, "client": client, "file": kept_as, "answers": answers}
            asked = MatchList.objects.create(reference=reference, **facts)
            record("match_list.asked", subject=reference, by=by)
            return asked
    except BaseException:
        # A file that no list knows would lie there for ever.
        default_storage.delete(kept_as)
        raise


def _refuse_more_of(sender):
    """Whoever sends many at once would keep all the others waiting."""
    with connection.cursor() as cursor:
        # What one sends comes one after the other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"match_lists {sender}"])
    # One that broke, or that somebody paused, keeps nobody waiting, and its sender can do nothing about it.
    theirs = Job.objects.filter(kind=MATCH, arguments__sender=sender)
    if theirs.filter(state__in=[JobState.WAITING, JobState.RUNNING]).count() >= MOST_OPEN:
        raise Refused(
            _("%(number)s of your files wait to be matched already. Send this one when one of them is answered.")
            % {"number": MOST_OPEN}
        )


def do_match(job):
    """The work of a job `match.list`: answer line by line, from where the last worker stopped."""
    asked = MatchList.objects.get(job=job)
    try:
        return _answer_all(asked, job)
    except Unreadable as failure:
        with transaction.atomic():
            mine_still(job)
            asked.refusal = {"code": failure.code, "params": failure.params}
            asked.save(update_fields=["refusal", "updated_at"])
            _tell(asked, "failed")
        return {}


def _answer_all(asked, job):
    with holding_lease(job):
        table = open_table(asked.file.path)
    if table.sheet.rows > MOST_LINES + table.header.last_line:
        raise Unreadable("too_many_rows", limit=MOST_LINES)
    columns = _columns(table)
    path = Path(default_storage.path(asked.answers))
    done, size, counts = job.done, job.checkpoint.get("size", 0), Counter(job.checkpoint.get("counts", {}))
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + _TURN
    with path.open("ab") as answers:
        for chunk in _chunks(DataLines(table.lines(), table.header), skip=done):
            with transaction.atomic():
                # Under the lock of the job: who was followed by another meanwhile must not touch what that one wrote.
                mine_still(job)
                # A worker that died may have written more than it said.
                answers.truncate(size)
                answers.write("".join(_answered(chunk, columns, counts)).encode())
                answers.flush()
                done, size = done + len(chunk), answers.tell()
                checkpoint = {"size": size, "counts": counts}
                keep_lease(job, done=done, checkpoint=checkpoint, total=max(done, table.sheet.rows - 1))
            if time.monotonic() >= until:
                give_way(job)
    with transaction.atomic():
        mine_still(job)
        _tell(asked, "done")
    return dict(counts)


def _tell(asked, state):
    if asked.client:
        tell_webhooks(Event.MATCH_JOB_DONE, {"id": str(asked.token), "state": state}, client=asked.client)


def _columns(table):
    """{field of a line: positions}: by our own names for it, else as importers understand the headings."""
    ours = ("ref", *match_lines.FIELDS)
    names = [fold(name).replace(" ", "_") for name in table.header.names]
    found = {field: [names.index(field)] for field in ours if field in names}
    for guessed, positions in table.column_map.positions(table.header).items():
        if guessed in _GUESSED:
            found.setdefault(_GUESSED[guessed], list(positions))
    if found.keys().isdisjoint(match_lines.ENOUGH):
        raise Unreadable("no_header", limit=50)
    return found


def _chunks(lines, *, skip):
    chunk = []
    for number, line in enumerate(lines):
        if number >= skip:
            chunk.append(line)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _answered(chunk, columns, counts):
    """The answers to some lines, each as a line of JSON."""
    known = matches.known_lists()
    read = [match_lines.line(_said(line, columns), known) for line in chunk]
    # A word that nobody knows, such as "Several countries", does not make a line of a file useless.
    usable = [one.row.name or one.row.acronym or one.row.identifiers or one.row.website for one in read]
    found = iter(
        matches.matches([one.row for one, is_usable in zip(read, usable, strict=True) if is_usable], limit=CANDIDATES)
    )
    for line, one, is_usable in zip(chunk, read, usable, strict=True):
        answer = next(found) if is_usable else None
        status = str(answer.outcome) if answer else "invalid"
        counts[status] += 1
        told = {
            "line": line.number,
            "ref": one.ref or "",
            "name": one.row.name,
            "status": status,
            "problems": [error["pointer"].strip("/") for error in one.errors],
            "candidates": [_candidate(match.candidate, match.public) for match in answer.found] if answer else [],
        }
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _said(line, columns):
    """A line of the table as a line of /match."""

    def cells(field):
        return [line.cells[at] for at in columns[field] if at < len(line.cells) and line.cells[at]]

    said = {field: " ".join(cells(field)[:1]) for field in columns}
    return {field: text[: match_lines.LONGEST] for field, text in said.items()}


def _candidate(candidate, public):
    told = candidate.comparison
    return {
        "id": public["id"],
        "score": round(100 * candidate.score, 1),
        "match": candidate.is_match,
        "agreeing": [{"code": one.code, "values": one.values} for one in told.agreeing],
        "conflicting": [{"code": one.code, "values": one.values} for one in told.conflicting],
    }


def forget_match_lists(*, by):
    """Delete the lists whose time is over, with their files; returns how many. What was sent goes when it is answered:
    it may say more than names."""
    for asked in MatchList.objects.filter(job__state=JobState.DONE).exclude(file=""):
        asked.file.delete()
    over = list(MatchList.objects.filter(kept_until__lt=timezone.now()).select_related("job"))
    for asked in over:
        paths = [asked.file.name, asked.answers]
        asked.job.delete()
        for path in filter(None, paths):
            default_storage.delete(path)
    return len(over)
