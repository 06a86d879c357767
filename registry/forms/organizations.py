"""What staff type about an organization, cleaned. Whether it may happen now, the verb decides."""

from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import CountryField, LanguagesField
from registry.matching import Identity
from registry.models import IdentifierScheme, Organization, OrganizationName
from registry.states import STATE_REASONS, StateReason


class OrganizationForm(forms.Form):
    """The plain facts of a record. Names, places and identifiers are rows of their own (below)."""

    types = forms.ModelMultipleChoiceField(
        None, label=_("Type of organization"), widget=forms.CheckboxSelectMultiple, required=False
    )
    type_explained = forms.CharField(
        label=_("If other, which"), max_length=200, required=False, help_text=_("Only when none of the types fits.")
    )
    levels = forms.ModelMultipleChoiceField(
        None, label=_("Level at which it works"), widget=forms.CheckboxSelectMultiple, required=False
    )
    hq_country = CountryField(label=_("Country of the head office"), required=False)
    hq_city = forms.CharField(label=_("Town of the head office"), max_length=100, required=False)
    founded = forms.IntegerField(
        label=_("Year of foundation"), required=False, min_value=1000, help_text=_("Four digits, for example 1998.")
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        help_text=_("For example https://www.example.org"),
        error_messages={"invalid": _("Write the whole address, for example https://www.example.org.")},
    )
    languages = LanguagesField(
        label=_("Working languages"), required=False, help_text=_("Separated by commas, for example: French, Arabic")
    )
    description_en = forms.CharField(
        label=_("What it does, in English"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_fr = forms.CharField(
        label=_("What it does, in French"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_es = forms.CharField(
        label=_("What it does, in Spanish"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label=_("Where this comes from"),
        max_length=200,
        required=False,
        help_text=_("For example: mission records, annual report 2025."),
    )
    observed_on = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Reason for your changes"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown in the history to IOM staff."),
    )

    FACTS = (
        "types",
        "type_explained",
        "levels",
        "hq_country",
        "hq_city",
        "founded",
        "website",
        "languages",
        "description_en",
        "description_fr",
        "description_es",
        "source",
        "observed_on",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in ("types", "levels"):
            model = Organization._meta.get_field(field).related_model
            self.fields[field].queryset = model.objects.order_by("position")
        self.fields["founded"].max_value = timezone.localdate().year
        self.fields["founded"].widget.attrs["inputmode"] = "numeric"

    def clean_founded(self):
        year = self.cleaned_data["founded"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year has not come yet. Check the four digits."))
        return year

    def clean(self):
        cleaned = super().clean()
        codes = {type_.code for type_ in cleaned.get("types") or ()}
        if "other" in codes and not cleaned.get("type_explained"):
            self.add_error("type_explained", _("Say in a few words which other type it is."))
        return cleaned

    def facts(self):
        """The changes for the verb."""
        facts = {field: self.cleaned_data[field] for field in self.FACTS}
        return facts | {"founded": facts["founded"] or None}

    @staticmethod
    def initial_of(organization):
        facts = {field: getattr(organization, field) for field in OrganizationForm.FACTS}
        return facts | {"types": organization.types.all(), "levels": organization.levels.all()}


class NameForm(forms.Form):
    text = forms.CharField(label=_("Name"), max_length=300)
    # A list always sends something. As the initial value, what it sends leaves a row without a name empty.
    kind = forms.ChoiceField(
        label=_("Kind of name"), choices=OrganizationName.Kind, initial=OrganizationName.Kind.LEGAL
    )
    language = forms.CharField(
        label=_("Language"), max_length=10, required=False, help_text=_("Two letters, for example fr")
    )
    is_primary = forms.BooleanField(label=_("Show this name first"), required=False)

    def clean_language(self):
        return self.cleaned_data["language"].strip().lower()


class PlaceForm(forms.Form):
    country = CountryField(label=_("Country"))
    admin1 = forms.CharField(label=_("Province or region"), max_length=100, required=False)


class IdentifierForm(forms.Form):
    scheme = forms.ModelChoiceField(None, label=_("Register"), empty_label=_("Choose a register"))
    value = forms.CharField(
        label=_("Identifier"), max_length=100, required=False, help_text=_("As printed on the certificate.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = IdentifierScheme.objects.order_by("position")

    def clean(self):
        cleaned = super().clean()
        scheme, value = cleaned.get("scheme"), (cleaned.get("value") or "").strip()
        if scheme and scheme.code != "none" and not value:
            self.add_error("value", _("Write the identifier, or choose that no public register exists."))
        return cleaned


class Rows(forms.BaseFormSet):
    """Rows that a person adds to and takes from; an empty row is no row."""

    def rows(self):
        return [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


class NameRows(Rows):
    def clean(self):
        if any(self.errors):
            return
        rows = self.rows()
        if not any(row["kind"] != OrganizationName.Kind.ACRONYM for row in rows):
            raise forms.ValidationError(_("An organization needs a name that is not only an acronym."))
        if sum(row["is_primary"] for row in rows) > 1:
            raise forms.ValidationError(_("Only one name can be shown first. Leave one box ticked."))

    def rows(self):
        rows = super().rows()
        if rows and not any(row["is_primary"] for row in rows):
            main = next((row for row in rows if row["kind"] != OrganizationName.Kind.ACRONYM), rows[0])
            main["is_primary"] = True
        return rows


MOST_ROWS = 200


def _row_set(form, formset=Rows, **options):
    return forms.formset_factory(form, formset=formset, extra=1, can_delete=True, max_num=MOST_ROWS, **options)


NameFormSet = _row_set(NameForm, NameRows)
PlaceFormSet = _row_set(PlaceForm)
IdentifierFormSet = _row_set(IdentifierForm)


# From how many letters on a name is looked for while it is being typed.
FEWEST_LETTERS = 3


def identity_typed(data):
    """Who the organization is as far as it has been typed, whatever is still missing or wrong in the form."""
    names = [
        (data.get(f"names-{row}-kind", ""), text, data.get(f"names-{row}-language", ""))
        for row, text in _typed(data, "names", "text")
        if len(text) >= FEWEST_LETTERS
    ]
    identifiers = [
        (data.get(f"identifiers-{row}-scheme", ""), value) for row, value in _typed(data, "identifiers", "value")
    ]
    try:
        country = CountryField(required=False).clean(data.get("hq_country", ""))
    except forms.ValidationError:
        country = None
    website = data.get("website", "").replace("\0", "").strip()
    return Identity(
        names=tuple(names),
        identifiers=tuple(identifiers),
        countries=frozenset([country.code] if country else []),
        domains=frozenset(filter(None, [_host(website)])),
        types=frozenset(data.getlist("types")),
    )


def _typed(data, rows, field):
    """[(number of the row, what stands in it)] of the rows that say something."""
    for row in range(MOST_ROWS):
        text = " ".join(data.get(f"{rows}-{row}-{field}", "").replace("\0", "").split())[:300]
        if text:
            yield row, text


def _host(website):
    try:
        return urlsplit(website if "//" in website else f"https://{website}").hostname
    except ValueError:
        return None


class ReasonForm(forms.Form):
    """Why: asked wherever an act cannot speak for itself."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class StateForm(forms.Form):
    """Why a record goes to another state: one of the reasons for that, and words where they are needed."""

    code = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("In words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For colleagues. Needed when it is another reason."),
    )

    def __init__(self, *args, to, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(reason.value, reason.label) for reason in STATE_REASONS[to]]

    def clean(self):
        if self.cleaned_data.get("code") == StateReason.OTHER and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say in words which other reason it is."))


class VerificationForm(forms.Form):
    on = forms.DateField(
        label=_("Verified on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    evidence = forms.CharField(
        label=_("What was seen"), max_length=300, help_text=_("For example: registration certificate, visit of 3 May.")
    )

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Write the day on which it was seen."))
        return self.cleaned_data["on"]
