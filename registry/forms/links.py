"""What staff choose to link an organization to another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.forms.fields import DayField
from registry.models import Organization, OrganizationLink


class LinkForm(forms.Form):
    other = forms.CharField(
        label=_("Organization"), max_length=20, error_messages={"required": _("Choose one of the organizations.")}
    )
    kind = forms.ChoiceField(label=_("Kind of link"), choices=OrganizationLink.Kind)
    starts_on = DayField(label=_("Since"), required=False, is_past=True)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_other(self):
        reference = references.parse(self.cleaned_data["other"])
        other = Organization.objects.visible_to(self.user).filter(reference=reference).first() if reference else None
        if other is None:
            raise forms.ValidationError(_("There is no organization with this reference. Search for it by name."))
        return other
