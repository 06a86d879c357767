"""Take in a file of a watch list from the command line, by the same verb as the page."""

from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from registry import actions
from registry.errors import Refused
from registry.models import User


class Command(BaseCommand):
    help = "Load the XML file of the consolidated list of the Security Council; a worker then compares the inventory."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", default="", help="e-mail address of the person who answers for it")

    def handle(self, *, file, email, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            with file.open("rb") as content:
                watch_list = actions.load_watch_list(File(content, name=file.name), by=self._person(email))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        counts = watch_list.counts
        self.stdout.write(f"Held: the list of {watch_list.made_at:%Y-%m-%d %H:%M} UTC, {watch_list.reference}.")
        self.stdout.write(f"{counts['entity']} entities, {counts['individual']} persons, {counts['names']} names.")
        self.stdout.write(
            f"{counts['added']} added, {counts['changed']} changed, {counts['delisted']} delisted,"
            f" {counts['closed']} matches closed."
        )

    def _person(self, email):
        if not email:
            return actions.command_line_user()
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody has an account with the address {email}.")
        return person
