"""A newer version of a watch list takes the place of the one that is held, whole or not at all."""

import hashlib
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from registry.actions.history import record, record_many
from registry.actions.imports.reading import vocabularies
from registry.actions.screening.compare import start_screening
from registry.actions.screening.rows import close, hold_lists, locked
from registry.errors import Contradiction, Refused
from registry.importers.problems import Unreadable
from registry.importers.un_list import read_un_list
from registry.models import ClosedBecause, EntryKind, ListKey, WatchList, WatchListEntry
from registry.queries import screening as queries

# A list that lost more than a fifth of its entries at once is more likely short than true.
LEAST_KEPT = 0.8
_FACTS = ("kind", "name", "names", "countries", "countries_said", "programme", "listed_on", "updated_on", "remarks")


def load_watch_list(file: File, *, by, key=ListKey.UN):
    """Take in a file of a list and have the inventory compared with it; the same file twice is once.

    Refused, with nothing changed: what cannot be read whole, what is not newer than the list that is held, and what is
    suspiciously short. Who is gone from the list is delisted, and the matches with them are closed.
    """
    # What a file may do to its reader, it does to a process of its own, and that one opens it by its name.
    with NamedTemporaryFile() as kept:
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
            kept.write(chunk)
        kept.flush()
        try:
            read = read_un_list(kept.name)
        except Unreadable as unreadable:
            raise Contradiction(unreadable.sentence()) from unreadable
    file_name = " ".join(file.name.rsplit("/", 1)[-1].split())[-200:]
    return _take(read, key=key, by=by, file_name=file_name, size=file.size, sha256=digest.hexdigest())


@transaction.atomic
def _take(read, *, key, by, **facts):
    hold_lists()
    before = queries.held(key)
    if before and before.sha256 == facts["sha256"]:
        return before
    known = queries.by_number(key)
    _refuse_older(read, before)
    _refuse_short(read, queries.kinds_held(known.values()))
    watch_list = WatchList.objects.create(key=key, made_at=read.made_at, previous=before, loaded_by=by, **facts)
    counts, delisted = _write_entries(watch_list, read.entries, known)
    happened = [
        close(match, ClosedBecause.DELISTED)
        for match in locked(queries.of_delisted(entry.pk for entry in delisted)).iterator()
    ]
    watch_list.counts = counts | {"closed": len(happened)}
    watch_list.save()
    _have_it_compared(by)
    record_many(happened, by=by)
    said = {"made_at": [None, read.made_at.isoformat()], "sha256": [None, watch_list.sha256]}
    record("watch_list.loaded", subject=watch_list.reference, by=by, diff=said)
    return watch_list


def _refuse_older(read, before):
    if before and read.made_at <= before.made_at:
        raise Contradiction(
            _(
                "This list was made on %(made)s, and the one that is held on %(held)s. Only a newer list is taken."
                " Nothing was changed."
            )
            % {"made": _moment(read.made_at), "held": _moment(before.made_at)}
        )


def _refuse_short(read, held):
    for kind in EntryKind.values:
        there = read.of_kind(kind)
        if there < LEAST_KEPT * held[kind]:
            raise Contradiction(
                _(
                    "This list has %(there)s entries under “%(kind)s”, and the one that is held has %(held)s. So many"
                    " do not leave a list at once: the file is probably incomplete. Nothing was changed."
                    " Download it again."
                )
                % {"there": there, "kind": EntryKind(kind).label, "held": held[kind]}
            )


def _write_entries(watch_list, entries, known):
    """Bring what is kept up to the list; returns what it came to, and the entries that are no longer in it."""
    countries = vocabularies()
    added, changed, same = [], [], []
    for listed in entries:
        facts = _facts(listed, countries)
        entry = known.pop(listed.reference, None)
        if entry is None:
            entry = WatchListEntry(key=watch_list.key, number=listed.reference, first_list=watch_list)
            added.append(entry)
        elif entry.delisted_in_id or any(getattr(entry, name) != value for name, value in facts.items()):
            changed.append(entry)
        else:
            same.append(entry.pk)
        for name, value in facts.items():
            setattr(entry, name, value)
        entry.last_list, entry.delisted_in = watch_list, None
    delisted = [entry for entry in known.values() if entry.delisted_in_id is None]
    for entry in delisted:
        # Whoever comes back to the list is compared anew.
        entry.delisted_in, entry.screened_sha256 = watch_list, ""
    WatchListEntry.objects.bulk_create(added, batch_size=500)
    WatchListEntry.objects.bulk_update(
        changed, [*_FACTS, "sha256", "last_list", "delisted_in", "updated_at"], batch_size=500
    )
    WatchListEntry.objects.bulk_update(delisted, ["delisted_in", "screened_sha256"], batch_size=500)
    WatchListEntry.objects.filter(pk__in=same).update(last_list=watch_list)
    counts = {"added": len(added), "changed": len(changed), "delisted": len(delisted)}
    counts |= {"names": sum(len(listed.names) for listed in entries)}
    return counts | {kind: sum(one.kind == kind for one in entries) for kind in EntryKind.values}, delisted


def _facts(listed, countries):
    codes = sorted({code for said in listed.countries if (code := countries.country(said))})
    names = [[text, str(quality)] for text, quality in listed.names]
    return {
        "kind": listed.kind,
        "name": listed.name,
        "names": names,
        "countries": codes,
        "countries_said": list(listed.countries),
        "programme": listed.programme[:60],
        "listed_on": listed.listed_on,
        "updated_on": listed.updated_on,
        "remarks": listed.remarks,
        "sha256": queries.sha256([names, codes]),
    }


def _have_it_compared(by):
    try:
        start_screening(by=by)
    except Refused:
        # One is at it already: it sees that a newer list came in and begins anew.
        return


def _moment(moment):
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
