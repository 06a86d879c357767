"""OAuth2 client credentials: each key is a client of the sign-in library's server too, and ends there with itself."""

from allauth.idp.oidc.models import Client as TokenClient
from allauth.idp.oidc.models import Token
from django.contrib.auth.hashers import PBKDF2PasswordHasher


def let_in_for_tokens(key, text):
    """Part of the verb that makes a key. It is 256 random bits: one round of hashing is as good as a million."""
    hasher = PBKDF2PasswordHasher()
    made = TokenClient(
        id=key.prefix,
        name=key.client.reference,
        secret=hasher.encode(text, hasher.salt(), iterations=1),
        type=TokenClient.Type.CONFIDENTIAL,
        grant_types=TokenClient.GrantType.CLIENT_CREDENTIALS,
        response_types="",
    )
    _set_scopes(made, key.client)
    made.save()


def shut_out_for_tokens(key):
    """Part of the verb that revokes a key: the tokens for which it was changed end with it."""
    TokenClient.objects.filter(pk=key.prefix).delete()


def follow_scopes(client):
    """Part of the verbs that change what a system may: what its tokens can be for."""
    for made in TokenClient.objects.filter(pk__in=client.keys.values("prefix")):
        _set_scopes(made, client)
        made.save()


def forget_tokens():
    """Those whose hour is over; returns how many there were."""
    return Token.objects.expired().delete()[0]


def _set_scopes(made, client):
    made.set_scopes(client.scopes)
    made.set_default_scopes(client.scopes)
