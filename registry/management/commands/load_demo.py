from django.core.management.base import BaseCommand

from registry.actions import demo


class Command(BaseCommand):
    help = "Fill an empty registry with invented organizations and people. Does nothing when there is any organization."

    def handle(self, **options):
        added = demo.load_demo(by="command load_demo")
        self.stdout.write(f"Demonstration organizations added: {added}.")
