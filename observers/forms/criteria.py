"""What is typed about criteria: by anybody in the self-check, by staff in the criteria themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from observers.models import Answer


class SelfCheckForm(forms.Form):
    """One question for each criterion, under its code; made from the criteria that are live."""

    def __init__(self, *args, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[criterion.code] = forms.ChoiceField(
                label=criterion.told("text"),
                help_text=criterion.told("guidance"),
                choices=Answer.SelfCheck.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose yes, no or not sure.")},
            )

    def rows(self):
        return [{"criterion": criterion, "field": self[criterion.code]} for criterion in self.criteria]

    def answers(self):
        return {criterion.code: self.cleaned_data[criterion.code] for criterion in self.criteria}
