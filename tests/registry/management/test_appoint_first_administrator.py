"""An empty registry and the one person who can invite all others."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from registry.models import Change, Message, User
from registry.roles import Function, Permission
from tests import make

pytestmark = pytest.mark.django_db


def appoint(email="head@example.org"):
    out = StringIO()
    call_command("appoint_first_administrator", email, "--name", "A. Head", stdout=out)
    return out.getvalue()


def test_the_first_administrator_can_do_what_administrators_do():
    said = appoint()

    person = User.objects.get(email="head@example.org")
    assert person.holds(Permission.MANAGE_STAFF)
    assert not person.has_usable_password()
    assert reverse("account_reset_password") in said
    assert Change.objects.latest("pk").verb == "staff.first_administrator"


def test_she_chooses_her_first_password_by_mail(client):
    appoint()

    client.post(reverse("account_reset_password"), {"email": "head@example.org"})

    link = re.search(r"https?://[^/]+(/\S+password/reset/key/\S+)", Message.objects.latest("pk").body)[1]
    page = client.get(link, follow=True)
    words = "fourteen quiet herons"
    client.post(page.request["PATH_INFO"], {"password1": words, "password2": words})
    assert User.objects.get(email="head@example.org").check_password(words)


def test_where_there_is_an_administrator_no_command_makes_another():
    make.staff(Function.ADMINISTRATOR)

    with pytest.raises(CommandError, match="There is an administrator already"):
        appoint()


def test_somebody_else_s_account_is_not_raised_to_administrator():
    make.user(email="Head@example.org")

    with pytest.raises(CommandError, match="already an account"):
        appoint()


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="is not an e-mail address"):
        appoint("head")
