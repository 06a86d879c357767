"""What staff answer to a proposal, cleaned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import LineField
from registry.models import ProposedField

Decision = ProposedField.Decision
LATER = "later"


class DecisionsForm(forms.Form):
    """An answer to each field of a proposal that waits; what is left for later goes on waiting."""

    def __init__(self, *args, waiting, **kwargs):
        """`waiting`: {field: its label}."""
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        choices = [(LATER, _("Decide later")), (Decision.ACCEPTED, _("Accept")), (Decision.REFUSED, _("Do not accept"))]
        for field, label in waiting.items():
            self.fields[f"decision-{field}"] = forms.ChoiceField(
                label=_("Decision on: %(field)s") % {"field": label},
                choices=choices,
                initial=LATER,
                widget=forms.RadioSelect,
            )
            self.fields[f"reason-{field}"] = LineField(
                label=_("Why not"),
                max_length=500,
                required=False,
                help_text=_("Needed when you do not accept it. Whoever proposed it reads this."),
            )

    def clean(self):
        cleaned = super().clean()
        for field in self.waiting:
            if cleaned.get(f"decision-{field}") == Decision.REFUSED and not cleaned.get(f"reason-{field}"):
                self.add_error(f"reason-{field}", _("Say why, so that the organization knows what to do."))
        if not self.errors and not self.decisions():
            raise forms.ValidationError(_("Nothing is decided yet. Accept at least one change, or say why not."))
        return cleaned

    def decisions(self):
        answers = {
            field: (self.cleaned_data.get(f"decision-{field}"), self.cleaned_data.get(f"reason-{field}", ""))
            for field in self.waiting
        }
        return {field: answer for field, answer in answers.items() if answer[0] != LATER}
