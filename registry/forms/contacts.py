"""What staff type about a contact, cleaned."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import DayField, LanguageField, LineField, PhoneField
from registry.models import Contact


class ContactForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Contact.Role, initial=Contact.Role.FOCAL_POINT)
    name = LineField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("Of the person, or of the office when it is nobody's own address."),
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    phone = PhoneField(label=_("Telephone"), required=False, help_text=_("With the country code, for example +254 …"))
    language = LanguageField(
        label=_("Language"), max_length=40, required=False, help_text=_("In which to write to this contact.")
    )
    source = LineField(
        label=_("Where this comes from"),
        max_length=200,
        required=False,
        help_text=_("For example: letter of the organization of 3 May."),
    )
    starts_on = DayField(label=_("Since"), required=False, is_past=True)
    last_confirmed_on = DayField(label=_("Last confirmed on"), required=False, is_past=True)

    def clean(self):
        cleaned = super().clean()
        said = {"name", "email", "phone"}
        if not said & self.errors.keys() and not any(cleaned.get(field) for field in said):
            self.add_error("name", _("Give a name, an e-mail address or a telephone number."))
        return cleaned

    @staticmethod
    def initial_of(contact):
        return {field: getattr(contact, field) for field in ContactForm.base_fields}


class EndForm(forms.Form):
    """The last day of something that lasted."""

    on = DayField(label=_("Last day"), is_past=True, initial=timezone.localdate)
