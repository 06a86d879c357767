"""OAuth2 client credentials: a key is changed for a token, which opens what the key does, and no longer than it."""

import base64
from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.utils import timezone

from registry import actions
from registry.models import ClientKey
from tests import make

ADDRESS = "/identity/o/api/token"


@pytest.fixture
def made():
    client = make.client(scopes=("read", "read:partner", "changes"))
    return client, *actions.make_key(client, by=client.owner)


def ask(caller, key, secret, **more):
    said = {"grant_type": "client_credentials", "client_id": key.prefix, "client_secret": secret} | more
    return caller.client.post(ADDRESS, said)


def error(answer):
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("way", ["form", "basic"])
def test_a_key_is_changed_for_a_token_that_opens_the_same(caller, made, way):
    _client, key, secret = made
    organization = make.organization("Riverbend", hq_city="Nairobi")
    if way == "form":
        answer = ask(caller, key, secret)
    else:
        said = base64.b64encode(f"{key.prefix}:{secret}".encode()).decode()
        answer = caller.client.post(
            ADDRESS, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {said}"}
        )

    token = answer.json()

    assert (answer.status_code, token["token_type"], token["expires_in"]) == (200, "Bearer", 3600)
    assert set(token["scope"].split()) == {"read", "read:partner", "changes"}
    assert answer["Cache-Control"] == "no-store"
    sent = {"Authorization": f"Bearer {token['access_token']}"}
    assert caller.get(organization.reference, **sent).json()["hq_city"] == "Nairobi"


def test_a_token_is_for_no_more_than_was_asked(caller, made):
    _client, key, secret = made
    organization = make.organization("Riverbend", hq_city="Nairobi")

    token = ask(caller, key, secret, scope="read").json()["access_token"]

    assert "hq_city" not in caller.get(organization.reference, Authorization=f"Bearer {token}").json()
    assert error(ask(caller, key, secret, scope="read propose")) == (400, "invalid_scope")


def test_a_token_follows_what_its_client_may(caller, made, administrator):
    client, key, secret = made
    organization = make.organization("Riverbend", hq_city="Nairobi")
    token = ask(caller, key, secret).json()["access_token"]

    actions.refuse_partner_profile(client, reason="No agreement", by=administrator)

    assert "hq_city" not in caller.get(organization.reference, Authorization=f"Bearer {token}").json()
    assert "read:partner" not in ask(caller, key, secret).json()["scope"]


def revoke(client, key):
    actions.revoke_key(key, by=client.owner)


def expire(client, key):
    before = timezone.now() - timedelta(days=1)
    ClientKey.objects.update(created_at=before - timedelta(days=1), expires_at=before)


def leave(client, key):
    client.owner.is_active = False
    client.owner.save()


def outlive(client, key):
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("end", [revoke, expire, leave, outlive])
def test_a_token_ends_with_its_key(caller, made, end):
    client, key, secret = made
    token = ask(caller, key, secret).json()["access_token"]
    assert caller.get("/api/v1/areas", Authorization=f"Bearer {token}").status_code == 200

    end(client, key)

    assert caller.get("/api/v1/areas", Authorization=f"Bearer {token}").status_code == 401
    if end is not outlive:
        assert error(ask(caller, key, secret)) == (401, "invalid_client")


def test_what_is_wrong_is_refused_in_the_words_of_oauth(caller, made, settings):
    _client, key, secret = made
    settings.API_LIMITS = settings.API_LIMITS | {"tokens": (4, 600)}

    assert error(ask(caller, key, secret[:-1])) == (401, "invalid_client")
    assert error(ask(caller, key, secret, client_id="nobody")) == (401, "invalid_client")
    assert error(ask(caller, key, secret, grant_type="password")) == (400, "unsupported_grant_type")
    assert error(caller.client.post(f"{ADDRESS}?client_secret={secret}")) == (400, "invalid_request")
    assert error(caller.client.get(ADDRESS)) == (405, "invalid_request")
    answer = ask(caller, key, secret)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 601


def test_tokens_and_keys_that_end_are_looked_after_by_the_clock(caller, made):
    client, key, secret = made
    ask(caller, key, secret)
    outlive(client, key)
    ClientKey.objects.update(expires_at=timezone.now() + timedelta(days=20))

    assert actions.look_after_keys() == 2
    assert actions.look_after_keys() == 0
    assert Token.objects.count() == 0
    assert client.owner.messages.filter(kind="registry.key_ends").count() == 1
