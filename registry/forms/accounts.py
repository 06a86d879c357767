"""What a person says of herself when she creates an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import LineField


class SignUpForm(forms.Form):
    """Asked besides the address and the password, which the sign-in library asks for."""

    name = LineField(
        label=_("Your name"),
        max_length=150,
        error_messages={"required": _("Write your name.")},
        help_text=_("Who decides on what you send reads it, and nobody outside."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def signup(self, request, user):
        """The library calls it; the adapter has kept the name with the account."""
