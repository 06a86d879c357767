"""What somebody types who compares two records."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.organizations import ReasonForm
from registry.queries.merges import SIDES


class MergeForm(ReasonForm):
    """Why the two are one, and which record each thing comes from; with the versions that were on the screen."""

    winner_version = forms.IntegerField(widget=forms.HiddenInput)
    loser_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, codes, initial=None):
        super().__init__(data, initial=initial)
        self.fields["reason"].label = _("Why they are one organization")
        self.codes = codes
        for code in codes:
            self.fields[code] = forms.ChoiceField(choices=[(side, side) for side in SIDES], required=False)

    def choices(self):
        return {code: self.cleaned_data[code] for code in self.codes if self.cleaned_data[code]}

    def versions(self):
        return self.cleaned_data["winner_version"], self.cleaned_data["loser_version"]
