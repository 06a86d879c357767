from django.core.management.base import BaseCommand

from observers import actions


class Command(BaseCommand):
    help = "Load the sets of criteria that come with this release, each once; what staff made stays as it is."

    def handle(self, **options):
        loaded = actions.load_criteria(by="command load_criteria")
        self.stdout.write(f"Criteria loaded: {', '.join(str(one) for one in loaded) or 'none'}.")
