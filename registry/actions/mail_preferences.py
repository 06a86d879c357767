"""How often somebody is written to: what a person chooses, and what the link of a mail ends without signing in."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.module_loading import import_string

from registry.actions.history import record
from registry.actions.messages import set_out
from registry.actions.promises import promises_of
from registry.mails import CHOOSABLE, STOPPABLE, Topic, mail_of, mails
from registry.models import HowOften, MailPreference, Message, Subscription, User
from registry.queries.mail_preferences import choices_of
from registry.states import MessageState

_SALT = "registry.stop_mails"


@transaction.atomic
def choose_mails(person, *, choices, quiet_from=None, quiet_until=None, by):
    """Keep how often this person is written to about each topic, and the hours of her clock in which she is not.

    What waits for her follows at once.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    before = choices_of(person)
    changed = [topic for topic in CHOOSABLE if choices.get(topic, before[topic]) != before[topic]]
    for topic in changed:
        _choose(topic, choices[topic], person=person)
    if changed or (person.quiet_from, person.quiet_until) != (quiet_from, quiet_until):
        person.quiet_from, person.quiet_until = quiet_from, quiet_until
        with promises_of(User):
            person.save(update_fields=["quiet_from", "quiet_until"])
        record("account.mails_chosen", subject=person.reference, by=by)
    return person


@transaction.atomic
def stop_mails(token):
    """End the mails of the sort that a link was in; True unless nobody made this link. Twice is the same as once."""
    message = message_of_token(token)
    if message is None:
        return False
    topic, person = mail_of(message.kind).topic, message.recipient
    if person is None:
        # Emptied with the people whom it was about: nobody is left to write to.
        if message.address:
            _choose(topic, HowOften.NEVER, address=message.address)
        # Who had the mail written hears of it: {kind of mail: verb that takes the message}.
        if path := settings.AFTER_STOP.get(message.kind):
            import_string(path)(message, by="mail program")
        return True
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if topic == Topic.SUMMARY:
        stop_summaries(person)
    else:
        _choose(topic, HowOften.NEVER, person=person)
    record("account.mails_chosen", subject=person.reference, by=person)
    return True


def stop_summaries(person):
    """No more mails about saved views, nor about what she asked to be told once a day or a week."""
    Subscription.objects.filter(person=person).delete()
    for topic, how_often in choices_of(person).items():
        if how_often in (HowOften.DAILY, HowOften.WEEKLY):
            _choose(topic, HowOften.NEVER, person=person)


def stop_all_topics(*, person=None, address=""):
    """Part of taking a complaint: whoever calls our mails a nuisance gets notices only."""
    if person:
        Subscription.objects.filter(person=person).delete()
    for topic in CHOOSABLE:
        _choose(topic, HowOften.NEVER, person=person, address=address)


def token_of_message(message):
    """The key that stands in a mail: it ends the mails of this sort to this reader and opens nothing."""
    return signing.dumps(message.reference, salt=_SALT)


def message_of_token(token):
    try:
        reference = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    message = Message.objects.select_related("recipient").filter(reference=reference).first()
    return message if message and mail_of(message.kind).topic in STOPPABLE else None


def _choose(topic, how_often, *, person=None, address=""):
    if person:
        MailPreference.objects.update_or_create(person=person, topic=topic, defaults={"how_often": how_often})
        waiting = Message.objects.filter(recipient=person)
    else:
        known = MailPreference.objects.filter(person=None, address__iexact=address, topic=topic)
        if not known.exists():
            fresh = MailPreference(address=address, topic=topic, how_often=how_often)
            MailPreference.objects.bulk_create([fresh], ignore_conflicts=True)
        waiting = Message.objects.filter(recipient=None, address__iexact=address)
    _set_out_again(topic, how_often, waiting)


def _set_out_again(topic, how_often, messages):
    """What waits follows the new choice; what is being sent this second leaves."""
    kinds = [kind for kind, mail in mails().items() if mail.topic == topic]
    open_ = messages.filter(kind__in=kinds, state__in=[MessageState.WAITING, MessageState.GATHERED], attempts=0)
    for message in open_.select_for_update(of=("self",), skip_locked=True).order_by("pk"):
        # One that leaves now anyway keeps its moment.
        if how_often != HowOften.NOW or message.state == MessageState.GATHERED:
            set_out(message, how_often)
            message.save()
