"""What is chosen for many records at once, and what is said before it is done."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import LanguageField, LineField
from registry.models import BulkChange, OrganizationType, Unit

# Which field says what a change needs to know.
NEEDS = {
    BulkChange.ADD_LANGUAGE: "language",
    BulkChange.REMOVE_LANGUAGE: "language",
    BulkChange.ADD_TYPE: "type",
    BulkChange.SET_UNIT: "unit",
}


class BulkChangeForm(forms.Form):
    """One change, and the one thing that it needs to know."""

    change = forms.ChoiceField(label=_("What to change"), choices=BulkChange, widget=forms.RadioSelect)
    language = LanguageField(
        label=_("Language"), required=False, help_text=_("To add or remove a working language, for example: French")
    )
    type = forms.ModelChoiceField(
        # Another type has to be explained for each organization.
        OrganizationType.objects.exclude(code="other").order_by("position"),
        label=_("Type of organization"),
        required=False,
        empty_label=_("Choose a type"),
        help_text=_("To add a type."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit or mission"),
        required=False,
        empty_label=_("Choose a unit"),
        help_text=_("To hand over the partnerships that go on."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current(on=timezone.localdate()).order_by("name_en")

    def clean(self):
        cleaned = super().clean()
        needed = NEEDS.get(cleaned.get("change"))
        if needed and needed not in self.errors and not cleaned.get(needed):
            self.add_error(needed, _("Say which one: this change needs it."))
        return cleaned

    def facts(self):
        """For the verb: the change, and the code of what it needs to know."""
        change = self.cleaned_data["change"]
        value = self.cleaned_data[NEEDS[change]] if change in NEEDS else ""
        return {"change": change, "argument": getattr(value, "code", value)}


class ConfirmationForm(forms.Form):
    name = LineField(label=_("Name of this bulk edit"), max_length=80, help_text=_("By it you find it again."))
    reason = LineField(
        label=_("Reason"), max_length=300, help_text=_("It stands in the history of each record that is changed.")
    )
