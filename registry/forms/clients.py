"""What is typed about a system that reads the API."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import CountriesField, DayField, LineField
from registry.models import Scope
from registry.models.clients import OPEN_SCOPES


class DescribeForm(forms.Form):
    name = LineField(label=_("Name of the system"), max_length=100)
    run_by = LineField(label=_("Who runs it"), max_length=150, help_text=_("Your organization, and the team in it."))
    purpose = forms.CharField(label=_("What it is for"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    scopes = forms.MultipleChoiceField(
        label=_("What its keys are for, beside reading"),
        required=False,
        choices=[(scope.value, scope.label) for scope in OPEN_SCOPES if scope != Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose no more than it needs: a key that is lost then opens no more."),
    )

    def __init__(self, *args, version=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version


class RegisterForm(DescribeForm):
    asks_because = forms.CharField(
        label=_("Why it needs towns and provinces"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only if it does: these are not public, and somebody at IOM looks at what you write."),
    )


class AskForm(forms.Form):
    because = forms.CharField(
        label=_("Why it needs towns and provinces"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class GiveForm(forms.Form):
    countries = CountriesField(
        label=_("Countries"),
        required=False,
        help_text=_("One on each line. Its keys then read of organizations that work there alone; none: of all."),
    )
    until = DayField(label=_("Until"), required=False, help_text=_("The last day. Empty: no end is set."))
    reason = LineField(label=_("What its owner should know"), required=False, max_length=500)

    def clean_countries(self):
        return [country.pk for country in self.cleaned_data["countries"]]


class ReasonForm(forms.Form):
    reason = LineField(label=_("Why"), max_length=500, help_text=_("Its owner reads this."))


class OwnReasonForm(forms.Form):
    reason = LineField(label=_("Why"), required=False, max_length=500)
