"""Who asks: the system of a partner, by a key in a header. Nobody's key is read from an address, nor from a cookie.

`request.auth` is a Caller, or None for nobody, who reads what is public all the same.
"""

import hmac
from dataclasses import dataclass

from allauth.idp.oidc.models import Token
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication

from registry import actions, keys
from registry.api.limits import refuse_guessing
from registry.api.problems import Problem
from registry.models import Client, ClientKey, Scope
from registry.models.clients import profile_of
from registry.templatetags.registry_tags import day_text

CHALLENGE = 'Bearer realm="registry"'
# Under these names people send keys in an address, however often they are told.
_NAMES_OF_KEYS = {"access_token", "api_key", "api-key", "apikey", "authorization", "key", "token", "x-api-key"}


@dataclass(frozen=True)
class Caller:
    """A client with one of its keys, and what it may today."""

    client: Client
    key: ClientKey
    scopes: frozenset
    # ISO alpha-3 codes; empty: all.
    countries: frozenset
    # "public" or "partner"
    profile: str


class Keys(BaseAuthentication):
    """`Authorization: Bearer <key>` or `X-API-Key: <key>`."""

    def authenticate(self, request):
        _refuse_key_in_address(request)
        sent = _sent(request)
        if sent is None:
            return None
        caller = _caller(request, sent)
        actions.note_use(caller.key)
        return caller.client.owner, caller

    def authenticate_header(self, request):
        return CHALLENGE


def _refuse_key_in_address(request):
    """An address stands in logs, histories and chats: there even a right key is refused, or people get used to it."""
    address = request._request.get_full_path()
    if keys.is_in(address) or any(name.lower() in _NAMES_OF_KEYS for name in request.query_params):
        raise Problem("key-in-address")


def _sent(request):
    """What stands in the headers as a key; None where nothing does."""
    authorization, other = request.META.get("HTTP_AUTHORIZATION", ""), request.META.get("HTTP_X_API_KEY", "")
    if authorization and other:
        raise _refused(_("Send the key in one header: Authorization or X-API-Key."))
    if not authorization:
        return other.strip() or None
    kind, _space, sent = authorization.strip().partition(" ")
    if kind.lower() != "bearer" or not sent.strip():
        raise _refused(_("Send `Authorization: Bearer` and the key."))
    return sent.strip()


def _caller(request, sent):
    key, scopes = _found(sent)
    why_not = _why_not(key)
    if why_not:
        # Guessed or forgotten: whoever goes on asking with it is made to wait.
        refuse_guessing(request)
        raise _refused(why_not)
    client = key.client
    scopes &= client.scopes_on(timezone.localdate())
    return Caller(client, key, scopes, frozenset(client.countries), profile_of(scopes))


def _why_not(key):
    """Why this key opens nothing, for whoever holds its secret may know what became of it; empty when it does."""
    if key is None:
        return _("This key is not known. Check that it is whole, from its first letter to its last.")
    if key.revoked_at:
        return _("This key was revoked on %(day)s. Make a new one.") % {"day": day_text(key.revoked_at)}
    if not key.is_live(at=timezone.now()):
        return _("This key ended on %(day)s. Make a new one.") % {"day": day_text(key.expires_at)}
    if not key.client.lets_in:
        return _("The client of this key was closed, or nobody answers for it any more. Register your system anew.")
    return ""


def _found(sent):
    """The key, whole or as the token that it was changed for, and what it is for at most; (None, …) is neither."""
    prefix, scopes = keys.prefix_of(sent), frozenset(Scope.values)
    if prefix is None:
        token = Token.objects.lookup(Token.Type.ACCESS_TOKEN, sent)
        if token is None:
            return None, scopes
        return _by_prefix(token.client_id), frozenset(token.get_scopes())
    key = _by_prefix(prefix)
    return key if key and hmac.compare_digest(key.sha256, keys.digest(sent)) else None, scopes


def _by_prefix(prefix):
    return ClientKey.objects.select_related("client__owner").filter(prefix=prefix).first()


def _refused(detail):
    return Problem("invalid-key", detail, headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
