"""What staff say when a unit is closed, and to whom its work goes."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import DayField, LineField
from registry.models import Unit


class CloseUnitForm(forms.Form):
    # Needed while something open hangs on the unit.
    depending = ("successor",)

    on = DayField(
        label=_("Closed on"),
        is_past=True,
        initial=timezone.localdate,
        help_text=_("The first day on which it does not exist any more."),
    )
    successor = forms.ModelChoiceField(
        None,
        label=_("Successor"),
        required=False,
        empty_label=_("None"),
        help_text=_("The unit that takes its work over. Needed while open partnerships or programmes hang on it."),
    )
    reason = LineField(label=_("Reason"), max_length=300)

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.current(on=timezone.localdate()).exclude(pk=unit.pk)
        self.fields["successor"].queryset = units.order_by("name_en")


class AssignForm(forms.Form):
    unit = forms.ModelChoiceField(
        None,
        label=_("Give what is chosen to"),
        empty_label=_("Choose a unit"),
        error_messages={"required": _("Choose the unit that answers for this from now on.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current(on=timezone.localdate()).order_by("name_en")
