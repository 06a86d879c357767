"""What organizers, units and rapporteurs type about recommendations, cleaned."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.forms.consultations import OrganizationsField, ReasonLanguageField, TextField
from consultations.models import ManagementResponse, Recommendation
from consultations.queries.recipients import rapporteurs
from registry.forms.fields import DayField, LineField
from registry.models import Area, Unit
from registry.models.people import LANGUAGES

VERDICT = ManagementResponse.Verdict
IN_LANGUAGES = ("en", "fr", "es")


class RecommendationForm(forms.Form):
    text_en = TextField(label=_("Text in English"))
    text_fr = TextField(label=_("Text in French"))
    text_es = TextField(label=_("Text in Spanish"))
    session = forms.ModelChoiceField(
        None, label=_("Session"), required=False, empty_label=_("None"), to_field_name="reference"
    )
    area = forms.ModelChoiceField(
        Area.objects.filter(parent=None).order_by("position"),
        label=_("Area of cooperation"),
        required=False,
        empty_label=_("None"),
    )
    level = forms.ChoiceField(label=_("Level"), choices=Recommendation.Level)
    proposers = OrganizationsField(
        label=_("Proposed by"),
        required=False,
        max_length=2000,
        help_text=_("References of organizations, one on each line. They follow it from then on."),
    )

    def __init__(self, *args, consultation, user, version=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = consultation.agenda.order_by("starts_at", "pk")
        self.fields["proposers"].user = user
        self.version = version

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(f"text_{code}") for code in IN_LANGUAGES):
            self.add_error("text_en", _("Write the recommendation in one language at least."))
        return cleaned


class AssignForm(forms.Form):
    """To a unit, which answers, or to organizations, which act."""

    unit = forms.ModelChoiceField(
        None, label=_("Unit that answers"), required=False, empty_label=_("None"), to_field_name="code"
    )
    leads = OrganizationsField(
        label=_("Or organizations that act"),
        required=False,
        max_length=1000,
        help_text=_("Their references, one on each line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DayField(
        label=_("Due"), required=False, help_text=_("Empty: sixty days after the recommendations are public.")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current(on=timezone.localdate()).order_by("name_en", "pk")
        self.fields["leads"].user = user

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over, so it would be overdue at once. Choose a day to come."))
        return day

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned["unit"]) == bool(cleaned["leads"]):
            self.add_error("unit", _("Choose one: the unit that answers, or the organizations that act."))
        return cleaned


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Answer"), choices=VERDICT, widget=forms.RadioSelect)
    reason_en = TextField(label=_("Reason in English"))
    reason_fr = TextField(label=_("Reason in French"))
    reason_es = TextField(label=_("Reason in Spanish"))
    action_en = TextField(label=_("What is done, in English"))
    action_fr = TextField(label=_("What is done, in French"))
    action_es = TextField(label=_("What is done, in Spanish"))
    owner = LineField(
        label=_("Who does it"),
        max_length=200,
        required=False,
        help_text=_("An office or a function. Everybody reads it, so do not name a private person."),
    )
    due_on = DayField(label=_("To be done by"), required=False)

    def __init__(self, *args, version=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if not verdict:
            return cleaned
        if verdict != VERDICT.ACCEPT and not self._says(cleaned, "reason"):
            self.add_error("reason_en", _("Say why it is not accepted, or only in part. Everybody reads the reason."))
        if verdict == VERDICT.NOT:
            cleaned |= {"due_on": None, "owner": "", "action_en": "", "action_fr": "", "action_es": ""}
            return cleaned
        if not self._says(cleaned, "action"):
            self.add_error("action_en", _("Say what is done about it."))
        if not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Write the day by which it is done."))
        return cleaned

    @staticmethod
    def _says(cleaned, field):
        return any(cleaned.get(f"{field}_{code}") for code in IN_LANGUAGES)


class DropForm(forms.Form):
    reason = TextField(
        label=_("Why it is dropped"), max_length=500, required=True, help_text=_("Everybody reads the reason.")
    )
    language = ReasonLanguageField()


class NotesForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    text = TextField(
        label=_("Notes"),
        max_length=20_000,
        help_text=_("One point on each line: each line can become a recommendation."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args, version=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version


class RapporteurForm(forms.Form):
    """By address, one of those of whom this member of the staff may know; all other addresses get one answer alike."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Of a colleague, or of a member of an organization that you know of. She is told by e-mail."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        cleaned = super().clean()
        address = cleaned.pop("email", None)
        if address:
            cleaned["person"] = rapporteurs(user=self.user).filter(email__iexact=address).first()
            if cleaned["person"] is None:
                self.add_error(
                    "email",
                    _(
                        "No colleague, and no member of an organization that you know of, has this address. Check it,"
                        " or ask the person to join her organization here first."
                    ),
                )
        return cleaned
