from django.core.management.base import BaseCommand, CommandError

from observers import actions
from observers.importers.history import rows
from registry.errors import Refused
from registry.importers import Unreadable


class Command(BaseCommand):
    help = "Record past acts of observer status from a table: all of its rows, or none when one is wrong."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done with each row")

    def handle(self, file, dry_run, **options):
        by = "command load_observers"
        try:
            found = rows(file)
            for verdict in actions.check_history(found, by=by):
                if dry_run or verdict.outcome == "wrong":
                    line = f"line {verdict.row.line}: {verdict.outcome} {verdict.row.name} {verdict.reason}"
                    self.stdout.write(line.rstrip())
            loaded = 0 if dry_run else actions.load_history(found, by=by)
        except Unreadable as unreadable:
            raise CommandError(unreadable.sentence()) from unreadable
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{loaded} acts loaded")
