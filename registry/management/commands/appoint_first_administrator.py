from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from registry import actions
from registry.errors import Refused


class Command(BaseCommand):
    help = "Open the account of the first administrator, who then invites everybody else."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, email, **options):
        try:
            validate_email(email)
            actions.appoint_first_administrator(email, name=options["name"], by="command appoint_first_administrator")
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        page = settings.SITE_ORIGIN + reverse("account_reset_password")
        self.stdout.write(f"{email} is the administrator. The first password is chosen by e-mail, at {page}")
