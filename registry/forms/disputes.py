"""What an organization says is wrong about a partnership, and what staff answer; cleaned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import DayField, LineField
from registry.models import Dispute, EndReason, Role
from registry.queries.partnerships import last_day

Matter, Remedy = Dispute.Matter, Dispute.Remedy
REFUSED = "refused"


class DisputeForm(forms.Form):
    matter = forms.ChoiceField(
        label=_("What is wrong"),
        choices=Matter,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    role = forms.ModelChoiceField(
        None,
        label=_("What your role is"),
        required=False,
        empty_label=_("Choose a role"),
        help_text=_("Only if your role is different."),
    )
    starts_on = DayField(
        label=_("The first day"), required=False, help_text=_("Change it if it is wrong. Empty: nobody knows.")
    )
    ends_on = DayField(
        label=_("The last day"), required=False, help_text=_("Change it if it is wrong. Empty: it goes on.")
    )
    reason = LineField(
        label=_("How it was"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say in a sentence or two what is wrong and how IOM can see it. IOM staff read this; nobody else."),
        error_messages={"required": _("Say how it was, so that IOM can look into it.")},
    )

    def __init__(self, *args, partnership, **kwargs):
        # The days as they stand: whoever changes one of them does not take back the other.
        days = {"starts_on": partnership.period.lower, "ends_on": last_day(partnership)}
        super().__init__(*args, initial=days, **kwargs)
        self.partnership = partnership
        self.fields["role"].queryset = Role.objects.order_by("position")

    def clean(self):
        cleaned = super().clean()
        matter, first, last = (cleaned.get(name) for name in ("matter", "starts_on", "ends_on"))
        if matter == Matter.ROLE and not self.errors.keys() & {"role"}:
            self._check_role(cleaned.get("role"))
        if matter == Matter.DATES and not self.errors.keys() & {"starts_on", "ends_on"}:
            if first and last and last < first:
                self.add_error("ends_on", _("The last day comes before the first. Check both dates."))
            elif (first, last) == (self.initial["starts_on"], self.initial["ends_on"]):
                self.add_error(
                    "starts_on", _("The record says so already. Change the first day, the last day, or both.")
                )
        # What does not belong to the matter is not kept: it would look like a second dispute.
        asked = {Matter.ROLE: {"role"}, Matter.DATES: {"starts_on", "ends_on"}}.get(matter, set())
        return cleaned | dict.fromkeys({"role", "starts_on", "ends_on"} - asked)

    def _check_role(self, role):
        if role is None:
            self.add_error("role", _("Choose the role that is right."))
        elif role.pk == self.partnership.role_id:
            self.add_error("role", _("The record says so already. Choose another role, or say what else is wrong."))


class AnswerForm(forms.Form):
    """One answer to a dispute, with what the partnership is to say where it is put right."""

    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, error_messages={"required": _("Choose an answer.")}
    )
    role = forms.ModelChoiceField(
        None,
        label=_("Role"),
        required=False,
        empty_label=_("Choose a role"),
        help_text=_("When it is corrected: what is to stand in the record."),
    )
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Needed when it is ended."))
    because = forms.ModelChoiceField(
        None,
        label=_("Reason for the end"),
        required=False,
        empty_label=_("Choose a reason"),
        help_text=_("Needed when it is ended."),
    )
    answer = LineField(
        label=_("Your answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organization reads this. Needed when you do not accept."),
    )

    def __init__(self, *args, partnership, remedies, **kwargs):
        """`remedies`: those that are open to this partnership now."""
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        words = {
            Remedy.CORRECTED: _("Accept, and correct the partnership"),
            Remedy.ENDED: _("Accept, and end the partnership"),
            Remedy.REJECTED: _("Accept, and reject the partnership"),
            Remedy.ALREADY: _("Accept: it has been put right already"),
        }
        self.fields["decision"].choices = [
            *((remedy.value, words[remedy]) for remedy in remedies),
            (REFUSED, _("Do not accept: the record stays as it is")),
        ]
        self.fields["role"].queryset = Role.objects.order_by("position")
        self.fields["because"].queryset = EndReason.objects.order_by("position")

    def clean(self):
        cleaned = super().clean()
        decision, first, last = (cleaned.get(name) for name in ("decision", "starts_on", "ends_on"))
        if decision == REFUSED and "answer" not in self.errors and not cleaned.get("answer"):
            self.add_error("answer", _("Say why, so that the organization knows what to do."))
        if decision == Remedy.CORRECTED and "role" not in self.errors and not cleaned.get("role"):
            self.add_error("role", _("Choose a role."))
        if decision == Remedy.ENDED and "ends_on" not in self.errors and not last:
            self.add_error("ends_on", _("Write the last day."))
        if decision == Remedy.ENDED and "because" not in self.errors and not cleaned.get("because"):
            self.add_error("because", _("Choose why it ended."))
        if decision == Remedy.ENDED:
            self._refuse_correcting(cleaned)
        if decision in (Remedy.CORRECTED, Remedy.ENDED) and first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first. Check both dates."))
        return cleaned

    def _refuse_correcting(self, cleaned):
        """Ending takes neither a role nor a first day: what was typed there would be dropped."""
        stands = {"role": self.partnership.role, "starts_on": self.partnership.period.lower}
        for name, value in stands.items():
            if name not in self.errors and cleaned.get(name) != value:
                self.add_error(
                    name, _("Ending does not change this. Correct the partnership instead, or leave it as recorded.")
                )

    def facts(self):
        """What the remedy needs."""
        said = self.cleaned_data
        if said["decision"] == Remedy.CORRECTED:
            return {name: said[name] for name in ("role", "starts_on", "ends_on")}
        if said["decision"] == Remedy.ENDED:
            return {"on": said["ends_on"], "because": said["because"], "reason": said["answer"][:200]}
        return {}
