"""Series of consultations and their editions, each with its days, place, languages and state."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.states import ConsultationState
from registry import references
from registry.models import Area, Country, Organization, Region
from registry.models.base import Stamped, Trilingual

S = ConsultationState


def new_reference():
    return references.new("CNS")


class Series(Stamped, Trilingual):
    """What recurs under one name; how many editions there were is for its editions to tell."""

    code = models.SlugField(max_length=60, unique=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = _("series of consultations")


class ConsultationQuerySet(models.QuerySet):
    def public(self):
        """What anybody may know of; staff know of all of them."""
        return self.filter(published_at__isnull=False)


class Consultation(Stamped, Trilingual):
    """One edition. Its title and description are kept in three languages, in one of them at least."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", pgettext_lazy("consultation", "Annual consultation")
        REGIONAL = "regional", pgettext_lazy("consultation", "Regional consultation")
        THEMATIC = "thematic", pgettext_lazy("consultation", "Thematic or humanitarian consultation")
        INFORMATION = "information", pgettext_lazy("consultation", "Information session")
        IDM = "idm", pgettext_lazy("consultation", "Workshop of the International Dialogue on Migration")
        OTHER = "other", pgettext_lazy("consultation", "Another forum")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", pgettext_lazy("consultation", "In person")
        ONLINE = "online", pgettext_lazy("consultation", "Online")
        HYBRID = "hybrid", pgettext_lazy("consultation", "In person and online")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    # In the public address; it never changes, so that a link that somebody kept leads there.
    slug = models.SlugField(max_length=80, unique=True)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="editions")
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    # An edition may be annual and regional at once.
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind))
    # As its organizers count it, “sixth annual”: counts differ by what is counted, so it is told, never computed.
    claimed_number = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    description_en = models.TextField(blank=True)
    description_fr = models.TextField(blank=True)
    description_es = models.TextField(blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="consultations")
    areas = models.ManyToManyField(Area, related_name="consultations", blank=True)
    format = models.CharField(max_length=10, choices=Format, default=Format.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="consultations")
    zone = models.CharField(max_length=60, default="Europe/Zurich")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # Each lasts to the end of its day by the clocks of the place; without a day nothing ends by itself.
    topics_until = models.DateField(null=True, blank=True)
    answers_until = models.DateField(null=True, blank=True)
    registration_until = models.DateField(null=True, blank=True)
    contributions_until = models.DateField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    interpretation = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    # In the room; nobody counts places online.
    seats = models.PositiveIntegerField(null=True, blank=True)
    co_organizers = models.ManyToManyField(Organization, related_name="consultations_co_organized", blank=True)
    state = models.CharField(max_length=20, choices=ConsultationState, default=S.IDEA)
    published_at = models.DateTimeField(null=True, blank=True)
    # From then on everybody reads its recommendations, and what becomes of them; what is recorded later waits to be
    # published too.
    recommendations_published_at = models.DateTimeField(null=True, blank=True)
    # Who answers questions about it; everybody reads the address.
    contact_email = models.EmailField(blank=True)
    cancelled_reason = models.CharField(max_length=500, blank=True)
    # In which language that is; nobody knows it of what was written before this was asked.
    cancelled_reason_language = models.CharField(max_length=2, blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("consultations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "idea",
                        "planned",
                        "inviting",
                        "registration_closed",
                        "running",
                        "reporting",
                        "follow_up",
                        "closed",
                        "cancelled",
                    ]
                ),
                name="consultation_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(format__in=["in_person", "online", "hybrid"]), name="consultation_format_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kinds__contained_by=["annual", "regional", "thematic", "information", "idm", "other"],
                    kinds__len__gte=1,
                ),
                name="consultation_kinds_known",
                violation_error_message=_("Say of what kind it is: choose one or more."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name_en="", name_fr="", name_es=""),
                name="consultation_has_a_title",
                violation_error_message=_("Write the title in one language at least."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True, ends_on__isnull=True)
                | models.Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="consultation_ends_after_it_begins",
                violation_error_message=_("Write both days; the last must not come before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["idea", "cancelled"]) | models.Q(starts_on__isnull=False),
                name="public_consultation_has_days",
                violation_error_message=_("Everybody reads what is planned, so it needs its days. Write them first."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["idea", "cancelled"]) | models.Q(format="online") | ~models.Q(place=""),
                name="public_consultation_has_a_place",
                violation_error_message=_("Everybody reads what is planned, so it needs a place. Write it first."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled")
                | models.Q(state="idea", published_at__isnull=True)
                | (~models.Q(state="idea") & models.Q(published_at__isnull=False)),
                name="only_an_idea_is_not_public",
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled", cancelled_reason__gt="")
                | (~models.Q(state="cancelled") & models.Q(cancelled_reason="")),
                name="cancelled_with_a_reason",
                violation_error_message=_("Say why it does not take place. Everybody who knew of it reads the reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(seats__isnull=True) | models.Q(seats__gte=1),
                name="consultation_has_a_seat",
                violation_error_message=_("A room has one seat at least. Leave the field empty when it is not known."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("consultations:consultation-detail", args=[self.slug])

    def text_in(self, language, field):
        if field == "cancelled_reason":
            return self.cancelled_reason, self.cancelled_reason_language or language[:2]
        return super().text_in(language, field)

    @property
    def kind_labels(self):
        return [self.Kind(kind).label for kind in self.kinds]
