"""What staff type about an application. Whether it may happen now, the verb decides."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from observers.models import Ground, Recommendation, Verdict
from observers.queries.clock import GENEVA, database_now, end_of_day
from registry.forms.fields import DayField
from registry.models.people import LANGUAGES

# Those that a reviewer chooses from; a key of the keyboard each.
VERDICTS = [
    (verdict.value, verdict.label) for verdict in (Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_ASSESS)
]
PRIVATE = _("Never shown to the organization.")
BOTH_SIDES = _("The organization and IOM read this.")


class TextField(forms.CharField):
    """Several lines; browsers send their own line breaks, a text that nobody changed stays equal."""

    def __init__(self, *, rows=3, **kwargs):
        super().__init__(**({"max_length": 10_000, "widget": forms.Textarea(attrs={"rows": rows})} | kwargs))

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\r\n", "\n")


class DeclarationForm(forms.Form):
    says = forms.ChoiceField(
        label=_("Do you have a conflict of interest with this application?"),
        choices=[
            ("none", _("No, I have none")),
            ("conflict", _("Yes. I will not see this file any more")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    ground = forms.ChoiceField(
        label=_("If yes, why"), choices=[("", _("Choose a reason")), *Ground.choices], required=False
    )
    note = TextField(
        label=_("Anything to add"),
        required=False,
        max_length=1000,
        help_text=_("Kept with your declaration. Never shown to the organization."),
    )

    def clean(self):
        typed = super().clean()
        if typed.get("says") == "conflict" and not typed.get("ground"):
            self.add_error("ground", _("Choose the reason of the conflict."))
        return typed


class MissingForm(forms.Form):
    missing = TextField(
        label=_("What is missing"),
        rows=6,
        help_text=_("One thing a line. The organization reads this list, and can send the application again."),
        error_messages={"required": _("Name what is missing, so that the organization can send it.")},
    )


class ReasonForm(forms.Form):
    """Why; `hint` says who reads it."""

    reason = TextField(label=_("Reason"), max_length=500, error_messages={"required": _("Write the reason.")})

    def __init__(self, *args, hint=PRIVATE, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint


class EndReviewForm(ReasonForm):
    """Remembers which review was on the screen."""

    review = forms.CharField(max_length=16, widget=forms.HiddenInput)


class DueDateForm(forms.Form):
    day = DayField(label=_("New due date"), help_text=_("The end of this day in Geneva."))
    reason = TextField(
        label=_("Why it moves"),
        max_length=500,
        help_text=BOTH_SIDES,
        error_messages={"required": _("Say why the date moves. Both sides read the reason.")},
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        due_at = end_of_day(datetime.combine(day, time(12), ZoneInfo(GENEVA)), 0)
        if due_at <= database_now():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        self.due_at = due_at
        return day

    def facts(self):
        return {"due_at": self.due_at, "reason": self.cleaned_data["reason"]}


class SettleForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What stands"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what stands.")},
    )
    reason = TextField(
        label=_("Why"),
        help_text=_("Quoted to the organization if what stands is not “Met”."),
        error_messages={"required": _("Write why. It stands in place of the two reasons.")},
    )


class QuestionForm(forms.Form):
    """A question belongs to one criterion. Only who manages applications can ask the same again, with a reason."""

    criterion = forms.ModelChoiceField(None, label=_("Criterion"), to_field_name="code", empty_label=None)
    text = TextField(
        label=_("Question"),
        max_length=2000,
        help_text=_("The organization reads this."),
        error_messages={"required": _("Write the question.")},
    )
    repeat_reason = TextField(
        label=_("Why it must be asked again"),
        required=False,
        max_length=500,
        rows=2,
        help_text=_("Only when much the same was asked before. Never shown to the organization."),
    )

    def __init__(self, *args, criteria, may_repeat, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = criteria
        if not may_repeat:
            del self.fields["repeat_reason"]


class RoundForm(forms.Form):
    extra_reason = TextField(label=_("Why one more round is needed"), required=False, max_length=500, help_text=PRIVATE)


class OpinionForm(forms.Form):
    unit = forms.ModelChoiceField(
        None,
        label=_("Mission or department"),
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose whom to ask.")},
    )
    question = TextField(
        label=_("Question"),
        max_length=2000,
        help_text=_("The unit and the reviewers read this. Never shown to the organization."),
        error_messages={"required": _("Write what you want to know.")},
    )
    day = DayField(
        label=_("Due date"),
        required=False,
        help_text=_("Empty: the days that the criteria give for an opinion, if any."),
    )

    def __init__(self, *args, units, near, **kwargs):
        """Of `units` those in `near` stand first: they know the organization best."""
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.queryset = units
        first = [unit for unit in units if unit.pk in near]
        others = [unit for unit in units if unit.pk not in near]
        groups = [(_("Where the organization works"), first), (_("Others"), others)] if first else [("", others)]
        listed = [(label, [(unit.pk, str(unit)) for unit in some]) for label, some in groups]
        field.choices = [("", field.empty_label), *(listed if first else listed[0][1])]

    def clean_day(self):
        day = self.cleaned_data["day"]
        self.due_at = day and end_of_day(datetime.combine(day, time(12), ZoneInfo(GENEVA)), 0)
        if self.due_at and self.due_at <= database_now():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day

    def facts(self):
        typed = self.cleaned_data
        return {"unit": typed["unit"], "question": typed["question"], "due_at": self.due_at}


class OpinionAnswerForm(forms.Form):
    text = TextField(
        label=_("Opinion of your unit"),
        rows=8,
        help_text=_("The reviewers read this. Never shown to the organization."),
        error_messages={"required": _("Write the opinion of your unit.")},
    )


class NoteForm(forms.Form):
    text = TextField(
        label=_("Note"), max_length=4000, help_text=PRIVATE, error_messages={"required": _("Write the note.")}
    )


class RecommendationForm(forms.Form):
    advice = forms.ChoiceField(
        label=_("What do you recommend to the Council?"),
        choices=Recommendation.Advice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you recommend.")},
    )
    reason = TextField(
        label=_("Reason"),
        rows=6,
        help_text=_("The second person and the Council read this. Never shown to the organization."),
        error_messages={"required": _("Write the reason. The Council reads it.")},
    )


class TranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the translation"), choices=LANGUAGES)
    text = TextField(
        label=_("Translation"),
        rows=8,
        required=False,
        help_text=_("IOM staff read it beside the answer, which stays. Empty: no translation."),
    )


class ReviewerForm(forms.Form):
    reviewer = forms.ModelChoiceField(
        None,
        label=_("Who is to review it"),
        to_field_name="reference",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a person.")},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = people
