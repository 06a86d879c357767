"""What organizers write into a report, and why it is given back."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 20_000


class LongTextField(forms.CharField):
    """A long text. Browsers send line ends of their own: a text that nobody changed stays equal."""

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
        super().__init__(**({"max_length": LONGEST_TEXT, "required": False, "widget": widget} | kwargs))

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class ReportForm(forms.Form):
    introduction_en = LongTextField(label=_("Introduction in English"))
    introduction_fr = LongTextField(label=_("Introduction in French"))
    introduction_es = LongTextField(label=_("Introduction in Spanish"))
    next_steps_en = LongTextField(label=_("Next steps in English"))
    next_steps_fr = LongTextField(label=_("Next steps in French"))
    next_steps_es = LongTextField(label=_("Next steps in Spanish"))


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What must be changed"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever writes the report reads it."),
    )
