"""What a person says about a file: where it comes from, what its columns mean, what a row is."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import CountryField
from registry.importers.headings import FIELDS
from registry.models import ImportRow

# What each field of an import is called where a person chooses it for a column.
FIELD_LABELS = {
    "name": _("Name of the organization"),
    "acronym": _("Acronym"),
    "local_name": _("Name in another language or script"),
    "former_name": _("Former name"),
    "type": _("Type of organization"),
    "identifier_scheme": _("Register of the identifier"),
    "identifier": _("Registration number"),
    "org_id": _("Identifier with its register (org-id)"),
    "website": _("Website"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "contact_name": _("Contact person"),
    "hq_country": _("Country of the head office"),
    "country": _("Country of work"),
    "admin1": _("Province or region"),
    "admin1_code": _("Code of the province or region"),
    "admin2": _("District or municipality"),
    "sector": _("Sector or cluster"),
    "role": _("Role of the organization"),
    "area": _("Area of cooperation"),
    "level": _("Level (global, regional, national, local)"),
    "mode": _("Mode of cooperation"),
    "programme": _("Programme"),
    "unit": _("IOM unit or mission"),
    "start": _("Start date"),
    "end": _("End date"),
    "status": _("Status of the activity"),
    "founded": _("Year of foundation"),
    "description": _("Description"),
    "languages": _("Working languages"),
    "source_id": _("Number of the row in its source"),
}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS, ODS or CSV, up to 25 MB and 200,000 rows. Nothing is published before you approve it."),
        error_messages={
            "required": _("Choose the file that you want to send."),
            "empty": _("The file is empty. Check that the export finished, and send it again."),
        },
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=100,
        required=False,
        help_text=_(
            "Where the file comes from, such as “3W Chad, OCHA”. The same name next time brings the columns back."
        ),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    observed_on = forms.DateField(
        label=_("As of"),
        required=False,
        help_text=_("The day that the file speaks of. If you leave it empty, it is taken from the name of the file."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    country = CountryField(
        label=_("Country"), required=False, help_text=_("For rows that do not name a country themselves.")
    )

    def clean_observed_on(self):
        day = self.cleaned_data["observed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Give the day that the file speaks of."), "future")
        return day

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(limit)s can be read. Send it in parts."),
                "too_big",
                {"size": filesizeformat(file.size), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)},
            )
        return file


class ColumnsForm(forms.Form):
    """One choice of field for each column of the sheet that was read."""

    def __init__(self, data=None, *, column_map):
        super().__init__(data)
        self.column_map = column_map
        choices = [("", _("Not used")), *((field, FIELD_LABELS[field]) for field in FIELDS)]
        for at, column in enumerate(column_map.columns):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=column.heading or _("Column without a heading"),
                choices=choices,
                required=False,
                initial=column.field or "",
            )

    def clean(self):
        cleaned = super().clean()
        chosen = [field for field in cleaned.values() if field]
        if "name" not in chosen and not self.errors:
            raise forms.ValidationError(_("Say which column holds the name of the organization."))
        return cleaned

    def chosen(self):
        """The column map with this person's choices; what she left as it was stays as it was."""
        choices = {}
        for at, column in enumerate(self.column_map.columns):
            field = self.cleaned_data[f"column-{at}"]
            if field != (column.field or ""):
                choices[at] = field or None
        return self.column_map.choose(choices)


class CorrectionForm(forms.Form):
    """The cells of one line, to be corrected: one field for each column."""

    def __init__(self, data=None, *, row, headings, problems=()):
        super().__init__(data)
        wrong = {problem["column"]: problem["sentence"] for problem in problems}
        for at in range(max(len(row.raw), len(headings))):
            heading = headings[at] if at < len(headings) and headings[at] else _("Column without a heading")
            self.fields[f"cell-{at}"] = forms.CharField(
                label=heading,
                help_text=wrong.get(heading, ""),
                max_length=5000,
                required=False,
                initial=row.raw[at] if at < len(row.raw) else "",
            )

    def cells(self):
        """{position: text} as this person left them."""
        return {int(name.removeprefix("cell-")): text for name, text in self.cleaned_data.items()}


class DecisionForm(forms.Form):
    """Add it, or it is one of those put forward (their references, or an earlier row of the file), or leave it out."""

    decision = forms.ChoiceField(choices=ImportRow.Decision, required=False)
    organization = forms.CharField(required=False, max_length=12)
    twin = forms.IntegerField(required=False, min_value=1)
