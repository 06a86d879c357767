"""When somebody wants to be written to: how often about a topic, and in which hours not."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import Upper

from registry.mails import CHOOSABLE
from registry.models import HowOften, MailPreference, StoppedAddress


def how_often(topic, *, recipient=None, address=""):
    """The choice of a person, or of an address without an account. Notices are not for choosing: at once."""
    if topic not in CHOOSABLE:
        return HowOften.NOW
    found = MailPreference.objects.filter(topic=topic)
    found = found.filter(person=recipient) if recipient else found.filter(person=None, address__iexact=address)
    return found.values_list("how_often", flat=True).first() or HowOften.NOW


def choices_of(person):
    """{topic: how often} of everything that a person can choose."""
    chosen = dict(MailPreference.objects.filter(person=person).values_list("topic", "how_often"))
    return {topic: chosen.get(topic, HowOften.NOW) for topic in CHOOSABLE}


def stopped_among(addresses):
    """Which of these are not written to, in small letters; one query."""
    upper = {address.upper() for address in addresses}
    stopped = StoppedAddress.objects.standing().annotate(upper=Upper("address")).filter(upper__in=upper)
    return {address.lower() for address in stopped.values_list("address", flat=True)}


def out_of_quiet_hours(person, at):
    """The moment itself, or the end of the quiet hours in which it falls by the person's clock."""
    if person is None or person.quiet_from is None:
        return at
    begins, ends = person.quiet_from, person.quiet_until
    local = at.astimezone(ZoneInfo(person.time_zone))
    is_quiet = begins <= local.hour < ends if begins < ends else local.hour >= begins or local.hour < ends
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=local.hour >= ends)
    return datetime.combine(day, time(ends), local.tzinfo).astimezone(UTC)


def next_summary(rhythm, at):
    """The beginning of the day on which the next summary is written: tomorrow, or the next Monday."""
    tomorrow = at.astimezone(UTC).date() + timedelta(days=1)
    day = tomorrow if rhythm == HowOften.DAILY else tomorrow + timedelta(days=-tomorrow.weekday() % 7)
    return datetime.combine(day, time.min, UTC)
