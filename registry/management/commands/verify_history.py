"""Walk over the whole history and say whether it is what was written; keep and compare an anchor of its end."""

from datetime import UTC
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.queries import chain


class Command(BaseCommand):
    help = "Check that no row of the history was changed, moved, taken out or put in. Says where, and then ends with 1."

    def add_arguments(self, parser):
        parser.add_argument(
            "--from", dest="start", type=int, default=0, metavar="NUMBER", help="begin at this row, not at the first"
        )
        parser.add_argument(
            "--anchor",
            type=Path,
            metavar="FILE",
            help="compare with the ends of earlier days in this file, then add today's; keep it on another machine",
        )

    def handle(self, *, start, anchor, **options):
        known = self._anchors(anchor)
        found = chain.check(start=start, anchors=known)
        for broken in found.breaks:
            self.stdout.write(str(broken))
        if found.breaks:
            raise CommandError(f"The history is not what was written. Places: {len(found.breaks)}.")
        if found.last is None:
            self.stdout.write("The history is empty.")
            return
        last = found.last
        self.stdout.write(
            f"The history is whole{f' from #{start} on' if start else ''}: {found.count} rows, the last #{last.pk} of"
            f" {last.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, hash {last.hash}."
        )
        if anchor:
            self._add(anchor, known, found)

    def _anchors(self, file):
        if file is None or not file.exists():
            return []
        try:
            return [chain.Anchor.parse(line) for line in file.read_text(encoding="ascii").splitlines() if line]
        except ValueError as trouble:
            raise CommandError(
                f"{file} is not a file of anchors. Each line holds a moment, a count, a number and a hash."
            ) from trouble

    def _add(self, file, known, found):
        words = f"It agrees with all {len(known)} anchors" if known else "There was no anchor yet to compare it with"
        if known and known[-1].hash == found.last.hash:
            self.stdout.write(f"{words}; nothing was added since the last.")
            return
        fresh = chain.Anchor(timezone.now(), found.count, found.last.pk, found.last.hash)
        with file.open("a", encoding="ascii") as lines:
            lines.write(f"{fresh.line()}\n")
        self.stdout.write(f"{words}; today's was added to {file}.")
