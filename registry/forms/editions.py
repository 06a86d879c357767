"""Under which titles an edition of the inventory is published."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import LineField

_MISSING = {"required": _("Give it a title in this language.")}


class TitlesForm(forms.Form):
    name_en = LineField(label=_("Title in English"), max_length=200, error_messages=_MISSING)
    name_fr = LineField(label=_("Title in French"), max_length=200, error_messages=_MISSING)
    name_es = LineField(label=_("Title in Spanish"), max_length=200, error_messages=_MISSING)
