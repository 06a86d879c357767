"""Documents: evidence that an organization or the staff has filed. A file never changes and has no public address."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization


def new_reference():
    return references.new("DOC")


class DocumentQuerySet(models.QuerySet):
    def current(self):
        """Those that no later one replaces."""
        return self.filter(superseded_by=None)


class Document(Stamped):
    """One file, stored without the data that programs and cameras hide in files."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("Registration certificate")
        STATUTES = "statutes", _("Statutes")
        ACCOUNTS = "accounts", _("Accounts")
        REPORT = "report", _("Activity report")
        LETTER = "letter", _("Letter")
        AGREEMENT = "agreement", _("Agreement with IOM")
        OTHER = "other", _("Other document")

    class Visibility(models.TextChoices):
        """Who may read it. It can only become narrower."""

        MEMBERS = "members", _("The organization and IOM staff")
        STAFF = "staff", _("IOM staff only")

    # Told apart within its organization, as every row of a record is.
    reference = models.CharField(max_length=12, default=new_reference, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind of document"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    visibility = models.CharField(_("who may read it"), max_length=10, choices=Visibility, default=Visibility.STAFF)
    file = models.FileField(upload_to="documents/")
    # The very bytes that were sent, apart from what everybody else reads: a digital signature lives only in these.
    # Never kept of an organization at risk, for they tell who made them and where.
    original = models.FileField(upload_to="originals/", blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    filed_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(fields=["organization", "reference"], name="document_reference_once"),
            models.CheckConstraint(
                condition=models.Q(visibility__in=["members", "staff"]), name="document_visibility_known"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(issued_on__isnull=True)
                | models.Q(expires_on__gte=models.F("issued_on")),
                name="document_expires_after_issue",
                violation_error_message=_("The document expires before it was issued. Check both dates."),
            ),
        ]
