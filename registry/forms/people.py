"""What is typed to invite people, to give them a role, and what a person types about herself."""

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models import Country, Unit, User
from registry.models.people import LANGUAGES
from registry.roles import Function, MemberRole


class _InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The invitation counts for this address only."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower()


def _language_field():
    return forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=LANGUAGES,
        help_text=_("A person who has an account already is written to in her own language."),
    )


class ScopeForm(forms.Form):
    """Where a function holds; `held` is the unit that it has, which may be one of the past."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("No unit"))
    countries = forms.ModelMultipleChoiceField(
        Country.objects.order_by("name_en"),
        label=_("Countries"),
        required=False,
        help_text=_("Choose none for the whole world. Hold Ctrl or Cmd to choose several."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args, held=None, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.current(on=timezone.localdate())
        self.fields["unit"].queryset = (units | Unit.objects.filter(pk=held)).order_by("name_en")

    def clean_countries(self):
        return [country.pk for country in self.cleaned_data["countries"]]


class StaffInvitationForm(ScopeForm, _InvitationForm):
    function = forms.ChoiceField(label=_("Function"), choices=Function)
    language = _language_field()

    field_order = ("email", "function", "unit", "countries", "language")


class MemberInvitationForm(_InvitationForm):
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole, initial=MemberRole.EDITOR)
    language = _language_field()


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"), choices=MemberRole, widget=forms.Select(attrs={"class": "select select--sm"})
    )


class FunctionForm(forms.Form):
    function = forms.ChoiceField(choices=Function)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It is kept in the history."))


@cache
def _zones():
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


class ProfileForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=_zones, help_text=_("Times are shown by this clock, always with their zone.")
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
        help_texts = {
            "name": _("As your colleagues know you."),
            "language": _("We write to you in this language."),
        }
