"""Digests: what is new in the saved views that a person follows, and what she chose to be told once a day or a week.

One mail a person and day, by the rights that she has now. Told of a view is what entered it, left it or changed, and
of each only what she may see at this moment. What vanished from the directory, or from what she may know of, is passed
over in silence, whatever the reason: a mail must not tell an organization in danger from one that was closed.
"""

import logging
import re
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from registry.actions.messages import notify
from registry.mails import CHOOSABLE, DIGEST, mail_of
from registry.models import Digest, Message, Organization, Subscription, User, ViewedList
from registry.models.saved_views import TOO_WIDE
from registry.queries import saved_views as queries
from registry.states import MessageState

logger = logging.getLogger(__name__)

# How many of each kind are named; the others are counted.
NAMED = 20
_SALT = "registry.view_digest"
_LINK = re.compile(r"https?://\S+")


def due_digests(*, on=None):
    """The keys of the people to whom something is due, also since days on which the clock stood still."""
    on = on or timezone.localdate()
    people = set(Subscription.objects.due(on=on).values_list("person", flat=True))
    return sorted(people | set(_gathered(on).values_list("recipient", flat=True)))


def send_digests(*, on=None):
    """Send what is due, each person in a transaction; returns how many were written. One that breaks stops none."""
    sent = 0
    for key in due_digests(on=on):
        try:
            sent += send_digest(key, on=on)
        except Exception:
            logger.exception("The digest of person %s could not be written", key)
    return sent


@transaction.atomic
def send_digest(key, *, on=None):
    """Write the mail of one person if one is due and something is new; 1 or 0. Twice a day is the same as once.

    What she is told in the same rhythm comes in the same mail, also when it is not due yet: from then on both come on
    one day.
    """
    on = on or timezone.localdate()
    person = User.objects.get(pk=key)
    due = Subscription.objects.due(on=on).filter(person=person)
    rhythms = set(due.values_list("rhythm", flat=True)) | set(
        _gathered(on).filter(recipient=person).values_list("rhythm", flat=True)
    )
    told = [told for told in (_look(one, on) for one in _followed(person, rhythms)) if told]
    messages = _take(person, rhythms)
    if not told and not messages:
        return 0
    digest = _write(person, told, messages)
    for subscription, news in told:
        counts = {kind: len(found) for kind, found in news.items()}
        Digest.objects.create(view=subscription.view, person=person, day=on, message=digest, **counts)
    keys = [message.pk for message in messages]
    Message.objects.filter(pk__in=keys).update(state=MessageState.TOLD, told_in=digest)
    return 1


def _gathered(on):
    return Message.objects.for_digest(before=datetime.combine(on + timedelta(days=1), time.min, UTC))


def _followed(person, rhythms):
    """With its view, which everybody else locks first: one that is being changed waits for the next hour."""
    locked = Subscription.objects.select_for_update(of=("self", "view"), skip_locked=True)
    return locked.select_related("view__owner", "view__unit", "person").filter(person=person, rhythm__in=rhythms)


def _look(subscription, on):
    """(subscription, what is new) and remember what was seen; None when there is nothing, or she may not be told.

    Looked at once a day: what came since the mail of today is told tomorrow.
    """
    if subscription.seen_on >= on or not _may_be_told(subscription):
        return None
    try:
        with transaction.atomic():
            now = queries.standing(subscription.view, subscription.person)
            news = {} if now is None or subscription.seen is None else _news(subscription, now)
            subscription.seen, subscription.seen_on = TOO_WIDE if now is None else now, on
            subscription.save()
    except Exception:
        logger.exception("What is new in view %s could not be told", subscription.view.reference)
        return None
    return (subscription, news) if any(news.values()) else None


def _take(person, rhythms):
    """What waits for this summary and may still be told; what she may not know of any more is not wanted."""
    waiting = Message.objects.filter(recipient=person, state=MessageState.GATHERED, rhythm__in=rhythms)
    waiting = list(waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    about = {message.organization_id for message in waiting if message.organization_id}
    known = set(Organization.objects.visible_to(person).filter(pk__in=about).values_list("pk", flat=True))
    told = [one for one in waiting if person.is_active and (not one.organization_id or one.organization_id in known)]
    lost = {message.pk for message in waiting} - {message.pk for message in told}
    Message.objects.filter(pk__in=lost).update(
        state=MessageState.UNWANTED, body="", error="Its reader may not be told of it any more."
    )
    return told


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


def _write(person, told, messages):
    """The mail: first what concerns her by topics, then her views."""
    with translation.override(person.language):
        context = {
            "topics": _by_topic(messages),
            "views": [_told_of(subscription, news) for subscription, news in told],
            "day": timezone.localdate(),
        }
        # Its words are forgotten once it was sent: they name organizations, and who may know of one can change.
        return notify(DIGEST, recipient=person, context=context, carries_secret=True)


def _by_topic(messages):
    """[(topic in words, [{title, url}])], each message with the page to which it leads."""
    topics = []
    for topic in CHOOSABLE:
        rows = [
            {"title": message.title, "url": _page_of(message)}
            for message in messages
            if mail_of(message.kind).topic == topic
        ]
        if rows:
            topics.append((topic.label, rows))
    return topics


def _page_of(message):
    """Where it leads; of an organization that came into danger while it waited a mail carries no reference."""
    links = _LINK.findall(message.body)
    if not links or queries.tells_of_danger(links[0]):
        return settings.SITE_ORIGIN + reverse("registry:my-home")
    return links[0]


def _told_of(subscription, news):
    view = subscription.view
    page = "organization-detail" if view.list_name == ViewedList.DIRECTORY else "organization-edit"
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
    return told | {
        # A name of her own making may be that of an organization that came into danger since.
        "name": "" if queries.naming_danger([view]) else view.name,
        "stop": settings.SITE_ORIGIN + reverse("registry:saved-view-stop", args=[token_of(subscription)]),
    }
