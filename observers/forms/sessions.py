"""What staff type about sessions of the Council: dates, deadlines with their zone, and the outcomes of a session."""

from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from observers.models import CouncilSession, DeferralReason, Outcome
from observers.models.decisions import BY_RESOLUTION
from registry.forms.clocks import ZONES, WallTimeField, instant
from registry.forms.fields import DayField, LineField


class SessionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=CouncilSession.Kind)
    number = forms.IntegerField(
        label=_("Number"), min_value=1, max_value=9999, required=False, help_text=_("Of a session of the Council.")
    )
    name = LineField(
        label=_("Name"), max_length=200, required=False, help_text=_("Only when it is known by another name.")
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    place = LineField(label=_("Place"), max_length=200, required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in ZONES],
        initial="Europe/Zurich",
        help_text=_("All times below are by the clocks there. Geneva is in Europe/Zurich."),
    )
    opens_at = WallTimeField(label=_("Applications open"))
    closes_at = WallTimeField(
        label=_("Applications close"),
        help_text=_("The last moment at which an application can be sent. Leave it empty when no deadline is set."),
    )
    papers_at = WallTimeField(label=_("Papers must be ready"))
    source = LineField(label=_("Source"), max_length=300, required=False, help_text=_("Where these dates are written."))

    def clean(self):
        cleaned = super().clean()
        for name in ("opens_at", "closes_at", "papers_at"):
            if cleaned.get(name) and cleaned.get("zone"):
                try:
                    cleaned[name] = instant(cleaned[name], cleaned["zone"])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        self._compare(cleaned)
        return cleaned

    def _compare(self, cleaned):
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day comes before the first. Check both dates."))
        if cleaned.get("kind") != CouncilSession.Kind.IDM and not cleaned.get("number") and "number" not in self.errors:
            self.add_error("number", _("A session of the Council has a number. Write it."))

    @staticmethod
    def initial_of(session):
        zone = ZoneInfo(session.zone)
        times = {
            name: moment.astimezone(zone).replace(tzinfo=None)
            for name in ("opens_at", "closes_at", "papers_at")
            if (moment := getattr(session, name))
        }
        names = ("kind", "number", "name", "starts_on", "ends_on", "place", "zone", "source")
        return {name: getattr(session, name) for name in names} | times


class OutcomeForm(forms.Form):
    """One line of the screen on which the outcomes of a session are entered; an empty line is left for later."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("Not yet")), *Outcome.choices], required=False)
    decided_on = DayField(label=_("Decided on"), required=False)
    resolution = LineField(label=_("Resolution number"), max_length=40, required=False)
    reason = forms.CharField(
        label=_("Reason of the Council"),
        help_text=_("The organization reads it in its letter. Needed where every criterion was found to be met."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    deferral = forms.ChoiceField(label=_("Why deferred"), choices=[("", "–"), *DeferralReason.choices], required=False)
    missing = forms.CharField(
        label=_("What is missing"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_session = forms.ModelChoiceField(
        label=_("Deferred to"), queryset=CouncilSession.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        later = CouncilSession.objects.of_council().filter(starts_on__gt=session.starts_on)
        self.fields["next_session"].queryset = later.order_by("starts_on")

    def clean(self):
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        if not outcome:
            return cleaned
        if not cleaned.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Write the day of the decision."))
        if outcome in BY_RESOLUTION and not cleaned.get("resolution"):
            self.add_error("resolution", _("A decision of the Council has a resolution number. Write it."))
        if outcome == Outcome.DEFERRED:
            for name, sentence in (
                ("deferral", _("Choose the reason of the deferral.")),
                ("missing", _("Name exactly what is missing.")),
                ("next_session", _("Choose the session that it is deferred to.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        else:
            cleaned |= {"deferral": "", "missing": "", "next_session": None}
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason. Both sides read it.")},
    )


class CorrectionAnswerForm(forms.Form):
    is_accepted = forms.TypedChoiceField(
        label=_("What you found"),
        choices=[("yes", _("The letter was wrong")), ("no", _("The letter is right"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    text = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The organization reads it."),
        error_messages={"required": _("Write the answer.")},
    )
