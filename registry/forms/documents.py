"""What staff send in as a document. The file is looked into and written anew before anybody keeps it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import DayField, LanguageField, LineField
from registry.importers.documents import LIMIT_BYTES, MEGABYTE, CleanFile, Untaken, clean_file
from registry.models import Document


class EvidenceField(forms.FileField):
    """A PDF, JPEG or PNG file; gives a CleanFile. What it was called on somebody's computer is forgotten."""

    def __init__(self, **kwargs):
        widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
        super().__init__(**({"widget": widget, "max_length": 255, "allow_empty_file": True} | kwargs))

    def clean(self, data, initial=None) -> CleanFile | None:
        file = super().clean(data, initial)
        # Where none has to be sent, none may come.
        if not file:
            return None
        # Before the bytes are taken into memory.
        if file.size > LIMIT_BYTES:
            raise forms.ValidationError(Untaken("too_big", limit=LIMIT_BYTES // MEGABYTE).sentence())
        try:
            return clean_file(file.name, file.read())
        except Untaken as untaken:
            raise forms.ValidationError(untaken.sentence()) from untaken


class DocumentForm(forms.Form):
    file = EvidenceField(
        label=_("File"),
        error_messages={"required": _("Choose a file.")},
        help_text=_(
            "PDF, JPEG or PNG, at most 10 MB. Hidden data, such as the author or the place of a photograph, is removed;"
            " a digital signature does not survive this."
        ),
    )
    kind = forms.ChoiceField(label=_("Kind of document"), choices=Document.Kind)
    title = LineField(label=_("Title"), max_length=200, error_messages={"required": _("Give the document a title.")})
    language = LanguageField(label=_("Language"), max_length=40, required=False)
    issued_on = DayField(label=_("Issued on"), is_past=True, required=False)
    expires_on = DayField(label=_("Expires on"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Document.Visibility,
        initial=Document.Visibility.STAFF,
        help_text=_("Later this can only become narrower."),
    )

    def clean(self):
        cleaned = super().clean()
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("The document expires before it was issued. Check both dates."))
        return cleaned

    @staticmethod
    def initial_of(document):
        """What a newer one probably shares with the one that it replaces."""
        return {field: getattr(document, field) for field in ("kind", "title", "language", "visibility")}
