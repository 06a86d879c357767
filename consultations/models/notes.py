"""What a rapporteur writes down in a break-out group."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.agenda import AgendaItem
from consultations.states import BreakoutNoteState
from registry import references
from registry.models import User
from registry.models.base import Stamped
from registry.models.people import LANGUAGES


def new_reference():
    return references.new("BRN")


class BreakoutNote(Stamped):
    """It begins empty, when its rapporteur is named; handed in, it stays as it is."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="notes")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="breakout_notes")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    state = models.CharField(max_length=10, choices=BreakoutNoteState, default=BreakoutNoteState.DRAFT)

    class Meta:
        verbose_name_plural = _("notes of break-out groups")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "written_by"],
                name="rapporteur_named_once",
                violation_error_message=_("This person writes the notes of this session already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "handed_in"]), name="breakout_note_state_known"
            ),
            models.CheckConstraint(condition=models.Q(language__in=["en", "fr", "es"]), name="note_language_known"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | ~models.Q(text=""),
                name="notes_handed_in_say_something",
                violation_error_message=_("Nothing is written yet. Write your notes first, then hand them in."),
            ),
        ]

    @property
    def lines(self):
        """What it says, line by line: each may become a recommendation."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]
