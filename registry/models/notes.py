"""Notes that staff keep on an organization: never shown to it, to the public or to partner systems."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.organizations import Organization
from registry.states import NoteState


def new_note_reference():
    return references.new("NTE")


class NoteQuerySet(models.QuerySet):
    def current(self, *, on):
        """Those that still count on a day: a note that nobody looked at again by its date counts no longer."""
        return self.filter(state=NoteState.OPEN, review_on__gte=on)


class Note(Stamped):
    """What staff should know of an organization, until a day. A concern stands only when a second person agrees."""

    class Kind(models.TextChoices):
        REMARK = "remark", pgettext_lazy("note", "Remark")
        CONCERN = "concern", pgettext_lazy("note", "Concern")

    reference = models.CharField(max_length=12, default=new_note_reference, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind of note"), max_length=10, choices=Kind, default=Kind.REMARK)
    state = models.CharField(max_length=10, choices=NoteState)
    text = models.TextField(_("note"), max_length=2000)
    review_on = models.DateField(_("look at it again by"))
    written_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    # Who answered a concern, or closed the note, and why.
    answered_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("notes of staff")
        constraints = [
            models.UniqueConstraint(fields=["organization", "reference"], name="note_reference_once"),
            models.CheckConstraint(condition=models.Q(state__in=NoteState.values), name="note_state_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=~models.Q(kind="concern", state=NoteState.OPEN)
                | (models.Q(answered_by__isnull=False) & ~models.Q(answered_by=models.F("written_by"))),
                name="concern_counts_by_two",
                violation_error_message=_("Two people must agree on a concern. Ask a colleague to look at it."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="concern") | models.Q(state__in=[NoteState.OPEN, NoteState.CLOSED]),
                name="remark_needs_nobody",
            ),
        ]
