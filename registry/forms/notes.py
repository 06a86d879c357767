"""What staff write in a note."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models import Note

# Long enough to be of use, short enough that nobody inherits a rumour.
USUAL_DAYS, MOST_DAYS = 180, 730


def _usual_day():
    return timezone.localdate() + timedelta(days=USUAL_DAYS)


class ReviewDayForm(forms.Form):
    review_on = forms.DateField(
        label=_("Look at it again by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=_usual_day,
        help_text=_("After this day the note counts no longer, unless somebody renews it."),
    )

    def clean_review_on(self):
        day, today = self.cleaned_data["review_on"], timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if day > today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("Choose a day within two years."))
        return day


class NoteForm(ReviewDayForm):
    kind = forms.ChoiceField(
        label=_("Kind of note"),
        choices=Note.Kind,
        help_text=_("A concern counts only when a second person agrees."),
    )
    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Write what you know and from whom, as if the organization could read it one day."),
    )
    field_order = ("kind", "text", "review_on")


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Why"), max_length=300)
