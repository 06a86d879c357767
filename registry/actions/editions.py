"""Editions of the inventory: made from the public listings of a day, and published by a person.

Their files are written anew when somebody leaves the inventory; their counts stay as they were. Why so stands in
docs/decisions/0027-editions-of-the-inventory.md.
"""

import shutil
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from registry.actions.edition_files import fingerprint, forget_other_folders, place, pour
from registry.actions.history import record
from registry.actions.jobs import holding_lease, keep_lease, mine_still, start_job
from registry.errors import Refused
from registry.models import Edition
from registry.queries import editions as queries
from registry.queries.words import words
from registry.states import NEXT, EditionState
from registry.templatetags.registry_tags import day_text

WRITE = "edition.write"
LANGUAGES = ("en", "fr", "es")


@transaction.atomic
def make_edition(*, by):
    """Have a worker make the edition of today. One a day: what was published in between stands in the next one."""
    today = timezone.localdate()
    last = Edition.objects.order_by("-number").first()
    if last is not None and (last.on >= today or last.state == EditionState.MAKING):
        raise Refused(
            _("Edition %(number)s of %(day)s is there already. One edition is made a day: make the next one tomorrow.")
            % {"number": last.number, "day": day_text(last.on)}
        )
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                number=last.number + 1 if last else 1,
                on=today,
                previous=last,
                made_by=None if isinstance(by, str) else by,
                **_titles_of(today),
            )
    except IntegrityError:
        raise Refused(_("Somebody else is making the edition of today. Look at it in the list.")) from None
    start_job(WRITE, subject=edition.reference, by=edition.made_by)
    record("edition.asked", subject=edition.reference, by=by)
    return edition


def make_edition_when_due(*, by):
    """Make one when the last is so many months old as the setting says; without a setting people make them."""
    months = settings.EDITION_EVERY_MONTHS
    last = Edition.objects.order_by("-number").first()
    if not months or (last is not None and _months_between(last.on, timezone.localdate()) < months):
        return 0
    with suppress(Refused):
        make_edition(by=by)
        return 1
    return 0


def do_edition(job):
    """The work of a job `edition.write`: copy the listings, unless that was done, then write the files."""
    edition = Edition.objects.select_related("previous").get(number=int(job.subject.rpartition("-")[2]))
    if edition.state == EditionState.MAKING:
        edition = _copy(edition, job)
    folder = f"editions/{edition.number}/{job.reference}"
    files, told_of = pour(edition, place(folder), job=job)
    titles = _titles(edition)
    with transaction.atomic():
        mine_still(job)
        edition = _lock(edition)
        edition.folder, edition.files = folder, files
        # It was published meanwhile under other titles: the clock has them written once more.
        edition.told_of = told_of if _titles(edition) == titles else ""
        _save(edition)
        transaction.on_commit(partial(forget_other_folders, folder))
        diff = {"sha256": [None, files[-1]["sha256"]]}
        record("edition.written", subject=edition.reference, by=f"job {job.kind}", diff=diff)
    return {}


@transaction.atomic
def publish_edition(edition, *, name_en, name_fr, name_es, by):
    """From now on everybody reads it, under these titles."""
    edition = _lock(edition)
    _may_become(edition, EditionState.PUBLISHED)
    edition.state, edition.published_by, edition.published_at = EditionState.PUBLISHED, by, timezone.now()
    edition.name_en, edition.name_fr, edition.name_es = name_en, name_fr, name_es
    # The manifest holds the titles: the clock has the files written anew.
    edition.told_of = ""
    _save(edition)
    diff = {"name_en": [None, name_en], "name_fr": [None, name_fr], "name_es": [None, name_es]}
    record("edition.published", subject=edition.reference, by=by, diff=diff)
    return edition


def write_editions_anew():
    """Have the files written of which somebody left, or to whom somebody came back; returns of how many editions.

    Also of the one whose job was stopped before its rows were copied: until it is made there can be no next one.
    """
    started = 0
    for edition in Edition.objects.order_by("number"):
        if edition.state == EditionState.MAKING or not queries.are_files_right(edition):
            with suppress(Refused):
                start_job(WRITE, subject=edition.reference, by=None)
                started += 1
    return started


def verify_edition(edition):
    """Whether an edition is what it was, and can be made again byte for byte; yields (what, is it so)."""
    yield "rows", queries.rows_sha256(edition) == edition.rows_sha256
    folder = place(edition.folder)
    yield from (
        (f"file {file['name']}", fingerprint(folder / file["name"]) == file["sha256"]) for file in edition.files
    )
    again = Path(tempfile.mkdtemp(prefix="edition-"))
    try:
        written, _told_of = pour(edition, again)
    finally:
        shutil.rmtree(again)
    yield "written again byte for byte", written == edition.files


def _copy(edition, job):
    """One statement, so that all rows are of one moment; the lease is kept meanwhile, however long it takes."""
    with holding_lease(job), transaction.atomic():
        edition = _lock(edition)
        _may_become(edition, EditionState.MADE)
        # The job may have been stopped on the day for which it was asked.
        edition.on = timezone.localdate()
        for name, title in _titles_of(edition.on).items():
            setattr(edition, name, title)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(queries.COPY, [edition.pk])
        edition.counts = queries.count(edition)
        spoken = [words(language) for language in LANGUAGES]
        edition.words = {
            noun: {code: [told[noun][code] for told in spoken] for code in codes} for noun, codes in spoken[0].items()
        }
        edition.rows_sha256 = queries.rows_sha256(edition)
        edition.state = EditionState.MADE
        _save(edition)
        keep_lease(job, done=job.done, checkpoint={}, total=edition.total)
    return edition


def _titles_of(day):
    titles = {}
    for language in LANGUAGES:
        with translation.override(language):
            titles[f"name_{language}"] = _("Inventory, edition of %(day)s") % {"day": day_text(day)}
    return titles


def _may_become(edition, state):
    if state not in NEXT[EditionState][edition.state]:
        raise Refused(
            _("This edition is already: %(state)s. Open the list of editions again.")
            % {"state": edition.get_state_display()}
        )


def _titles(edition):
    return edition.name_en, edition.name_fr, edition.name_es


def _lock(edition):
    return Edition.objects.select_for_update(of=("self",)).select_related("previous").get(pk=edition.pk)


def _save(edition):
    edition.version += 1
    edition.save()


def _months_between(day, later):
    return (later.year - day.year) * 12 + later.month - day.month - (later.day < day.day)
