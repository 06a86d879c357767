from django.core.management.base import BaseCommand

from registry import actions


class Command(BaseCommand):
    help = "Say of what records said before facts were kept where it came from. May be stopped and started again."

    def handle(self, **options):
        told = actions.tell_first_facts(by="command tell_facts")
        self.stdout.write(f"Records told of: {told}.")
