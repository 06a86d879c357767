"""What staff write about a programme, cleaned."""

import re
from datetime import date

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import CountriesField, DayField, LanguageField, LineField
from registry.forms.links import OrganizationField
from registry.models import Area, Unit

SOURCE = _("A document or a page with its date, so that others can find it.")


class TimeField(LineField):
    """A time as a source knows it: a year, a month or a day."""

    default_error_messages = {"time": _("Write a year, a month or a day: 2024, 2024-06 or 2024-06-15.")}

    def __init__(self, **kwargs):
        super().__init__(
            **({"max_length": 10, "help_text": _("As the source says it: 2024, 2024-06 or 2024-06-15.")} | kwargs)
        )

    def clean(self, value):
        text = super().clean(value)
        parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text, re.ASCII)
        if text:
            try:
                date(*(int(part or 1) for part in parts.groups()))
            except (AttributeError, ValueError):
                raise forms.ValidationError(self.error_messages["time"], "time") from None
        return text


class LinesField(forms.CharField):
    """Several short texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        if any(len(line) > 300 for line in lines):
            raise forms.ValidationError(_("A line has more than 300 characters. Break it in two."))
        return [line for line in lines if line]


class ProgrammeForm(forms.Form):
    unit = forms.ModelChoiceField(None, label=_("Responsible unit"), required=False, empty_label=_("Not known"))
    areas = forms.ModelMultipleChoiceField(
        None, label=_("Areas of cooperation"), required=False, widget=forms.CheckboxSelectMultiple
    )
    source = LineField(label=_("Where this comes from"), max_length=300, help_text=SOURCE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.initial.get("unit")
        units = Unit.objects.current(on=timezone.localdate())
        # A unit that was closed meanwhile stays until somebody chooses another.
        self.fields["unit"].queryset = (units | Unit.objects.filter(pk=held and held.pk)).order_by("name_en")
        self.fields["areas"].queryset = Area.objects.filter(parent=None).order_by("position")

    @property
    def version(self):
        """What stood on the screen when the form was opened."""
        return self.data.get("version") or self.initial.get("version")


class NewProgrammeForm(ProgrammeForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        validators=[
            RegexValidator(
                r"^(?!new$)[a-z0-9][a-z0-9_-]*$",
                _("Write small letters, digits, hyphens and underscores only, such as compass. “new” is taken."),
            )
        ],
        help_text=_("Short and permanent: it stands in addresses and in the data of partners. For example: compass."),
    )
    name_en = LineField(label=_("Title in English"), max_length=200)
    name_fr = LineField(label=_("Title in French"), max_length=200, required=False)
    name_es = LineField(label=_("Title in Spanish"), max_length=200, required=False)
    field_order = ("code", "name_en", "name_fr", "name_es")


class ProgrammeNameForm(forms.Form):
    text = LineField(label=_("Name"), max_length=200)
    language = LanguageField(label=_("Language"), max_length=40)
    since = TimeField(label=_("Since"), required=False)
    source = LineField(label=_("Where this comes from"), max_length=300, help_text=SOURCE)
    is_title = forms.BooleanField(
        label=_("Show this name as the title in its language"),
        required=False,
        help_text=_("Earlier names stay on the page."),
    )


class PhaseForm(forms.Form):
    number = forms.IntegerField(label=_("Number of the phase"), min_value=1, max_value=99)
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)
    dates_note = LineField(
        label=_("What the source says of the dates"),
        max_length=200,
        required=False,
        help_text=_("In English, when it gives no day, for example: from 2024 to the end of 2027."),
    )
    budget = forms.DecimalField(label=_("Budget"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write the three letters of the currency, such as EUR."))],
    )
    countries = CountriesField(label=_("Countries"), required=False)
    notes = LinesField(
        label=_("Notes"), required=False, max_length=3000, help_text=_("In English, one on each line. Public.")
    )
    source = LineField(label=_("Where this comes from"), max_length=300, help_text=SOURCE)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first. Check both dates."))
        if cleaned.get("budget") is not None and "currency" in cleaned and not cleaned["currency"]:
            self.add_error("currency", _("Say in which currency the budget is."))
        return cleaned

    @staticmethod
    def initial_of(phase):
        facts = ("number", "starts_on", "ends_on", "dates_note", "budget", "currency", "notes", "source")
        countries = sorted(phase.countries.all(), key=lambda country: country.name)
        return {field: getattr(phase, field) for field in facts} | {"countries": countries}


class ProgrammeDonorForm(forms.Form):
    other = OrganizationField(label=_("Organization"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].user = user


class StatementForm(forms.Form):
    text_en = forms.CharField(
        label=_("Statement in English"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the source claims, in its own numbers. It is shown as its claim, not as ours."),
    )
    text_fr = forms.CharField(
        label=_("The same in French"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_es = forms.CharField(
        label=_("The same in Spanish"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    as_of = TimeField(label=_("As of"))
    source = LineField(label=_("Where this comes from"), max_length=300, help_text=SOURCE)
