"""What is asked of who mutes an issue."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MuteForm(forms.Form):
    reason = forms.CharField(
        label=_("Why this is right as it is"),
        max_length=300,
        help_text=_("For colleagues who meet it again. Name no private person: the history keeps this sentence."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty to mute it until what it rests on changes."),
    )

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day
