"""What looks unlikely in the contacts of an organization. Private, as they are: only for who may read them."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from registry.matching.compare import SHARED_DOMAINS
from registry.models import Contact, Organization, StoppedAddress
from registry.models.issues import Owner, Severity
from registry.queries.rules.rule import Rule


def _part_of(column, pattern):
    return Func(Lower(column), Value(pattern), function="substring", output_field=CharField())


def _mail_elsewhere(on):
    """A mailbox with one of the large providers says nothing either way."""
    written = Contact.objects.filter(ends_on=None).annotate(
        domain=_part_of("email", "@(.+)$"),
        host=_part_of("organization__website", r"^https?://(?:www\.)?([^/:?#]+)"),
    )
    own = Q(host=F("domain")) | Q(host__endswith=Concat(Value("."), F("domain")))
    own |= Q(domain__endswith=Concat(Value("."), F("host"))) | Q(domain__in=SHARED_DOMAINS)
    return written.filter(domain__isnull=False, host__isnull=False).exclude(own)


def _two_heads(on):
    heads = Contact.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        Q(starts_on=None) | Q(starts_on__lte=on),
        organization=OuterRef("pk"),
        role=Contact.Role.HEAD,
    )
    led = Organization.objects.annotate(heads=ArraySubquery(heads.order_by("reference").values("reference")))
    return led.filter(heads__len__gt=1)


def _mail_came_back(on):
    stopped = StoppedAddress.objects.of(OuterRef("email")).exclude(why=StoppedAddress.Why.COMPLAINT)
    return Contact.objects.filter(Exists(stopped), ends_on=None).exclude(email="")


RULES = (
    Rule(
        code="mail-came-back",
        severity=Severity.SHOULD,
        # The organization cannot be asked where its mail does not arrive.
        owner=Owner.CURATOR,
        title=_("Mail to a contact came back"),
        why=_("Nobody reads at this address, so invitations and notices do not arrive."),
        what_to_do=_("Ask the organization for the right address, or end the entry."),
        part="contacts",
        section="contacts",
        find=_mail_came_back,
        facts=("email",),
        about="reference",
        is_private=True,
    ),
    Rule(
        code="two-heads",
        severity=Severity.SHOULD,
        owner=Owner.ORGANIZATION,
        title=_("It has two heads today"),
        why=_("Who signs for the organization is not clear."),
        what_to_do=_("End the entry of the one who left."),
        part="contacts",
        section="contacts",
        find=_two_heads,
        facts=("heads",),
        is_private=True,
    ),
    Rule(
        code="mail-elsewhere",
        severity=Severity.HINT,
        owner=Owner.ORGANIZATION,
        title=_("A contact writes from another domain than the website"),
        why=_("The person may have left, or the website may belong to somebody else."),
        what_to_do=_("Ask the organization which of the two is right."),
        part="contacts",
        section="contacts",
        find=_mail_elsewhere,
        facts=("domain", "host"),
        about="reference",
        is_private=True,
    ),
)
