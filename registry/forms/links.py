"""What staff choose to link an organization to another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.forms.fields import DayField
from registry.models import Organization, OrganizationLink


class OrganizationField(forms.CharField):
    """An organization that `user`, whom the form names, may know of, by its reference."""

    user = None
    default_error_messages = {
        "required": _("Choose one of the organizations."),
        "unknown": _("There is no organization with this reference. Search for it by name."),
    }

    def __init__(self, **kwargs):
        super().__init__(**({"max_length": 20} | kwargs))

    def clean(self, value):
        reference = references.parse(super().clean(value))
        known = Organization.objects.visible_to(self.user)
        organization = known.filter(reference=reference).first() if reference else None
        if organization is None:
            raise forms.ValidationError(self.error_messages["unknown"], "unknown")
        return organization


class LinkForm(forms.Form):
    other = OrganizationField(label=_("Organization"))
    kind = forms.ChoiceField(label=_("Kind of link"), choices=OrganizationLink.Kind)
    starts_on = DayField(label=_("Since"), required=False, is_past=True)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].user = user
