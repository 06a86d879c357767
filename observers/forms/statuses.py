"""What people type about a status: a day to look at, an event, a notice, a reply."""

from django import forms
from django.utils.translation import gettext_lazy as _

from observers.models import ObserverKind
from registry.forms.fields import DayField


class RegisterForm(forms.Form):
    """Which day and which kind of observer; nothing said means CSOs today."""

    on = DayField(label=_("On this day"), is_past=True, required=False)
    kind = forms.ChoiceField(label=_("Kind of observer"), choices=ObserverKind, required=False)
