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
from registry.actions.tokens import follow_scopes, forget_tokens, let_in_for_tokens, shut_out_for_tokens
from registry.errors import Refused, Stale
from registry.models import Client, ClientKey, Scope, User
from registry.models.clients import OPEN_SCOPES
from registry.queries.clients import keepers_of_clients
from registry.states import NEXT, ClientState

# So many systems one person answers for by herself.
MOST_CLIENTS = 10
# How exactly the page says when a key was last used.
SEEN_WITHIN = timedelta(minutes=5)
# So long before its end the owner of a key is told.
WARNED_BEFORE = timedelta(days=30)


@transaction.atomic
def register_client(*, name, run_by, purpose, scopes, asks_because="", by):
    """Let a system in for what is public. What is not, it can only ask for."""
    # Two forms sent at once are counted one after the other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
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
    if asks_because:
        _tell_keepers(client)
    record(
        "client.registered",
        subject=client.reference,
        by=by,
        diff={"scopes": ["", ", ".join(client.scopes)], "asks_because": ["", asks_because]},
    )
    return client


@transaction.atomic
def describe_client(client, *, name, run_by, purpose, scopes, version, by):
    """What its owner says of it, and for what she uses it; what IOM gave stays."""
    client = _lock_open(client)
    if client.version != version:
        raise Stale(_("Somebody else changed this system. Look at it again, then repeat your change."))
    given = [scope for scope in client.scopes if scope not in OPEN_SCOPES]
    told = {"name": name, "run_by": run_by, "purpose": purpose, "scopes": [*_open(scopes), *given]}
    diff = {
        field: [_as_text(getattr(client, field)), _as_text(value)]
        for field, value in told.items()
        if getattr(client, field) != value
    }
    if not diff:
        return client
    for field, value in told.items():
        setattr(client, field, value)
    _save(client)
    record("client.described", subject=client.reference, by=by, diff=diff)
    return client


@transaction.atomic
def ask_partner_profile(client, *, because, by):
    client = _lock_open(client)
    if client.may_read_partner:
        raise Refused(_("This system may read the partner profile already."))
    client.asks_because = because
    _save(client)
    _tell_keepers(client)
    record("client.partner_profile_asked", subject=client.reference, by=by, diff={"asks_because": ["", because]})
    return client


@transaction.atomic
def give_partner_profile(client, *, countries, until, reason="", by):
    """Let a system read towns and provinces: everywhere or of named countries, for good or until a day."""
    client = _lock_open(client)
    if until and until < timezone.localdate():
        raise Refused(_("This day has passed. Choose a later one."))
    before = {"countries": _as_text(client.countries), "partner_until": _as_text(client.partner_until)}
    client.scopes = [*_open(client.scopes), Scope.READ_PARTNER.value]
    client.countries, client.partner_until, client.asks_because = sorted(countries), until, ""
    _save(client)
    notify("registry.partner_profile_answered", **_about(client, reason))
    record(
        "client.partner_profile_given",
        subject=client.reference,
        by=by,
        diff={field: [said, _as_text(getattr(client, field))] for field, said in before.items()},
        reason=reason,
    )
    return client


@transaction.atomic
def refuse_partner_profile(client, *, reason, by):
    """Say no to who asks, or take away what was given. Its keys go on for what is public, everywhere."""
    client = _lock_open(client)
    if not client.asks_because and not client.may_read_partner:
        raise Refused(_("This system neither has the partner profile nor asks for it."))
    before = _as_text(client.scopes)
    client.scopes, client.countries, client.partner_until, client.asks_because = _open(client.scopes), [], None, ""
    _save(client)
    notify("registry.partner_profile_answered", **_about(client, reason))
    record(
        "client.partner_profile_refused",
        subject=client.reference,
        by=by,
        diff={"scopes": [before, _as_text(client.scopes)]},
        reason=reason,
    )
    return client


@transaction.atomic
def make_key(client, *, by, days=ClientKey.DAYS):
    """A new key, as (its row, the key itself). Two are live at most: the old one and the one that takes its place."""
    client = _lock_open(client)
    now = timezone.now()
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
    let_in_for_tokens(key, text)
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


def look_after_keys():
    """What the clock does: warn of keys that end, forget tokens that did; returns how many it was."""
    return _warn_of_ending_keys() + forget_tokens()


def _warn_of_ending_keys():
    """Each owner is told once that a key of hers ends soon."""
    now = timezone.now()
    ending = ClientKey.objects.live(at=now).filter(expires_at__lt=now + WARNED_BEFORE, warned_at=None)
    return sum(_warn(key) for key in ending.filter(client__owner__is_active=True).order_by("pk"))


@transaction.atomic
def _warn(key):
    # Who looks at the same moment finds it told.
    if not ClientKey.objects.filter(pk=key.pk, warned_at=None).update(warned_at=timezone.now()):
        return 0
    notify("registry.key_ends", recipient=key.client.owner, subject=key.client.reference, context={"key": key})
    return 1


def note_use(key):
    """When a key was last used; within some minutes it is noted once."""
    now = timezone.now()
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - SEEN_WITHIN)
    if key.last_used_at is None or key.last_used_at < now - SEEN_WITHIN:
        ClientKey.objects.filter(long_ago, pk=key.pk).update(last_used_at=now)


def _revoke(key):
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    shut_out_for_tokens(key)


def _open(scopes):
    """Those that anybody may take, in their order, and reading always."""
    return [scope.value for scope in OPEN_SCOPES if scope in {*scopes, Scope.READ}]


def _as_text(value):
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _about(client, reason):
    return {
        "recipient": client.owner,
        "subject": client.reference,
        "context": {"client": client, "reason": reason},
    }


def _tell_keepers(client):
    for keeper in keepers_of_clients().exclude(pk=client.owner_id):
        notify("registry.client_asked", recipient=keeper, subject=client.reference)


def _tell(client, kind, *, by, context):
    """Its owner hears what others did."""
    if client.owner_id != getattr(by, "pk", None) and client.owner.is_active:
        notify(kind, recipient=client.owner, subject=client.reference, context=context)


def _lock(client):
    return Client.objects.select_for_update(of=("self",)).select_related("owner").get(pk=client.pk)


def _lock_open(client):
    client = _lock(client)
    if not client.is_active:
        raise Refused(_("This system was closed. Register it anew."))
    return client


def _save(client):
    client.version += 1
    client.save()
    follow_scopes(client)
