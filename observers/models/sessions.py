"""Sessions at which observers are admitted or take part: of the Council, and of the Dialogue on Migration."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped


def new_reference():
    return references.new("SES")


class CouncilSessionQuerySet(models.QuerySet):
    def of_council(self):
        return self.exclude(kind=CouncilSession.Kind.IDM)

    def open_for_applications(self, *, at):
        """Those for which an application can still be sent, the nearest first.

        Without a deadline: until its papers must be ready or are final, and never once it has begun.
        """
        return (
            self.of_council()
            .filter(models.Q(closes_at__isnull=True) | models.Q(closes_at__gte=at), starts_on__gt=at.date())
            .filter(models.Q(papers_at__isnull=True) | models.Q(papers_at__gte=at), papers_closed_at=None)
            .filter(models.Q(opens_at__isnull=True) | models.Q(opens_at__lte=at))
            .order_by("starts_on", "pk")
        )


class CouncilSession(Stamped):
    """One session with its dates. Deadlines are instants with the zone in which they were set, or not set at all."""

    class Kind(models.TextChoices):
        REGULAR = "regular", pgettext_lazy("session", "Regular session of the Council")
        SPECIAL = "special", pgettext_lazy("session", "Special session of the Council")
        IDM = "idm", pgettext_lazy("session", "International Dialogue on Migration")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGULAR)
    # Of the Council; the Dialogue has none.
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/Zurich")
    opens_at = models.DateTimeField(_("applications open"), null=True, blank=True)
    closes_at = models.DateTimeField(_("applications close"), null=True, blank=True)
    papers_at = models.DateTimeField(_("papers must be ready"), null=True, blank=True)
    # From then on the pack is final: nothing joins the agenda, nothing leaves it.
    papers_closed_at = models.DateTimeField(null=True, blank=True)
    # The references of what stood on the agenda then.
    final_agenda = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = CouncilSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["regular", "special", "idm"]), name="session_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="session_ends_after_it_begins",
                violation_error_message=_("The last day comes before the first. Check both dates."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="idm") | models.Q(number__isnull=False),
                name="council_session_has_a_number",
                violation_error_message=_("A session of the Council has a number. Write it."),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(kind="idm"),
                name="council_session_numbered_once",
                violation_error_message=_("There is a session with this number already."),
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="session_closes_after_it_opens",
                violation_error_message=_("Applications close before they open. Check both times."),
            ),
        ]

    def __str__(self):
        if self.name:
            return self.name
        words = {
            "regular": _("Council, session %(number)s (%(year)s)"),
            "special": _("Council, special session %(number)s (%(year)s)"),
            "idm": _("International Dialogue on Migration %(year)s"),
        }
        return str(words[self.kind]) % {"number": self.number, "year": self.starts_on.year}

    def get_absolute_url(self):
        return reverse("observers:session-detail", args=[self.reference])
