"""What is told on the learning shelf of a programme, and what a reader looks for there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.documents import EvidenceField
from registry.forms.fields import CountryField, LanguageField, LineField
from registry.models import Area


class LessonForm(forms.Form):
    title = LineField(label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")})
    text = forms.CharField(
        label=_("What was learned"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What worked, what did not, and what you would do again. Name no person. It becomes public."),
    )
    language = LanguageField(label=_("Language"), max_length=40, help_text=_("In which the text or the document is."))
    area = forms.ModelChoiceField(None, label=_("Area of cooperation"), required=False, empty_label=_("None"))
    country = CountryField(label=_("Country"), required=False)
    file = EvidenceField(
        label=_("Document"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most 10 MB. Hidden data, such as the author, is removed. It becomes public."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.filter(parent=None).order_by("position")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and not cleaned.get("file") and not {"text", "file"} & self.errors.keys():
            self.add_error("text", _("Write what was learned, or send a document."))
        return cleaned
