"""Telling people: a row in the outbox with the change it tells of. It leaves by actions/delivery.py."""

import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.errors import Refused
from registry.mails import DIGEST, Topic, mail_of, mails
from registry.models import HowOften, Message, StoppedAddress
from registry.queries.languages import language_for
from registry.queries.mail_preferences import how_often, next_summary, out_of_quiet_hours
from registry.states import MessageState


def notify(
    kind,
    *,
    recipient=None,
    address="",
    language="",
    subject="",
    organization=None,
    event=None,
    context=None,
    carries_secret=False,
):
    """Write a message in the reader's language; `subject` is the reference that it is about.

    The words of `registry.invitation` are in templates/registry/emails/invitation.txt: first line title, the rest body.
    A message carries no name of an organization, only a link: mailboxes are read by others. A digest, which a person
    asked for, names organizations, and never one in danger (actions/digests.py). `organization` is whom it concerns,
    and `event` what it is about: they say in which language somebody is written to of whom nothing else is known.
    """
    mails()[kind]  # a kind that no table knows has no topic: nobody could choose, nor end it
    app, _dot, name = kind.partition(".")
    language = language_for(recipient=recipient, said=language, organization=organization, event=event)
    with translation.override(language):
        text = render_to_string(
            f"{app}/emails/{name}.txt",
            {"site": settings.SITE_ORIGIN, "recipient": recipient, "subject": subject, **(context or {})},
        )
    title, _newline, body = text.strip().partition("\n")
    return post(
        kind,
        recipient=recipient,
        address=address or recipient.email,
        language=language,
        subject=subject,
        organization=organization,
        title=title,
        body=body.strip(),
        carries_secret=carries_secret,
    )


def post(
    kind,
    *,
    address,
    title,
    body,
    recipient=None,
    language="en",
    subject="",
    organization=None,
    carries_secret=False,
):
    """Write a message whose words are ready, such as one that the sign-in library composed.

    Its reader's choice decides here whether it leaves now, waits for her summary, or is not wanted.
    """
    message = Message(
        kind=kind,
        subject_reference=subject,
        recipient=recipient,
        organization=organization,
        address=address,
        language=language,
        # One line whatever is in it: a title with a line end would write headers of its own.
        title=" ".join(title.split())[:300],
        body=body,
        carries_secret=carries_secret,
        message_id=f"<{uuid.uuid4()}@{settings.SITE_ORIGIN.partition('://')[2].partition(':')[0]}>",
    )
    set_out(message, how_often(mail_of(kind).topic, recipient=recipient, address=address))
    message.save()
    return message


def set_out(message, rhythm):
    """Say when a message leaves, by the choice of its reader. Who calls it saves."""
    now = timezone.now()
    message.state, message.rhythm, message.next_try_at = MessageState.WAITING, "", now
    if rhythm == HowOften.NEVER:
        message.state = MessageState.UNWANTED
        forget_secret(message)
    # What carries a link of its own cannot be told among others, and would run out.
    elif rhythm in (HowOften.DAILY, HowOften.WEEKLY) and not message.carries_secret:
        message.state, message.rhythm = MessageState.GATHERED, rhythm
        message.next_try_at = next_summary(rhythm, now)
    elif mail_of(message.kind).topic != Topic.ACCESS:
        message.next_try_at = out_of_quiet_hours(message.recipient, now)


@transaction.atomic
def retry_message(message, *, by):
    """Send a held message again, from the first attempt on. Refused when its words are gone."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state != MessageState.HELD:
        raise Refused(_("This message is not held: it is %(state)s.") % {"state": message.get_state_display().lower()})
    if message.carries_secret:
        raise Refused(
            _("This message carried a link that is no longer kept. Ask for a new one: invite again, or reset again.")
        )
    if StoppedAddress.objects.of(message.address).exists():
        raise Refused(
            _("Nothing is sent to this address, because mail to it came back. Have it written to again first.")
        )
    message.state, message.attempts, message.next_try_at = MessageState.WAITING, 0, timezone.now()
    message.version += 1
    message.save()
    record("message.retried", subject=message.reference, by=by)
    return message


def hold_back_digests(references):
    """Digests that wait and name one of these, which are in danger now, are not sent, and their words are gone.

    Whom this misses, for it is being written or names nobody by reference, is held back when its turn to leave comes;
    only one that is being handed to the mail server this second cannot be stopped any more.
    """
    names = Q(pk__in=[])
    for reference in references:
        names |= Q(body__contains=reference)
    waiting = Message.objects.filter(names, state=MessageState.WAITING, kind=DIGEST)
    hold_back(list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)))


def hold_back(keys, why="Held back: it told of what may not be told."):
    """They do not leave, and their words are gone; what a summary among them would have told waits for the next one."""
    Message.objects.filter(pk__in=keys).update(state=MessageState.HELD, body="", error=why)
    told = Message.objects.filter(told_in__in=keys, state=MessageState.TOLD)
    told.update(state=MessageState.GATHERED, told_in=None)


def forget_secret(message):
    if message.carries_secret:
        message.body = ""
