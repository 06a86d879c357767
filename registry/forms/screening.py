"""What staff answer about a match with a watch list, and the newer list that they send."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from registry.states import MatchState


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Is the organization who stands in the list?"),
        choices=[
            (MatchState.CLEARED, _("No, it is another one")),
            (MatchState.CONFIRMED, _("Yes, it is the same: a second person must agree")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you compared, and what it told you. Only colleagues who judge matches read it."),
        error_messages={"required": _("Say why you answer so. The reason is kept with the match.")},
    )


class AskAgainForm(forms.Form):
    reason = forms.CharField(
        label=_("What is known now"),
        max_length=500,
        help_text=_("Only colleagues who judge matches read it."),
        error_messages={"required": _("Say what is known now that was not known then.")},
    )


class WatchListForm(forms.Form):
    file = forms.FileField(
        label=_("XML file of the consolidated list"),
        help_text=_("From the site of the United Nations Security Council, as it was downloaded."),
        error_messages={
            "required": _("Choose the file that you want to send."),
            "empty": _("The file is empty. Check that the download finished, and send it again."),
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(limit)s can be read. Check that it is the list."),
                "too_big",
                {"size": filesizeformat(file.size), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)},
            )
        return file
