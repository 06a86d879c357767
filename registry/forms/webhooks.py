"""What is typed about a webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.exporters.webhooks import is_address
from registry.forms.fields import LineField
from registry.models import Event


class WebhookForm(forms.Form):
    address = LineField(
        label=_("Address of the receiver"),
        max_length=500,
        help_text=_("On the web, by https and at its usual port, such as https://example.org/hooks."),
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told of"),
        choices=Event.choices,
        initial=[Event.ORGANIZATION],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_address(self):
        address = self.cleaned_data["address"]
        if not is_address(address):
            raise forms.ValidationError(
                _("Write an address that begins with https://, with a name and without a port of its own.")
            )
        return address
