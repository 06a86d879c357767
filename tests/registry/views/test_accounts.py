"""Signing up, signing in, the second step, sessions, and the mails of it all."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from registry import actions
from registry.models import Invitation, Message, User
from registry.roles import Function
from tests import make
from tests.house.access_world import code_of

PASSWORD = "a long pass phrase that nobody knows"
ANOTHER = {"password1": "another long pass phrase", "password2": "another long pass phrase"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def sign_in(person, *, browser=None, password=PASSWORD, code=True, language="en"):
    browser = browser or Client()
    browser.post(f"/{language}/account/login/", {"login": person.email, "password": password})
    if code and person.authenticator_set.filter(type="totp").exists():
        cache.clear()  # a code of the app counts once; two tests may run within its 30 seconds
        browser.post(f"/{language}/account/second-factor/authenticate/", {"code": code_of(person)})
    return browser


def is_signed_in(browser):
    return browser.get("/en/my/").status_code == 200


def link_in(message, part):
    return re.search(rf"(http\S*/{part}/\S+)", message.body)[1]


# --- Signing up ---------------------------------------------------------------------------------------------------


def test_a_new_account_speaks_the_language_of_the_page_and_waits_for_its_address(db, client):
    client.post("/fr/account/signup/", {"name": "A. Person", "email": "Nouvelle@example.org", "password1": PASSWORD})

    person = User.objects.get(email="nouvelle@example.org")
    assert person.language == "fr"
    assert not is_signed_in(client)
    message = Message.objects.get(address="nouvelle@example.org")
    assert (message.language, message.recipient, message.carries_secret) == ("fr", person, True)
    assert "/fr/account/confirm-email/" in message.body


def test_an_address_is_confirmed_by_post_and_then_lets_in(db, client):
    client.post("/en/account/signup/", {"name": "A. Person", "email": "new@example.org", "password1": PASSWORD})
    link = link_in(Message.objects.get(), "confirm-email")
    path = link.partition("8000")[2]

    client.get(path)
    assert not EmailAddress.objects.get().verified
    client.post(path)
    assert EmailAddress.objects.get().verified

    assert is_signed_in(sign_in(User.objects.get()))


def test_a_name_is_asked_with_the_account(db, client):
    client.post("/en/account/signup/", {"name": "Amina  Saleh", "email": "new@example.org", "password1": PASSWORD})
    page = client.post("/en/account/signup/", {"email": "other@example.org", "password1": PASSWORD})

    assert User.objects.get(email="new@example.org").name == "Amina Saleh"
    assert not User.objects.filter(email="other@example.org").exists()
    assert "Write your name." in page.content.decode()


def test_links_lead_to_our_origin_whatever_host_the_browser_named(db, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_ORIGIN = "https://registry.example.int"
    person = make.user(password=PASSWORD, language="es")

    for path, data in [
        ("signup", {"name": "A. Person", "email": "new@example.org", "password1": PASSWORD}),
        ("signup", {"name": "A. Person", "email": person.email, "password1": PASSWORD}),
        ("password/reset", {"email": person.email}),
        ("password/reset", {"email": "nobody@example.org"}),
    ]:
        client.post(f"/en/account/{path}/", data, headers={"host": "evil.example.com"})

    written = list(Message.objects.order_by("pk"))
    assert [message.kind for message in written] == [
        "account.email_confirmation_signup",
        "account.account_already_exists",
        "account.password_reset_key",
        "account.unknown_account",
    ]
    assert not [message for message in written if "evil" in message.title + message.body + message.message_id]
    hosts = [re.findall(r"https?://([^/\s]+)", message.body) for message in written]
    assert {host for found in hosts for host in found} == {"registry.example.int"}
    # In the reader's language, not in that of the page.
    assert [message.language for message in written] == ["en", "es", "es", "en"]
    assert "/es/account/password/reset/key/" in written[2].body


def test_whether_an_account_exists_is_told_to_the_mailbox_alone(db, client):
    make.user(email="known@example.org", password=PASSWORD)

    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        for path, data in [
            ("signup", {"name": "A. Person", "email": email, "password1": PASSWORD}),
            ("password/reset", {"email": email}),
            ("login", {"login": email, "password": "wrong pass phrase for sure"}),
        ]:
            response = Client().post(f"/en/account/{path}/", data)
            text = re.sub(r"csrfmiddlewaretoken\" value=\"\w+", "", response.content.decode()).replace(email, "")
            answers.append((path, response.status_code, response.get("Location"), text))

    assert answers[:3] == answers[3:]


def test_a_password_that_everybody_uses_is_refused(db, client):
    for password in ("password1234", "short", "new@example.org"):
        client.post("/en/account/signup/", {"name": "A. Person", "email": "new@example.org", "password1": password})

    assert not User.objects.exists()


# --- Limits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("proxies", [0, 1])
def test_wrong_passwords_are_counted_and_a_header_does_not_fool_the_count(db, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    person = make.user(password=PASSWORD)
    browser = Client()

    for number in range(6):
        forged = {"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.1" if proxies else f"10.0.0.{number}"}
        browser.post("/en/account/login/", {"login": person.email, "password": "wrong"}, headers=forged)
    browser.post("/en/account/login/", {"login": person.email, "password": PASSWORD})

    assert not is_signed_in(browser)


def test_one_sign_in_that_works_does_not_forgive_an_address_its_wrong_ones(db):
    own = make.user(password=PASSWORD)
    browser = Client()

    for number in range(10):
        browser.post("/en/account/login/", {"login": f"victim{number}@example.org", "password": "wrong"})
        if number == 8:
            sign_in(own)
    victim = make.user(password=PASSWORD)

    assert not is_signed_in(sign_in(victim))


# --- Resetting ----------------------------------------------------------------------------------------------------


def test_a_reset_link_works_once_and_ends_every_session(db, client):
    person = make.user(password=PASSWORD)
    elsewhere = sign_in(person)
    client.post("/en/account/password/reset/", {"email": person.email})
    path = link_in(Message.objects.get(), "key").partition("8000")[2]

    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], ANOTHER)

    assert not is_signed_in(elsewhere)
    assert is_signed_in(sign_in(person, password="another long pass phrase"))
    again = Client()
    form = again.get(path, follow=True)
    again.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert not is_signed_in(sign_in(person, password=PASSWORD))
    assert "account.password_reset" in Message.objects.values_list("kind", flat=True)


def test_a_reset_does_not_open_a_closed_account(db, client):
    person = make.user(password=PASSWORD)
    client.post("/en/account/password/reset/", {"email": person.email})
    path = link_in(Message.objects.get(), "key").partition("8000")[2]
    User.objects.filter(pk=person.pk).update(is_active=False)

    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], ANOTHER)

    assert not is_signed_in(sign_in(person, password="another long pass phrase"))
    assert not is_signed_in(client)


# --- Sessions -----------------------------------------------------------------------------------------------------


def test_signing_in_gives_a_new_session_number(db, client):
    person = make.user(password=PASSWORD)
    client.get(f"/en/invitations/{'x' * 43}/")
    session = client.session
    session["before"] = "sign-in"
    session.save()
    before = session.session_key

    sign_in(person, browser=client)

    assert client.session.session_key not in (None, before)


def test_changing_the_password_ends_every_session(db):
    person = make.user(password=PASSWORD)
    here, elsewhere = sign_in(person), sign_in(person)

    here.post(
        "/en/account/password/change/",
        ANOTHER | {"oldpassword": PASSWORD},
    )

    assert (is_signed_in(here), is_signed_in(elsewhere)) == (False, False)
    assert Message.objects.get().kind == "account.password_changed"


def test_other_devices_are_listed_and_signed_out(db):
    person = make.user(password=PASSWORD)
    here, elsewhere = sign_in(person), sign_in(person)
    assert UserSession.objects.filter(user=person).count() == 2

    here.post("/en/account/sessions/")

    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)


def test_when_a_device_was_last_seen_is_written_once_in_some_minutes(client, db):
    person = make.user(password=PASSWORD)
    client.force_login(person)
    client.get("/en/account/sessions/")
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=4))
    noted = UserSession.objects.get().last_seen_at

    client.get("/en/account/sessions/")
    assert UserSession.objects.get().last_seen_at == noted

    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=6))
    client.get("/en/account/sessions/")
    assert UserSession.objects.get().last_seen_at > noted


def test_a_device_that_moves_is_noted_at_once(client, db):
    client.force_login(make.user(password=PASSWORD))
    client.get("/en/account/sessions/")

    client.get("/en/account/sessions/", REMOTE_ADDR="192.0.2.7")

    assert UserSession.objects.get().ip == "192.0.2.7"


def test_closing_an_account_or_ending_a_function_signs_out_at_once(db, administrator):
    curator, member = make.staff(password=PASSWORD), make.user(password=PASSWORD)
    at_work, at_home = sign_in(curator), sign_in(member)
    assert (is_signed_in(at_work), is_signed_in(at_home)) == (True, True)

    actions.end_assignment(curator, function=Function.CURATOR, by=administrator)
    actions.deactivate_user(member, by=administrator)

    assert (is_signed_in(at_work), is_signed_in(at_home)) == (False, False)
    assert not is_signed_in(sign_in(member))


# --- The second step ----------------------------------------------------------------------------------------------


def test_a_password_alone_does_not_let_staff_in(db):
    curator = make.staff(password=PASSWORD)
    browser = sign_in(curator, code=False)

    assert not is_signed_in(browser)
    assert is_signed_in(sign_in(curator, browser=browser))


def test_a_code_of_the_app_counts_once(db):
    curator = make.staff(password=PASSWORD)
    code = code_of(curator)
    first, second = Client(), Client()
    for browser in (first, second):
        browser.post("/en/account/login/", {"login": curator.email, "password": PASSWORD})
        browser.post("/en/account/second-factor/authenticate/", {"code": code})

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_recovery_codes_alone_are_no_second_step(db):
    curator = make.staff(password=PASSWORD, second_factor=False)
    RecoveryCodes.activate(curator)
    browser = sign_in(curator)

    assert browser.get("/en/staff/organizations/").url == reverse("mfa_index")


@pytest.mark.parametrize("path", ["/en/", "/fr/staff/organizations/", "/en/my/", "/en/account/email/", "/en/about/"])
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_staff_without_a_second_step_are_led_to_set_it_up_from_everywhere(db, path, method):
    browser = Client()
    browser.force_login(make.staff(second_factor=False))

    response = getattr(browser, method)(path)

    with translation.override(path[1:3]):
        assert (response.status_code, response.url) == (302, reverse("mfa_index"))


def test_a_fragment_is_not_filled_with_the_set_up_page(db):
    browser = Client()
    browser.force_login(make.staff(second_factor=False))

    response = browser.get("/en/organizations/", headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (200, reverse("mfa_index"))
    assert response.content == b""


def test_staff_whose_second_step_is_gone_set_up_a_new_one(db):
    curator = make.staff(password=PASSWORD)
    browser = sign_in(curator)
    assert browser.get("/en/my/").status_code == 200

    Authenticator.objects.filter(user=curator).delete()

    assert browser.get("/en/my/").url == reverse("mfa_index")


def test_setting_up_the_first_second_step_signs_out_everywhere_else(db):
    person = make.user(password=PASSWORD)
    here, elsewhere = sign_in(person), sign_in(person)
    here.get("/en/account/second-factor/totp/activate/")
    secret = here.session["mfa.totp.secret"]
    person.authenticator_set.create(type="totp", data={"secret": secret})
    code = code_of(person)
    person.authenticator_set.all().delete()

    here.post("/en/account/second-factor/totp/activate/", {"code": code})

    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)


def test_a_sensitive_act_asks_for_the_password_again_but_not_right_after_signing_in(db):
    curator = make.staff(password=PASSWORD)
    browser = sign_in(curator)
    assert browser.get("/en/account/second-factor/totp/deactivate/").status_code == 200

    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 301}]
    session.save()

    assert browser.get("/en/account/second-factor/totp/deactivate/").url.startswith("/en/account/reauthenticate/")


# --- Invitations, from the mail to the team -----------------------------------------------------------------------


def test_an_invited_stranger_signs_up_confirms_and_finds_the_invitation_again(db, client, administrator):
    organization = make.organization()
    actions.invite_member(organization, email="new@example.org", role="editor", language="fr", by=administrator)
    path = link_in(Message.objects.get(), "invitations").partition("8000")[2]

    page = client.get(path)
    assert organization.name not in page.content.decode()
    client.post("/fr/account/signup/", {"name": "A. Person", "email": "new@example.org", "password1": PASSWORD})
    client.post(link_in(Message.objects.latest("pk"), "confirm-email").partition("8000")[2])
    response = client.post("/fr/account/login/", {"login": "new@example.org", "password": PASSWORD})
    assert response.url == path
    assert organization.name in client.get(path).content.decode()

    response = client.post(f"{path}accept/")

    assert response.url == f"/fr/my/organizations/{organization.reference}/team/"
    assert client.get(response.url).status_code == 200
    assert client.get(path).status_code == 410


def test_opening_the_link_accepts_nothing(db, client, administrator):
    actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    person = make.user(email="new@example.org")
    client.force_login(person)
    path = link_in(Message.objects.get(), "invitations").partition("8000")[2]

    client.get(path)
    client.head(path)

    assert Invitation.objects.get().state == "sent"


def test_an_expired_link_says_so_and_an_unknown_one_is_not_there(db, client, administrator):
    actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    path = link_in(Message.objects.get(), "invitations").partition("8000")[2]
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(path).status_code == 410
    assert client.get("/en/invitations/unknown/").status_code == 404


def test_a_new_member_of_staff_sets_up_her_second_step_first(db, client, administrator):
    actions.invite_staff("new@example.org", function=Function.ROUTER, by=administrator)
    person = make.user(email="new@example.org", password=PASSWORD)
    path = link_in(Message.objects.get(), "invitations").partition("8000")[2]
    sign_in(person, browser=client)

    client.post(f"{path}accept/")

    assert client.get("/en/staff/organizations/").url == reverse("mfa_index")


# --- Her profile --------------------------------------------------------------------------------------------------


def test_times_are_shown_by_the_readers_clock_and_mails_in_her_language(db, client, administrator):
    client.force_login(administrator)

    response = client.post("/en/my/settings/", {"name": "A", "language": "fr", "time_zone": "Africa/Nairobi"})

    assert response.url == "/fr/my/settings/"
    administrator.refresh_from_db()
    assert (administrator.language, administrator.time_zone) == ("fr", "Africa/Nairobi")
    make.message()
    assert "EAT" in client.get("/en/staff/messages/").content.decode()


def test_a_zone_that_does_not_exist_is_refused(db, client, member):
    client.force_login(member)

    response = client.post("/en/my/settings/", {"name": "A", "language": "fr", "time_zone": "Mars/Olympus"})

    assert response.status_code == 422


def test_a_browser_may_send_the_form_of_an_invitation_back_and_tells_its_address_to_nobody(client, administrator):
    """With the policy "no-referrer" browsers send a form from the origin "null", which is refused."""
    invitation = actions.invite_staff("new@example.org", function=Function.AUDITOR, by=administrator)
    Invitation.objects.filter(pk=invitation.pk).update(token_sha256=actions.hash_token("a-token"))

    page = client.get(reverse("registry:invitation-detail", args=["a-token"]))

    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"


def test_an_administrator_gives_a_unit_to_a_function_that_is_held(client, administrator, curator):
    client.force_login(administrator)
    unit = make.unit("nairobi", name_en="Nairobi mission")
    where = reverse("registry:staff-person-function", args=[curator.reference, "curator"])
    assert where in client.get(reverse("registry:staff-person", args=[curator.reference])).content.decode()

    answer = client.post(where, {"unit": unit.pk, "countries": ["KEN"]}, follow=True)

    assert "Nairobi mission" in answer.content.decode()
    assert client.get(where).context["form"].initial == {"unit": unit.pk, "countries": ["KEN"]}


def test_an_administrator_of_some_countries_gives_no_others(client, curator):
    limited = make.staff(Function.ADMINISTRATOR, countries=["KEN"])
    curator.assignments.update(countries=["KEN"])
    client.force_login(limited)
    where = reverse("registry:staff-person-function", args=[curator.reference, "curator"])

    answer = client.post(where, {"countries": ["KEN", "FRA"]})

    assert answer.status_code == 422
    assert "for your own countries only" in answer.content.decode()
    assert client.get(where.replace("curator", "auditor")).status_code == 404
