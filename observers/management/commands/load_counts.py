from django.core.management.base import BaseCommand

from observers import actions


class Command(BaseCommand):
    help = "Bring the figures of observers that sources gave up to date."

    def handle(self, **options):
        changed = actions.load_counts(by="command load_counts")
        self.stdout.write(f"{changed} figures changed")
