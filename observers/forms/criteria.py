"""What is typed about criteria: by anybody in the self-check, by staff in the criteria themselves."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from observers.actions.criteria import CRITERION_FIELDS, SET_FIELDS
from observers.models import Answer, CriteriaSet, Criterion
from registry.models import Document

_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")


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


class _Texts(forms.ModelForm):
    """The form decides whether the input makes sense; it is never saved, a verb writes."""

    # (title, names of fields), in the order of the page.
    GROUPS = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Write something here.")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
            if isinstance(field, forms.IntegerField):
                field.widget.attrs["inputmode"] = "numeric"

    def clean(self):
        # Browsers send their own line breaks: a text that nobody changed stays equal.
        typed = super().clean() or self.cleaned_data
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in typed.items()}

    def groups(self):
        return [
            {"title": title, "fields": [{"bound": self[name], "size": self._size(name)} for name in names]}
            for title, names in self.GROUPS
        ]

    def _size(self, name):
        field = self.fields[name]
        if isinstance(field, forms.IntegerField):
            return "w-s"
        return "w-l2" if isinstance(field.widget, forms.Textarea) else "w-l"


class CriteriaSetForm(_Texts):
    GROUPS = (
        (_("What it is"), ("citation", "is_to_be_confirmed")),
        (_("In English"), ("name_en", "note_en")),
        (_("In French"), ("name_fr", "note_fr")),
        (_("In Spanish"), ("name_es", "note_es")),
        (
            _("Time limits of an application"),
            ("screening_days", "review_days", "answer_days", "opinion_days", "rounds", "reapply_months"),
        ),
        (
            _("Time limits of a status"),
            ("confirmation_months", "lapse_days", "reply_days", "most_representatives"),
        ),
    )

    class Meta:
        model = CriteriaSet
        fields = SET_FIELDS
        help_texts = {
            "citation": _("The document that these criteria come from, for example MC/INF/300, 4 November 2010."),
            "is_to_be_confirmed": _("Every page that shows a criterion says so, until you take this away."),
            "screening_days": _("Leave a number empty when no limit is set. Nothing is then promised."),
        }


class CriterionForm(_Texts):
    source_url = forms.URLField(label=_("Address of the source"), required=False, assume_scheme="https")

    GROUPS = (
        (_("What it is"), ("code", "kind")),
        (_("In English"), ("name_en", "text_en", "guidance_en", "evidence_en")),
        (_("In French"), ("name_fr", "text_fr", "guidance_fr", "evidence_fr")),
        (_("In Spanish"), ("name_es", "text_es", "guidance_es", "evidence_es")),
        (
            _("What the organization does"),
            ("needs_document", "document_kind", "validity_months", "word_limit", "in_self_check"),
        ),
        (_("What helps the reviewer"), ("comparison", "least")),
        (_("Where it comes from"), ("provenance", "source_en", "source_fr", "source_es", "source_url")),
    )

    class Meta:
        model = Criterion
        fields = CRITERION_FIELDS
        help_texts = {
            "code": _("Capital letters, digits and hyphens, for example C-LEGAL. It is unique in this version."),
            "text_en": _("The condition itself, as one or two plain sentences."),
            "guidance_en": _("What it means, and how to get what is missing."),
            "comparison": _("Shown to the reviewer with the rows it used. It never decides."),
            "least": _("For years of existence and countries of work."),
            "word_limit": _("0 when no written answer is asked for. Each answer costs the organization time."),
            "validity_months": _("Leave it empty when the age of the document does not matter."),
            "provenance": _("Shown wherever the criterion is shown."),
            "source_en": _("The document, with its article or paragraph."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Criterion.Kind.choices
        self.fields["document_kind"].choices = [("", _("No document")), *Document.Kind.choices]

    def clean_code(self):
        code = self.cleaned_data["code"].strip().upper()
        if not _CODE.fullmatch(code):
            raise forms.ValidationError(_("Write capital letters, digits and single hyphens only."))
        return code

    def clean(self):
        typed = super().clean()
        if typed.get("needs_document") and not typed.get("document_kind"):
            self.add_error("document_kind", _("Choose which document is needed, or say that none is."))
        return typed
