"""What organizers type about a consultation, cleaned."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Series
from consultations.queries.calendar import today_in
from consultations.queries.dates import DEADLINES
from registry import references
from registry.forms.clocks import ZONES
from registry.forms.fields import CountryField, DayField, LanguagesField, LineField
from registry.models import Area, Organization, Region

NO_TITLE = _("Write the title in one language at least.")
LATE = _("This is after the last day of the consultation. Write that day, or an earlier one.")
PAST = _("This day is over already. Write a day that is still to come, or none.")
ORDER = _("The last day comes before the first. Check both dates.")


class ReasonLanguageField(forms.ChoiceField):
    """The one language in which a reason is written; the language of the page unless somebody says another one."""

    def __init__(self):
        super().__init__(
            label=_("Language of the reason"), choices=settings.LANGUAGES, required=False, initial=_site_language
        )


def _site_language():
    return (get_language() or "en")[:2]


class TextField(forms.CharField):
    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(**({"max_length": 3000, "required": False, "widget": widget} | kwargs))


class OrganizationsField(forms.CharField):
    """Organizations that `user`, whom the form names, may know of: their references, one on each line."""

    user = None
    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {
        "unknown": _("There is no organization with the reference “%(typed)s”. It looks like CSO-7K2M9XQ4.")
    }

    def prepare_value(self, value):
        return "\n".join(one.reference for one in value) if isinstance(value, list) else value

    def clean(self, value):
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        return list(dict.fromkeys(self._found(line) for line in lines))

    def _found(self, line):
        reference = references.parse(line)
        found = Organization.objects.visible_to(self.user).filter(reference=reference).first() if reference else None
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"typed": line.strip()[:40]})
        return found


class SeriesForm(forms.Form):
    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("Small letters, digits and hyphens."))
    name_en = LineField(label=_("Name in English"), max_length=200)
    name_fr = LineField(label=_("Name in French"), max_length=200, required=False)
    name_es = LineField(label=_("Name in Spanish"), max_length=200, required=False)
    source = LineField(label=_("Where this comes from"), max_length=300, required=False)


class ConsultationForm(forms.Form):
    series = forms.ModelChoiceField(
        Series.objects.order_by("name_en"), label=_("Series"), required=False, empty_label=_("None")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kind"),
        choices=Consultation.Kind,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("More than one may be true: an annual consultation can be regional."),
    )
    claimed_number = LineField(
        label=_("Number, as its organizers count it"),
        max_length=80,
        required=False,
        help_text=_("Such as: sixth annual. Counts differ, so it is shown as a claim."),
    )
    name_en = LineField(label=_("Title in English"), max_length=200, required=False)
    name_fr = LineField(label=_("Title in French"), max_length=200, required=False)
    name_es = LineField(label=_("Title in Spanish"), max_length=200, required=False)
    description_en = TextField(label=_("Description in English"))
    description_fr = TextField(label=_("Description in French"))
    description_es = TextField(label=_("Description in Spanish"))
    region = forms.ModelChoiceField(
        Region.objects.order_by("position", "code"), label=_("Region"), required=False, empty_label=_("Worldwide")
    )
    areas = forms.ModelMultipleChoiceField(
        Area.objects.filter(parent=None).order_by("position"),
        label=_("Areas of cooperation"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    format = forms.ChoiceField(label=_("Format"), choices=Consultation.Format)
    place = LineField(label=_("Place"), max_length=200, required=False, help_text=_("City, and the building if known."))
    country = CountryField(label=_("Country"), required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in ZONES],
        initial="Europe/Zurich",
        help_text=_("All times of the agenda are by the clocks there. Geneva is in Europe/Zurich."),
    )
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)
    topics_until = DayField(label=_("Topics can be proposed until"), required=False)
    answers_until = DayField(label=_("Invitations are answered until"), required=False)
    registration_until = DayField(label=_("People are named and replaced until"), required=False)
    contributions_until = DayField(label=_("Written contributions are sent until"), required=False)
    languages = LanguagesField(label=_("Working languages"), required=False, max_length=200)
    interpretation = LanguagesField(label=_("Interpretation into"), required=False, max_length=200)
    seats = forms.IntegerField(label=_("Seats in the room"), required=False, min_value=1, max_value=100_000)
    co_organizers = OrganizationsField(
        label=_("Organized together with"),
        required=False,
        max_length=1000,
        help_text=_("References of organizations of the registry, one on each line."),
    )
    contact_email = forms.EmailField(
        label=_("Address for questions"),
        max_length=254,
        required=False,
        help_text=_("A mailbox of the organizers. Everybody reads it."),
    )
    source = LineField(label=_("Where this comes from"), max_length=300, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["co_organizers"].user = user

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(f"name_{code}") for code in ("en", "fr", "es")):
            self.add_error("name_en", NO_TITLE)
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", ORDER)
        if bool(starts) != bool(ends) and not {"starts_on", "ends_on"} & set(self.errors):
            self.add_error("starts_on" if ends else "ends_on", _("Write both days, or none while they are not known."))
        for name in DEADLINES:
            if ends and cleaned.get(name) and cleaned[name] > ends:
                self.add_error(name, LATE)
        self._refuse_past_deadlines(cleaned)
        return cleaned

    def _refuse_past_deadlines(self, cleaned):
        """Nobody could keep a deadline that is over; one that stood there before and passed since may stay."""
        if not cleaned.get("ends_on") or not cleaned.get("zone"):
            return
        today = today_in(cleaned["zone"])
        for name in DEADLINES:
            day = cleaned.get(name)
            if day and day < today <= cleaned["ends_on"] and day != self.initial.get(name):
                self.add_error(name, PAST)


class NewConsultationForm(ConsultationForm):
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("It never changes. Left empty, it is made from the title."),
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it does not take place"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who knew of it reads the reason."),
    )
    language = ReasonLanguageField()
