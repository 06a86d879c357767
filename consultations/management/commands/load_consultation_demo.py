from django.core.management.base import BaseCommand

from consultations import actions


class Command(BaseCommand):
    help = "Add invented consultations to the demonstration. Doing it twice changes nothing."

    def handle(self, **options):
        added = actions.load_consultation_demo(by="command load_consultation_demo")
        self.stdout.write(f"Demonstration consultations added: {added}.")
