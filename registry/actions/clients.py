"""What is done about the systems of partners: registered, let read more, given keys, and shut out at once.

History and mails name a key by what it begins with. The whole of it exists once, in the answer to who made it.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import keys
from registry.actions.history import record
from registry.actions.messages import notify
from registry.errors import Refused
from registry.models import Client, ClientKey, Scope
from registry.models.clients import OPEN_SCOPES
from registry.states import NEXT, ClientState

# So many systems one person answers for by herself.
MOST_CLIENTS = 10
# How exactly the page says when a key was last used.
SEEN_WITHIN = timedelta(minutes=5)


@transaction.atomic
def register_client(*, name, run_by, purpose, scopes, asks_because="", by):
    """Let a system in for what is public. What is not, it can only ask for."""
    # Two forms sent at once are counted one after the other.
    type(by).objects.select_for_update(no_key=True).get(pk=by.pk)
    if by.clients.active().count() >= MOST_CLIENTS:
        raise Refused(
            _("You answer for %(number)s systems, and one person can do so for no more. Close one, or write to us.")
            % {"number": MOST_CLIENTS}
        )
    client = Client.objects.create(
        name=name,
        run_by=run_by,
        purpose=purpose,
        owner=by,
        scopes=_open(scopes),
        asks_because=asks_because,
    )
    record(
        "client.registered",
        subject=client.reference,
        by=by,
        diff={"scopes": ["", ", ".join(client.scopes)], "asks_because": ["", asks_because]},
    )
    return client


@transaction.atomic
def make_key(client, *, by, days=ClientKey.DAYS):
    """A new key, as (its row, the key itself). Two are live at most: the old one and the one that takes its place."""
    client = _lock(client)
    now = timezone.now()
    if not client.is_active:
        raise Refused(_("This system was closed. Register it anew."))
    if client.keys.live(at=now).count() >= ClientKey.MOST:
        raise Refused(_("This system has two keys already. Revoke the one that it does not use, then make another."))
    text, prefix = keys.new()
    key = ClientKey.objects.create(
        client=client,
        prefix=prefix,
        sha256=keys.digest(text),
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(days=days),
    )
    notify("registry.key_made", recipient=client.owner, subject=client.reference, context={"key": key})
    record("client.key_made", subject=client.reference, by=by, diff={"key": ["", prefix]})
    return key, text


@transaction.atomic
def revoke_key(key, *, by, reason=""):
    """From now on nobody is let in by it."""
    client = _lock(key.client)
    key = client.keys.select_for_update().get(pk=key.pk)
    if key.revoked_at:
        raise Refused(_("This key was revoked already."))
    _revoke(key)
    _tell(client, "registry.key_revoked", by=by, context={"key": key, "reason": reason})
    record("client.key_revoked", subject=client.reference, by=by, diff={"key": [key.prefix, ""]}, reason=reason)
    return key


@transaction.atomic
def close_client(client, *, by, reason=""):
    """Shut a system out, with all its keys."""
    client = _lock(client)
    if ClientState.CLOSED not in NEXT[ClientState][client.state]:
        raise Refused(_("This system was closed already."))
    for key in client.keys.filter(revoked_at=None):
        _revoke(key)
    before, client.state = client.state, ClientState.CLOSED
    client.closed_at, client.asks_because = timezone.now(), ""
    _save(client)
    _tell(client, "registry.client_closed", by=by, context={"client": client, "reason": reason})
    record("client.closed", subject=client.reference, by=by, diff={"state": [before, client.state]}, reason=reason)
    return client


def revoke_keys_of(person, *, by, reason=""):
    """Part of a verb that takes something away from a person: no key that she has goes on with what she could do."""
    for client in person.clients.order_by("pk"):
        for key in client.keys.filter(revoked_at=None):
            revoke_key(key, by=by, reason=reason)


def note_use(key):
    """When a key was last used; within some minutes it is noted once."""
    now = timezone.now()
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - SEEN_WITHIN)
    if key.last_used_at is None or key.last_used_at < now - SEEN_WITHIN:
        ClientKey.objects.filter(long_ago, pk=key.pk).update(last_used_at=now)


def _revoke(key):
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])


def _open(scopes):
    """Those that anybody may take, in their order, and reading always."""
    return [scope.value for scope in OPEN_SCOPES if scope in {*scopes, Scope.READ}]


def _tell(client, kind, *, by, context):
    """Its owner hears what others did."""
    if client.owner_id != getattr(by, "pk", None) and client.owner.is_active:
        notify(kind, recipient=client.owner, subject=client.reference, context=context)


def _lock(client):
    return Client.objects.select_for_update(of=("self",)).select_related("owner").get(pk=client.pk)


def _save(client):
    client.version += 1
    client.save()
