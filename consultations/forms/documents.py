"""The papers that organizers put to a consultation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.consultations import NO_TITLE
from consultations.models import ConsultationDocument
from registry.forms.documents import EvidenceField
from registry.forms.fields import LanguageField, LineField

HELP = _("PDF, JPEG or PNG, at most 10 MB. Hidden data, such as the author, is removed.")


class DocumentFileForm(forms.Form):
    """One file in one language."""

    language = LanguageField(
        label=_("Language"),
        max_length=40,
        help_text=_("In which the file is."),
        error_messages={"required": _("Say in which language the file is.")},
    )
    file = EvidenceField(label=_("File"), help_text=HELP, error_messages={"required": _("Choose a file.")})


class ConsultationDocumentForm(forms.Form):
    name_en = LineField(label=_("Title in English"), max_length=200, required=False)
    name_fr = LineField(label=_("Title in French"), max_length=200, required=False)
    name_es = LineField(label=_("Title in Spanish"), max_length=200, required=False)
    session = forms.ModelChoiceField(
        None, label=_("Session"), required=False, empty_label=_("The whole consultation"), to_field_name="reference"
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=ConsultationDocument.Audience,
        initial=ConsultationDocument.Audience.PARTICIPANTS,
        widget=forms.RadioSelect,
        help_text=_("Participants: members of organizations that accepted the invitation or registered somebody."),
    )
    language = DocumentFileForm.base_fields["language"]
    file = DocumentFileForm.base_fields["file"]

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = consultation.agenda.order_by("starts_at", "pk")

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(f"name_{code}") for code in ("en", "fr", "es")):
            self.add_error("name_en", NO_TITLE)
        return cleaned
