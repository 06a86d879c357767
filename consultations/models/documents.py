"""Papers of a consultation or of one of its sessions: each with a file in one or more languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models.agenda import AgendaItem
from consultations.models.consultations import Consultation
from registry import references
from registry.models.base import Stamped, Trilingual


def new_reference():
    return references.new("CDO")


def new_file_reference():
    return references.new("CDF")


class ConsultationDocument(Stamped, Trilingual):
    """One paper. It is there as long as one of its files is."""

    class Audience(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("document of a consultation", "Everybody")
        PARTICIPANTS = "participants", pgettext_lazy("document of a consultation", "Participants and IOM staff")

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="documents")
    # The session that it belongs to; empty when it is about the whole edition.
    session = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="documents")
    name_en = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PARTICIPANTS)

    class Meta:
        verbose_name_plural = _("documents of consultations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__in=["public", "participants"]), name="consultation_document_audience_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(name_en="", name_fr="", name_es=""),
                name="consultation_document_has_a_title",
                violation_error_message=_("Write the title in one language at least."),
            ),
        ]


class DocumentFileQuerySet(models.QuerySet):
    def current(self):
        """Neither replaced by a newer one nor taken off."""
        return self.filter(ended_at=None)


class DocumentFile(Stamped):
    """A paper in one language. A file never changes: a newer version is another row, and ends this one."""

    reference = models.CharField(max_length=12, unique=True, default=new_file_reference, editable=False)
    document = models.ForeignKey(ConsultationDocument, models.PROTECT, related_name="files")
    language = models.CharField(max_length=10)
    file = models.FileField(upload_to="consultations/")
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("files of documents of consultations")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
                condition=models.Q(ended_at__isnull=True),
                name="one_current_file_a_language",
                violation_error_message=_("Somebody else added a file in this language meanwhile. Look at it first."),
            ),
        ]

    @property
    def title(self):
        """What it is called where it is saved: in its own language, if the paper has a title in it."""
        return self.document.text_in(self.language, "name")[0]
