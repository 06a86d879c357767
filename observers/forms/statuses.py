"""What people type about a status: a day to look at, a confirmation, a change, a representative, an act."""

from django import forms
from django.utils.translation import gettext_lazy as _

from observers.models import ChangeNotice, ObserverKind, Suspension
from observers.queries.statuses import today
from registry import references
from registry.forms.documents import EvidenceField
from registry.forms.fields import CountryField, DayField, LineField
from registry.models import Organization

_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _lines(rows=5):
    return forms.Textarea(attrs={"rows": rows})


class RegisterForm(forms.Form):
    """Which day and which kind of observer; nothing said means CSOs today. What it does not know is not ignored."""

    as_of = DayField(
        label=_("On this day"),
        is_past=True,
        today=today,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(label=_("Kind of observer"), choices=ObserverKind, required=False)

    def clean(self):
        cleaned = super().clean()
        for name in sorted(set(self.data) - set(self.fields)):
            self.add_error(
                None,
                _("“%(name)s” is not known here. The day is called as_of, and the kind of observer kind.")
                % {"name": name[:50]},
            )
        return cleaned


# --- The organization ---------------------------------------------------------------------------------------------


class RecordRightForm(forms.Form):
    is_record_right = forms.ChoiceField(
        label=_("Is this right?"),
        choices=[("yes", _("Yes, all of it")), ("no", _("No, something has changed"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether what IOM knows is right.")},
    )
    changes = forms.CharField(
        label=_("What has changed"), widget=_lines(3), max_length=2000, required=False, help_text=_("A few words do.")
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_record_right") == "no" and not cleaned.get("changes"):
            self.add_error("changes", _("Say in a few words what has changed."))
        return cleaned

    def facts(self):
        return {
            "is_record_right": self.cleaned_data["is_record_right"] == "yes",
            "changes": self.cleaned_data["changes"],
        }


class ActivitiesForm(forms.Form):
    """One tick for each activity with IOM that the registry holds, and room for what it does not know of."""

    note = forms.CharField(
        label=_("Other activities with IOM"),
        widget=_lines(3),
        max_length=2000,
        required=False,
        help_text=_("What, where and since when."),
    )

    def __init__(self, data=None, *, activities, initial=None):
        super().__init__(data, initial=initial)
        self.activities = activities
        if activities:
            self.fields["right"] = forms.MultipleChoiceField(
                label=_("Tick what is right"),
                choices=[(activity["reference"], activity["words"]) for activity in activities],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[activity["reference"] for activity in activities if activity["is_right"]],
            )
            self.order_fields(["right", "note"])

    def facts(self):
        right = self.cleaned_data.get("right", [])
        return {
            "activities": [activity | {"is_right": activity["reference"] in right} for activity in self.activities],
            "note": self.cleaned_data["note"],
        }


class InterestForm(forms.Form):
    is_interested = forms.ChoiceField(
        label=_("Is your organization still interested in observer status?"),
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer yes or no.")},
    )

    def facts(self):
        return {"is_interested": self.cleaned_data["is_interested"] == "yes"}


class NoticeForm(forms.Form):
    """What every notice says; each kind below adds its own."""

    VALUE = _("What it is now")

    effective_on = DayField(label=_("Since"), is_past=True, today=today, initial=today)
    words = forms.CharField(label=_("In your own words"), widget=_lines(3), max_length=2000, required=False)
    file = EvidenceField(
        label=_("Document that shows it"), required=False, help_text=_("PDF, JPEG or PNG, at most 10 MB.")
    )

    def __init__(self, *args, observer, **kwargs):
        super().__init__(*args, **kwargs)
        self.observer = observer
        self.fields["value"] = LineField(label=self.VALUE, max_length=300)
        self.order_fields(["value", "email", "former_head", "country", "effective_on"])

    def facts(self):
        return dict(self.cleaned_data)


class NameNoticeForm(NoticeForm):
    VALUE = _("New name")


NO_ACCOUNT = "none"


class HeadNoticeForm(NoticeForm):
    VALUE = _("Name of the new head")

    email = forms.EmailField(
        label=_("E-mail address of the new head"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Only IOM staff who work with you and your own members read it."),
    )
    former_head = forms.ChoiceField(
        label=_("Account of the former head"),
        error_messages={"required": _("Say whose account it was, or that the former head has none.")},
        help_text=_("This person can do nothing for your organization from the moment that you send."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        current = self.observer.organization.memberships.filter(left_at=None).select_related("user").order_by("pk")
        self.members = {membership.user.reference: membership.user for membership in current}
        self.fields["former_head"].choices = [
            ("", _("Choose")),
            (NO_ACCOUNT, _("The former head has no account")),
            *((reference, f"{user} ({user.email})") for reference, user in self.members.items()),
        ]

    def facts(self):
        return self.cleaned_data | {"former_head": self.members.get(self.cleaned_data["former_head"])}


class StatutesNoticeForm(NoticeForm):
    VALUE = _("What is new in the statutes")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True
        self.fields["file"].label = _("New statutes")
        self.fields["file"].error_messages["required"] = _("Choose the file with the new statutes.")


class AddressNoticeForm(NoticeForm):
    VALUE = _("Town of the head office")

    country = CountryField(label=_("Country of the head office"))


class MergerNoticeForm(NoticeForm):
    VALUE = _("With which organization")


NOTICES = {
    ChangeNotice.Kind.NAME: NameNoticeForm,
    ChangeNotice.Kind.HEAD: HeadNoticeForm,
    ChangeNotice.Kind.STATUTES: StatutesNoticeForm,
    ChangeNotice.Kind.ADDRESS: AddressNoticeForm,
    ChangeNotice.Kind.MERGER: MergerNoticeForm,
}


class DesignationForm(forms.Form):
    name = LineField(label=_("Name"), max_length=150)
    title = LineField(label=_("Title or function"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class NominationForm(forms.Form):
    """Whom to send to one session."""

    designation = forms.ChoiceField(label=_("Representative"))

    def __init__(self, *args, designations, **kwargs):
        super().__init__(*args, **kwargs)
        self.designations = {one.reference: one for one in designations}
        self.fields["designation"].choices = [(one.reference, one.name) for one in designations]

    def chosen(self):
        return self.designations[self.cleaned_data["designation"]]


class ReplyForm(forms.Form):
    reply = forms.CharField(label=_("Your reply"), widget=_lines(8), max_length=10000)


class ResignForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("Our organization gives up its observer status today"),
        error_messages={"required": _("Tick the box if your organization wants to give up its status.")},
    )


# --- IOM ----------------------------------------------------------------------------------------------------------


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("What the organization reads"), widget=_lines(4), max_length=2000)


class AssessForm(forms.Form):
    effect = forms.ChoiceField(label=_("Effect on the status"), choices=ChangeNotice.Effect, widget=forms.RadioSelect)
    note = LineField(label=_("Note"), max_length=500, required=False, help_text=_("The organization reads it."))


class SuspensionNoticeForm(forms.Form):
    grounds = forms.CharField(
        label=_("Reasons"), widget=_lines(6), max_length=10000, help_text=_("The organization reads them.")
    )
    reply_until = DayField(label=_("The organization can reply until"))


class ActForm(forms.Form):
    """The act by which a status changes."""

    on = DayField(label=_("Date of the act"), is_past=True, today=today)
    source = LineField(
        label=_("Where it is written"),
        max_length=300,
        help_text=_("The resolution, or the text of the decision with its date. Everybody can read this."),
    )
    session_name = LineField(label=_("Session"), max_length=100, required=False)
    resolution = LineField(label=_("Resolution number"), max_length=40, required=False)


class SuspensionDecisionForm(forms.Form):
    ending = forms.ChoiceField(label=_("Decision"), choices=Suspension.Ending, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reasons"), widget=_lines(5), max_length=10000, help_text=_("The organization reads them.")
    )
    effective_on = DayField(
        label=_("Suspended since"), is_past=True, today=today, required=False, help_text=_("Needed for a suspension.")
    )
    source = LineField(
        label=_("Where the decision is written"),
        max_length=300,
        required=False,
        help_text=_("Needed for a suspension: the resolution, or the text of the decision. Everybody can read this."),
    )
    resolution = LineField(label=_("Resolution number"), max_length=40, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ending") == Suspension.Ending.SUSPENDED:
            for field, sentence in (
                ("effective_on", _("Write the day since which the status is suspended.")),
                ("source", _("A suspension cites its act. Say where the decision is written.")),
            ):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, sentence)
        return cleaned


class LinkForm(forms.Form):
    """The record of the registry that an observer is; only one that this person may know of."""

    reference = LineField(label=_("Reference of the record"), max_length=20, help_text=_("Such as CSO-7K2M9XQ4."))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_reference(self):
        reference = references.parse(self.cleaned_data["reference"])
        organization = Organization.objects.visible_to(self.user).filter(reference=reference).first()
        if organization is None:
            raise forms.ValidationError(_("There is no record with this reference. Look it up in the inventory."))
        return organization


class HistoryForm(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_("XLSX, XLS, ODS or CSV with at most 1,000 rows. Nothing is recorded before you have seen it."),
        error_messages={"required": _("Choose the file that you want to load.")},
    )


class AttendanceForm(forms.Form):
    """One answer for each person who was nominated."""

    CHOICES = [("", _("Not known")), ("yes", _("Came")), ("no", _("Did not come"))]
    _MEANT = {"yes": True, "no": False}

    def __init__(self, *args, participations, **kwargs):
        super().__init__(*args, **kwargs)
        for one in participations:
            said = {True: "yes", False: "no", None: ""}[one.attended]
            self.fields[f"p{one.pk}"] = forms.ChoiceField(
                label=one.designation.name,
                choices=self.CHOICES,
                initial=said,
                required=False,
                widget=forms.Select(attrs={"class": "select select--sm"}),
            )

    def came(self):
        return {int(name[1:]): self._MEANT.get(answer) for name, answer in self.cleaned_data.items()}
