"""What is typed about a saved view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import LineField
from registry.models import Rhythm, Unit, ViewedList

MOST_OF_AN_ADDRESS = 4_000


class SaveViewForm(forms.Form):
    """A name for the list that is on the screen; which list, and its address, come along unseen."""

    name = LineField(label=_("Name of the view"), max_length=80)
    list_name = forms.ChoiceField(choices=ViewedList, widget=forms.HiddenInput)
    query = forms.CharField(max_length=MOST_OF_AN_ADDRESS, required=False, widget=forms.HiddenInput)


class ViewForm(forms.Form):
    """Its name, and with whom it is shared."""

    name = LineField(label=_("Name of the view"), max_length=80)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Shared with"),
        required=False,
        empty_label=_("Nobody: only I see it"),
        help_text=_("Your colleagues of this unit see the name, the filters and what they find by their own rights."),
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units).order_by("name_en")
        if not units:
            del self.fields["unit"]


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(choices=[("", _("No mails")), *Rhythm.choices], required=False)
