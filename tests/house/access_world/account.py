"""Who is signed in, and what the pages of her account ask for: keys, codes, and links of mails."""

import time
from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tests.house.access_world.example import Example

PASSWORD = "a long pass phrase that nobody knows"


def build(world, curator):
    RecoveryCodes.activate(curator)
    world.key = Authenticator.objects.create(
        user=curator, type="webauthn", data={"name": "A key", "credential": _credential()}
    )
    unverified = EmailAddress.objects.get(user=world.people["unverified"])
    world.confirmation = EmailConfirmationHMAC(unverified).key
    world.reset_link = {
        "uidb36": user_pk_to_url_str(world.people["admin_b"]),
        "key": default_token_generator.make_token(world.people["admin_b"]),
    }


def _credential():
    """What a browser tells of a new key, as the library keeps it."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(Aaguid.NONE, b"key", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"testserver"), flags, 0, held)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "https://testserver")
    return {
        "id": websafe_encode(b"key"),
        "rawId": websafe_encode(b"key"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
        "clientExtensionResults": {},
    }


def sign_in(role, person):
    client = Client()
    if person is None:
        return client.cookies
    if role in ("unverified", "halfway"):
        client.post("/en/account/login/", {"login": person.email, "password": PASSWORD})
        return client.cookies
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    # As after signing in a moment ago: nobody is asked for her password again.
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    # When she was last seen is noted once and for all visits: each is undone, and would note it again.
    client.get("/en/")
    UserSession.objects.filter(user=person).update(last_seen_at=timezone.now() + timedelta(days=1))
    return client.cookies


def code_of(person):
    """What the app on her phone shows now."""
    secret = person.authenticator_set.get(type="totp").data["secret"]
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def examples(world):
    key = {"pk": world.key.pk}
    new = {"password1": "another long pass phrase", "password2": "another long pass phrase"}

    def code(person):
        return {"code": code_of(person) if person and person.authenticator_set.filter(type="totp").exists() else "0"}

    return {
        "account_login": Example(data={"login": world.people["admin_b"].email, "password": PASSWORD}),
        "account_signup": Example(data={"name": "A. Person", "email": "sign-up@example.org", "password1": PASSWORD}),
        "account_confirm_email": Example({"key": world.confirmation}),
        "account_reset_password": Example(data={"email": world.people["admin_b"].email}),
        "account_reset_password_from_key": Example(world.reset_link, new),
        "account_reauthenticate": Example(data={"password": PASSWORD}),
        "account_email": Example(data={"email": "new-address@example.org", "action_add": ""}),
        "account_change_password": Example(data=new | {"oldpassword": PASSWORD}),
        "mfa_authenticate": Example(data=code),
        "mfa_reauthenticate": Example(data=code),
        "mfa_edit_webauthn": Example(key, {"name": "Another name"}),
        "mfa_remove_webauthn": Example(key),
        **{
            f"api:organization-{part}": Example({"id": world.a.reference})
            for part in ("detail", "names", "identifiers", "countries", "partnerships", "history")
        },
        "identity": Example({"reference": world.a.reference}),
        **{
            f"api:consultation-{part}": Example({"id": world.consultation.reference})
            for part in ("detail", "participations", "outputs")
        },
        "api:problem-detail": Example({"code": "not-found"}),
        "api:nowhere": Example(path="/api/v1/nothing"),
    }
