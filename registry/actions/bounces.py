"""What happens when a mail comes back: the address is doubted, somebody is told, and another contact is written to."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from registry.actions.addresses import end_stop
from registry.actions.facts import doubt_address
from registry.actions.history import record
from registry.actions.issues import check_records
from registry.actions.mail_preferences import stop_all_topics
from registry.actions.messages import post
from registry.errors import Refused
from registry.mails import mail_of
from registry.models import Bounce, Contact, Message, Organization, StoppedAddress
from registry.states import NEXT, MessageState, OrganizationState

# So many mails that could not be delivered within these days say that nobody reads there.
SOFT_ARE_HARD, SOFT_WITHIN = 3, timedelta(days=14)
_FIRST = (Contact.Role.FOCAL_POINT, Contact.Role.HEAD, Contact.Role.REPRESENTATIVE, Contact.Role.OTHER)


@transaction.atomic
def take_bounce(message, kind, *, detail="", by):
    """Note that a mail came back, or that its reader complained, and do what follows. Told twice it is noted once.

    Returns the bounce, or None when it was known. Records first, then the message, then the address: as everywhere.
    """
    if not message.address:
        # Emptied with the people whom it was about: nobody is left whom it concerns.
        return None
    contacts = _contacts_at(message.address)
    message = (
        Message.objects.select_for_update(of=("self",)).select_related("recipient", "organization").get(pk=message.pk)
    )
    if message.bounces.filter(kind=kind).exists():
        return None
    bounce = Bounce.objects.create(message=message, address=message.address, kind=kind, detail=_cut(detail))
    if kind != Bounce.Kind.COMPLAINT and MessageState.BOUNCED in NEXT[MessageState][message.state]:
        message.state, message.error = MessageState.BOUNCED, bounce.detail
        message.version += 1
        message.save()
    why = _why_to_stop(bounce)
    if why == StoppedAddress.Why.COMPLAINT:
        _end_topics(message)
    if why:
        _stop(bounce, why, contacts, by)
    if why in (StoppedAddress.Why.HARD, StoppedAddress.Why.SOFT):
        write_to_next_contact(message)
    # Who had the mail written hears of it: {kind of mail: verb that takes the bounce}.
    if path := settings.AFTER_BOUNCE.get(message.kind):
        import_string(path)(bounce, by=by)
    record("message.bounced", subject=message.reference, by=by, diff={"bounce": [None, str(kind)]})
    return bounce


@transaction.atomic
def write_again(stopped, *, by):
    """Send to this address again: somebody confirmed it, or says that it is right."""
    contacts = _contacts_at(stopped.address)
    stopped = StoppedAddress.objects.select_for_update(of=("self",)).get(pk=stopped.pk)
    if stopped.ended_at:
        raise Refused(_("This address is written to again already."))
    end_stop(stopped, by=by)
    _look_at_records(contacts, by)
    record("address.written_again", subject=stopped.reference, by=by)
    return stopped


def forget_bounces(messages):
    """Part of emptying mails about people: that one came back names its address too."""
    StoppedAddress.objects.filter(bounce__message__in=messages).delete()
    Bounce.objects.filter(message__in=messages).delete()


def write_to_next_contact(message):
    """Where a mail concerns an organization, its next contact who was not written to gets the same; or nobody."""
    if message.organization is None or message.carries_secret or not mail_of(message.kind).goes_on:
        return None
    if message.organization.is_at_risk:
        # Nobody more learns of the matter by the machine alone: the rules find the address, and a person writes.
        return None
    contact = _next_contact(message)
    if contact is None:
        return None
    return post(
        message.kind,
        address=contact.email,
        title=message.title,
        body=message.body,
        language=message.language,
        subject=message.subject_reference,
        organization=message.organization,
    )


def _next_contact(message):
    today = timezone.localdate()
    # The same words went there already: it was written to at first, or when another address was found to be dead.
    same = {"kind": message.kind, "organization": message.organization, "body": message.body}
    tried = {address.lower() for address in Message.objects.filter(**same).values_list("address", flat=True)}
    rank = Case(*[When(role=role, then=Value(n)) for n, role in enumerate(_FIRST)], output_field=IntegerField())
    current = Contact.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=today),
        Q(ends_on=None) | Q(ends_on__gt=today),
        organization=message.organization,
    ).exclude(email="")
    left = [contact for contact in current.order_by(rank, "pk") if contact.email.lower() not in tried]
    return next((contact for contact in left if not StoppedAddress.objects.of(contact.email).exists()), None)


def _contacts_at(address):
    """The contacts with this address, their records locked first so that their facts are settled by one at a time."""
    at = Contact.objects.filter(email__iexact=address, ends_on=None)
    keys = at.values("organization")
    living = Organization.objects.exclude(state=OrganizationState.MERGED).filter(pk__in=keys)
    list(living.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
    return list(at.order_by("pk"))


def _why_to_stop(bounce):
    if bounce.kind != Bounce.Kind.SOFT:
        return StoppedAddress.Why(bounce.kind)
    soft = Bounce.objects.filter(
        address__iexact=bounce.address,
        kind=Bounce.Kind.SOFT,
        reported_at__gt=timezone.now() - SOFT_WITHIN,
    )
    # What was before somebody said that the address is right counts no more.
    confirmed = StoppedAddress.objects.filter(address__iexact=bounce.address, ended_at__isnull=False)
    if last := confirmed.order_by("-ended_at").first():
        soft = soft.filter(reported_at__gt=last.ended_at)
    return StoppedAddress.Why.SOFT if soft.count() >= SOFT_ARE_HARD else None


def _stop(bounce, why, contacts, by):
    """Write no more to the address, doubt what was said of it, and let the rules find that somebody must look."""
    is_dead = why != StoppedAddress.Why.COMPLAINT
    if is_dead:
        # Who complained still got notices; at a dead address nobody reads them.
        complained = StoppedAddress.objects.of(bounce.address).filter(why=StoppedAddress.Why.COMPLAINT)
        complained.update(why=why, bounce=bounce, version=F("version") + 1)
    fresh = StoppedAddress(address=bounce.address, why=why, bounce=bounce)
    # Two bounces of one address at once stop it once.
    StoppedAddress.objects.bulk_create([fresh], ignore_conflicts=True)
    if is_dead:
        doubt_address(contacts, on=timezone.localdate())
        _look_at_records(contacts, by)


def _look_at_records(contacts, by):
    """The rules find, or find no more, that mail to a contact came back: that is the task for somebody."""
    if contacts:
        check_records(sorted({contact.organization_id for contact in contacts}), by=by)


def _end_topics(message):
    if message.recipient:
        stop_all_topics(person=message.recipient)
    else:
        stop_all_topics(address=message.address)


def _cut(detail):
    """One line, without what no reader needs to see twice."""
    return " ".join(str(detail).replace("\x00", "").split())[:300]
