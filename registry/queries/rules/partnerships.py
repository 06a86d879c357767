"""What looks unlikely in the partnerships of an organization."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.models import Partnership
from registry.models.issues import Owner, Severity
from registry.queries.rules.rule import Rule
from registry.states import OrganizationState

WAITS_FOR = timedelta(days=730)


def _begun_before_foundation(on):
    return Partnership.objects.told().filter(period__startswith__year__lt=F("organization__founded"))


def _not_begun(on):
    return Partnership.objects.verified().filter(period__startswith__gt=on)


def _unit_closed(on):
    return Partnership.objects.verified().filter(Q(unit__valid_until__lte=on) | Q(unit__successor__isnull=False))


def _over_and_proposed(on):
    # The end of a range is the day after its last.
    return Partnership.objects.filter(state="proposed", period__endswith__lte=on - WAITS_FOR)


def _dormant_and_active(on):
    return Partnership.objects.verified().current(on=on).filter(organization__state=OrganizationState.DORMANT)


RULES = (
    Rule(
        code="begun-before-foundation",
        severity=Severity.MUST,
        owner=Owner.CURATOR,
        title=_("A partnership began before the organization was founded"),
        why=_("One of the two dates is wrong, or the partnership was with somebody else."),
        what_to_do=_("Check the year of foundation and the first day of the partnership."),
        part="partnerships",
        section="kind",
        find=_begun_before_foundation,
        facts=("period", "organization__founded"),
        about="reference",
    ),
    Rule(
        code="verified-not-begun",
        severity=Severity.SHOULD,
        owner=Owner.CURATOR,
        title=_("A partnership is verified but has not begun"),
        why=_("Nobody can have seen evidence of what is still to come."),
        what_to_do=_("Check the first day. If it is right, verify it again when it has begun."),
        part="partnerships",
        section="about",
        find=_not_begun,
        facts=("period", "state"),
        about="reference",
    ),
    Rule(
        code="unit-closed",
        severity=Severity.SHOULD,
        owner=Owner.STEWARD,
        title=_("The unit that answers for a verified partnership is closed"),
        why=_("Nobody in IOM follows this partnership any more."),
        what_to_do=_("Give it to the unit that took over."),
        part="partnerships",
        section="about",
        find=_unit_closed,
        facts=("unit", "state"),
        about="reference",
    ),
    Rule(
        code="over-and-proposed",
        severity=Severity.SHOULD,
        owner=Owner.CURATOR,
        title=_("A partnership ended two years ago and was never verified"),
        why=_("It counts as proposed for ever, and stands in the list of work to do."),
        what_to_do=_("Look for evidence and verify it, or reject it with a reason."),
        part="partnerships",
        section="about",
        find=_over_and_proposed,
        facts=("period", "state"),
        about="reference",
    ),
    Rule(
        code="dormant-and-active",
        severity=Severity.SHOULD,
        owner=Owner.CURATOR,
        title=_("Dormant, with a verified partnership that goes on"),
        why=_("Either it is not dormant, or the partnership is over."),
        what_to_do=_("Ask the unit that answers for the partnership."),
        part="partnerships",
        section="about",
        find=_dormant_and_active,
        facts=("period", "state", "organization__state"),
        about="reference",
    ),
)
