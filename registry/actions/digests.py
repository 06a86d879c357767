"""Digests: a mail with what is new in a saved view since the last one, by the rights that its reader has now.

Told is what entered the view, left it or changed, and of each only what she may see at this moment. What vanished from
the directory, or from what she may know of, is passed over in silence, whatever the reason: a mail must not tell an
organization in danger from one that was closed.
"""

import logging

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from registry.actions.messages import notify
from registry.models import Digest, Subscription, ViewedList
from registry.models.saved_views import TOO_WIDE
from registry.queries import saved_views as queries

logger = logging.getLogger(__name__)

# How many of each kind are named; the others are counted.
NAMED = 20
_SALT = "registry.view_digest"


def due_digests(*, on=None):
    """The keys of what is due, also since days on which the clock stood still."""
    return list(Subscription.objects.due(on=on or timezone.localdate()).order_by("pk").values_list("pk", flat=True))


def send_digests(*, on=None):
    """Send what is due, each in its own transaction; returns how many were written. One that breaks stops none."""
    sent = 0
    for key in due_digests(on=on):
        try:
            sent += send_digest(key, on=on)
        except Exception:
            logger.exception("The digest of subscription %s could not be written", key)
    return sent


@transaction.atomic
def send_digest(key, *, on=None):
    """Write the mail of one subscription if it is due and something is new; 1 or 0. Twice a day is the same as once."""
    on = on or timezone.localdate()
    # With its view, which everybody else locks first: one that is being changed waits for the next hour.
    due = Subscription.objects.due(on=on).select_for_update(of=("self", "view"), skip_locked=True)
    subscription = due.select_related("view__owner", "view__unit", "person").filter(pk=key).first()
    if subscription is None or not _may_be_told(subscription):
        return 0
    now = queries.standing(subscription.view, subscription.person)
    news = {} if now is None or subscription.seen is None else _news(subscription, now)
    subscription.seen, subscription.seen_on = TOO_WIDE if now is None else now, on
    subscription.save()
    if not any(news.values()):
        return 0
    message = _write(subscription, news)
    counts = {kind: len(told) for kind, told in news.items()}
    Digest.objects.create(view=subscription.view, person=subscription.person, day=on, message=message, **counts)
    return 1


@transaction.atomic
def stop_digest(token):
    """End the mails that a link was in; True unless nobody made this link. Twice is the same as once."""
    told = read_token(token)
    if told is None:
        return False
    Subscription.objects.filter(view__reference=told["view"], person__reference=told["person"]).delete()
    return True


def read_token(token):
    try:
        return signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None


def token_of(subscription):
    """The key that stands in a mail: it ends these mails and opens nothing."""
    said = {"view": subscription.view.reference, "person": subscription.person.reference}
    return signing.dumps(said, salt=_SALT)


def _may_be_told(subscription):
    """Both the owner of the view and its reader may open it today."""
    view = subscription.view
    if not all(queries.may_open(person, view.list_name) for person in (view.owner, subscription.person)):
        return False
    return view in queries.views_for(subscription.person, list_name=view.list_name)


def _news(subscription, now):
    """{kind: [(reference, name)]} of what she may be told of."""
    before, view, person = subscription.seen, subscription.view, subscription.person
    return {
        "entered": queries.named(view, person, now.keys() - before.keys()),
        "left": queries.named(view, person, before.keys() - now.keys()),
        "changed": queries.named(view, person, [one for one in now.keys() & before.keys() if now[one] != before[one]]),
    }


def _write(subscription, news):
    view, person = subscription.view, subscription.person
    page = "organization-detail" if view.list_name == ViewedList.DIRECTORY else "organization-edit"
    with translation.override(person.language):
        told = {
            kind: {
                "n": len(found),
                "rows": [
                    {"name": name, "url": reverse(f"registry:{page}", args=[reference])}
                    for reference, name in found[:NAMED]
                ],
                "more": max(0, len(found) - NAMED),
            }
            for kind, found in news.items()
        }
        stop = settings.SITE_ORIGIN + reverse("registry:saved-view-stop", args=[token_of(subscription)])
        return notify(
            "registry.view_digest",
            recipient=person,
            subject=view.reference,
            context=told
            | {
                # A name of her own making may be that of an organization that came into danger since.
                "name": "" if queries.naming_danger([view]) else view.name,
                "total": sum(len(found) for found in news.values()),
                "day": timezone.localdate(),
                "stop": stop,
            },
            # Its words are forgotten once it was sent: they name organizations, and who may know of one can change.
            carries_secret=True,
            unsubscribe_url=stop,
        )
