"""Why the clock is to ask for something no more."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PauseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is paused"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For colleagues who wonder why it does not run."),
    )
