from django.core.management.base import BaseCommand

from registry.actions import demo


class Command(BaseCommand):
    help = (
        "Print the demonstration accounts of this instance with their password and second-factor code of this moment."
    )

    def handle(self, **options):
        sign_ins = demo.demo_sign_ins()
        if not sign_ins:
            return
        self.stdout.write(f"Demonstration sign-ins, all with the password {sign_ins[0][2]}")
        for address, name, _password, code in sign_ins:
            self.stdout.write(f"  {address:26} {name:24} {f'code now {code}' if code else ''}".rstrip())
        self.stdout.write("A code lasts 30 seconds; for a new one: .venv/bin/python manage.py demo_sign_ins")
