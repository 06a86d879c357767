"""What staff answer about two records that may be one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.states import PairState


class PairForm(forms.Form):
    """The answer; the verb knows when a reason is needed."""

    verdict = forms.ChoiceField(
        label=_("Are these the same organization?"),
        choices=[
            (PairState.SAME, _("Yes, the same: to be merged")),
            (PairState.DIFFERENT, _("No, they are different")),
            (PairState.UNSURE, _("It cannot be told yet")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed only to overrule an earlier answer. It is kept with the pair."),
    )
