"""What staff type about a partnership, cleaned. Whether it may happen now, the verb decides."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import CountryField, DayField, LineField
from registry.models import Activity, Area, EndReason, Level, Mode, Programme, Role, Unit
from registry.queries.partnerships import takes_place_in, values_of
from registry.queries.records import documents_for_evidence


class PartField(forms.ModelChoiceField):
    """A part of an area, offered under the name of its area."""

    def label_from_instance(self, part):
        return f"{part.parent.name}: {part.name}"


class PartnershipForm(forms.Form):
    role = forms.ModelChoiceField(
        None,
        label=_("Role"),
        empty_label=_("Choose a role"),
        help_text=_("What the organization is to IOM in this work."),
        error_messages={"required": _("Choose a role.")},
    )
    area = forms.ModelChoiceField(
        None,
        label=_("Area of cooperation"),
        empty_label=_("Choose an area"),
        error_messages={"required": _("Choose an area.")},
    )
    part = PartField(
        None,
        label=_("Part of the area"),
        required=False,
        empty_label=_("The whole area"),
        help_text=_("Only a part of the area that you chose above."),
    )
    country = CountryField(label=_("Country"), error_messages={"required": _("Write the country.")})
    level = forms.ModelChoiceField(None, label=_("Level"), required=False, empty_label=_("Not known"))
    mode = forms.ModelChoiceField(None, label=_("Mode"), required=False, empty_label=_("Not known"))
    activities = forms.ModelMultipleChoiceField(
        None, label=_("Activities"), required=False, widget=forms.CheckboxSelectMultiple
    )
    programme = forms.ModelChoiceField(None, label=_("Programme"), required=False, empty_label=_("No programme"))
    unit = forms.ModelChoiceField(None, label=_("Unit or mission"), required=False, empty_label=_("Not known yet"))
    starts_on = DayField(label=_("First day"), required=False, help_text=_("Leave it empty when nobody knows."))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty while the work goes on."))
    evidence_note = LineField(
        label=_("Evidence"),
        max_length=300,
        required=False,
        help_text=_("What shows that it is so, for example: grant agreement of 3 May 2024."),
    )
    source = LineField(label=_("Where this comes from"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        terms = {"role": Role, "level": Level, "mode": Mode, "activities": Activity}
        for field, model in terms.items():
            self.fields[field].queryset = model.objects.order_by("position")
        self.fields["area"].queryset = Area.objects.filter(parent=None).order_by("position")
        parts = Area.objects.exclude(parent=None).select_related("parent")
        self.fields["part"].queryset = parts.order_by("parent__position", "position")
        self.fields["programme"].queryset = Programme.objects.order_by("name_en")
        self.fields["unit"].queryset = Unit.objects.current(on=timezone.localdate()).order_by("name_en")

    def clean(self):
        cleaned = super().clean()
        area, part = cleaned.get("area"), cleaned.get("part")
        if area and part and part.parent_id != area.pk:
            message = _("“%(part)s” is not a part of “%(area)s”. Choose one of its own parts, or the whole area.")
            self.add_error("part", forms.ValidationError(message, params={"part": part.name, "area": area.name}))
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first. Check both dates."))
        self._check_programme(cleaned.get("programme"), cleaned.get("country"))
        return cleaned

    def _check_programme(self, programme, country):
        if programme and country and not takes_place_in(programme, country):
            message = _("%(programme)s does not work in %(country)s. Choose another country, or no programme.")
            params = {"programme": programme.name, "country": country.name}
            self.add_error("country", forms.ValidationError(message, params=params))


class PartnershipRowForm(PartnershipForm):
    """The least that makes a partnership, in one row of the table; it is sent to the page that asks for all of it."""

    def __init__(self):
        super().__init__(auto_id="add_%s")
        self.fields = {name: self.fields[name] for name in ("role", "area", "country", "unit", "starts_on")}
        for field in self.fields.values():
            field.help_text = ""


class EditPartnershipForm(PartnershipForm):
    reason = LineField(
        label=_("Why you change it"),
        max_length=200,
        required=False,
        help_text=_("Stays in the history. Needed when something that IOM has verified was wrong."),
    )

    def __init__(self, *args, partnership, **kwargs):
        initial = values_of(partnership)
        super().__init__(*args, initial=initial, **kwargs)
        if partnership.unit_id:
            # The unit that answered for it may be closed by now; it need not be changed for that.
            self.fields["unit"].queryset |= Unit.objects.filter(pk=partnership.unit_id)

    def changes(self):
        return {field: value for field, value in self.cleaned_data.items() if field != "reason"}


class OwnPartnershipForm(PartnershipForm):
    """A partnership as the organization itself tells of it: it is its own source."""

    source = None


class VerifyPartnershipForm(forms.Form):
    on = DayField(label=_("Verified on"), is_past=True, initial=timezone.localdate)
    unit = forms.ModelChoiceField(
        None,
        label=_("Unit or mission"),
        empty_label=_("Choose the unit that answers for it"),
        error_messages={"required": _("Choose the unit or mission that answers for this partnership.")},
    )
    evidence = forms.ModelChoiceField(
        None, label=_("Document that shows it"), required=False, empty_label=_("No document")
    )
    evidence_note = LineField(
        label=_("Evidence in words"),
        max_length=300,
        required=False,
        help_text=_("For example: visit of 3 May, grant agreement in the mission's files."),
    )

    def __init__(self, *args, partnership, **kwargs):
        initial = {
            "unit": partnership.unit,
            "evidence": partnership.evidence,
            "evidence_note": partnership.evidence_note,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current(on=timezone.localdate()).order_by("name_en")
        self.fields["evidence"].queryset = documents_for_evidence(partnership.organization)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("evidence") and not cleaned.get("evidence_note") and "evidence_note" not in self.errors:
            self.add_error("evidence_note", _("Say what was seen, or choose a document."))
        return cleaned


class EndPartnershipForm(forms.Form):
    on = DayField(label=_("Last day"), is_past=True, initial=timezone.localdate)
    because = forms.ModelChoiceField(
        None,
        label=_("Reason for the end"),
        empty_label=_("Choose a reason"),
        error_messages={"required": _("Choose why it ended.")},
    )
    reason = LineField(
        label=_("The reason in words"),
        max_length=200,
        required=False,
        help_text=_("Needed for another reason than those of the list."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].queryset = EndReason.objects.order_by("position")

    def clean(self):
        cleaned = super().clean()
        because = cleaned.get("because")
        if because and because.pk == "other" and "reason" not in self.errors and not cleaned.get("reason"):
            self.add_error("reason", _("Say in words why it ended."))
        return cleaned


class RejectPartnershipForm(forms.Form):
    reason = LineField(
        label=_("Reason"), max_length=200, help_text=_("For example: this was another organization of the same name.")
    )
