from django.core.management.base import BaseCommand

from registry import actions


class Command(BaseCommand):
    help = "Bring areas, roles, types, countries, units and the other vocabularies to the version of this release."

    def handle(self, **options):
        changed = actions.load_vocabularies(by="command load_vocabularies")
        self.stdout.write(f"Vocabularies changed: {', '.join(changed) or 'none'}.")
