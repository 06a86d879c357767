"""Say whether an edition of the inventory is what it was, and whether it can be made again byte for byte."""

from django.core.management.base import BaseCommand, CommandError

from registry.actions import verify_edition
from registry.models import Edition


class Command(BaseCommand):
    help = "Compare the rows and files of an edition with their fingerprints, and write it anew beside them."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="the number of the edition")

    def handle(self, *, number, **options):
        edition = Edition.objects.complete().select_related("previous").filter(number=number).first()
        if edition is None or not edition.files:
            raise CommandError(f"There is no edition {number} with files. The list is at /staff/editions/.")
        whole = True
        for what, is_so in verify_edition(edition):
            self.stdout.write(f"{what}: {'yes' if is_so else 'NO'}")
            whole &= is_so
        if not whole:
            raise CommandError(
                f"Edition {number} is not what it was. If somebody left the inventory or came back a moment ago, its"
                " files are being written anew: look again in two minutes."
            )
