from django.core.management.base import BaseCommand

from observers import actions


class Command(BaseCommand):
    help = "Add invented sessions, applications and observers to the demonstration. Doing it twice changes nothing."

    def handle(self, **options):
        added = actions.load_observer_demo(by="command load_observer_demo")
        self.stdout.write(f"Demonstration applications added: {added}.")
