"""Import an inventory file from the command line, by the same verbs as the pages."""

from datetime import date
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from registry import actions
from registry.errors import Refused
from registry.importers import Unreadable
from registry.models import Country, ImportBatch, ImportRow, User
from registry.states import ImportState, JobState

VERDICTS = ImportRow.Verdict


class Command(BaseCommand):
    help = (
        "Check a spreadsheet of organizations and, unless --dry-run is given, apply it. What is not given is guessed."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--profile", default="", help="name of the source; its columns are remembered by this name")
        parser.add_argument("--sheet", default="", help="name of the sheet")
        parser.add_argument("--country", default="", help="ISO code of the country where the file names none")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="day the file speaks of: 2021-10-31")
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen and keep nothing")
        parser.add_argument("--as", dest="email", default="", help="e-mail address of the person who answers for it")

    def handle(self, *, file, profile, sheet, country, as_of, dry_run, email, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        facts = {"source": profile, "country": self._country(country), "observed_on": as_of}
        try:
            if dry_run:
                self._tell(self._dry_run(file, sheet, facts), outcomes=None)
            else:
                batch = self._apply(file, sheet, facts, self._person(email))
                self._tell(batch.counts, outcomes=batch.counts["outcomes"])
        except Unreadable as trouble:
            raise CommandError(trouble.sentence()) from trouble
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _country(self, code):
        if not code:
            return None
        country = Country.objects.filter(pk=code.upper()).first()
        if country is None:
            raise CommandError(f"{code} is not an ISO code of three letters that we know.")
        return country

    def _person(self, email):
        if not email:
            return actions.command_line_user()
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody has an account with the address {email}.")
        return person

    def _dry_run(self, file, sheet, facts):
        country = facts["country"].pk if facts["country"] else None
        return actions.dry_run_import(file, file_name=file.name, sheet=sheet, **(facts | {"country": country}))

    def _apply(self, file, sheet, facts, by):
        with file.open("rb") as content:
            batch = actions.upload_import(File(content, name=file.name), by=by, sheet=sheet, start=False, **facts)
        self._wait_for(actions.run_at_once("import.check", subject=batch.reference, by=by))
        batch.refresh_from_db()
        if batch.state == ImportState.REFUSED:
            raise Unreadable(batch.refusal["code"], **batch.refusal["params"])
        batch = actions.approve_import(batch, by=by, start=False)
        self._wait_for(actions.run_at_once("import.apply", subject=batch.reference, by=by))
        return ImportBatch.objects.get(pk=batch.pk)

    def _wait_for(self, job):
        if job.state != JobState.DONE:
            raise CommandError(f"{job.reference} is {job.get_state_display()}: {job.error}")

    def _tell(self, counts, *, outcomes):
        self.stdout.write(f"{'':<20}{'organizations':>15}{'rows':>10}")
        for verdict in VERDICTS:
            organizations, lines = counts["organizations"][verdict], counts["lines"][verdict]
            self.stdout.write(f"{verdict.label!s:<20}{organizations:>15}{lines:>10}")
        for name in ("empty", "repeated"):
            self.stdout.write(f"{name.capitalize():<20}{'':>15}{counts[name]:>10}")
        told = sum(counts["lines"].values()) + counts["empty"] + counts["repeated"]
        self.stdout.write(f"{'Rows read':<20}{'':>15}{counts['read']:>10}")
        if told != counts["read"]:
            raise CommandError(f"The verdicts speak of {told} rows, but {counts['read']} were read.")
        if outcomes is None:
            self.stdout.write("Nothing was written: this was a dry run.")
        else:
            told = ", ".join(f"{n} {name}" for name, n in sorted(outcomes.items()))
            self.stdout.write(f"Applied: {told or 'nothing to apply'}.")
