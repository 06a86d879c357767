"""A reviewer's finding on one criterion, with what it is pinned to: pages of documents, rows of the registry."""

from django import forms
from django.utils.translation import gettext_lazy as _

from observers.forms.reviews import PRIVATE, VERDICTS, TextField
from observers.models import Verdict


class FindingForm(forms.Form):
    """`documents` are those of the dossier, `rows` what the automatic check used; both are ticked to be cited."""

    verdict = forms.ChoiceField(
        label=_("Finding"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a finding.")},
    )
    reason = TextField(
        label=_("Reason"), required=False, help_text=_("Quoted to the organization if the finding is not “Met”.")
    )
    note = TextField(label=_("Note for staff"), required=False, rows=2, help_text=PRIVATE)
    document = forms.MultipleChoiceField(label=_("Documents"), required=False, widget=forms.CheckboxSelectMultiple)
    row = forms.MultipleChoiceField(
        label=_("Rows of the registry"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data=None, *, code, documents, rows, finding=None):
        pins = list(finding.pins.all()) if finding else []
        # What was cited stays on offer, also when the registry says something else today.
        self.rows = {row.reference: row.words for row in rows} | {pin.row: pin.words for pin in pins if pin.row}
        self.documents = {document.reference: document for document in documents}
        self.documents |= {pin.document.reference: pin.document for pin in pins if pin.document_id}
        self.pages = {pin.document.reference: pin.page for pin in pins if pin.document_id}
        super().__init__(data, auto_id=f"{code}-%s", initial=_initial(finding, pins))
        self.fields["document"].choices = [(key, document.title) for key, document in self.documents.items()]
        self.fields["row"].choices = list(self.rows.items())
        for reference in self.documents:
            self.fields[f"page-{reference}"] = forms.IntegerField(
                label=_("Page"), required=False, min_value=1, max_value=9999, initial=self.pages.get(reference)
            )

    def clean(self):
        typed = super().clean()
        verdict = typed.get("verdict")
        if verdict and verdict != Verdict.MET and not typed.get("reason"):
            self.add_error("reason", _("Write the reason. The organization reads it when the finding is not “Met”."))
        return typed

    def evidence(self):
        """The documents on offer, for the page: each with its box and the field for the page."""
        ticked = set(self["document"].value() or [])
        return [
            {"document": document, "is_ticked": reference in ticked, "page": self[f"page-{reference}"]}
            for reference, document in self.documents.items()
        ]

    def facts(self):
        typed = self.cleaned_data
        pins = [{"document": self.documents[key], "page": typed.get(f"page-{key}")} for key in typed["document"]]
        pins += [{"row": key, "words": self.rows[key]} for key in typed["row"]]
        return {
            "verdict": typed["verdict"],
            "reason": typed["reason"],
            "note": typed["note"],
            "pins": pins,
            "version": typed.get("version"),
        }


def _initial(finding, pins):
    if finding is None:
        return {"version": 0}
    return {
        "verdict": finding.verdict,
        "reason": finding.reason,
        "note": finding.note,
        "version": finding.version,
        "document": [pin.document.reference for pin in pins if pin.document_id],
        "row": [pin.row for pin in pins if pin.row],
    }
