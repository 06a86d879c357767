"""What an auditor asks the history for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.queries import audit
from registry.queries.changes import kinds, verbs


class AuditForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("history", "About"), required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    who = forms.CharField(
        label=_("Person or job"), max_length=100, required=False, help_text=_("Name, e-mail address or reference.")
    )
    subject = forms.CharField(
        label=_("Reference"), max_length=60, required=False, help_text=_("For example CSO-7K2M9XQ4.")
    )
    batch = forms.CharField(label=_("Reference of the import"), max_length=20, required=False)
    request = forms.CharField(label=_("Number of a request"), max_length=36, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Everything")), *kinds().items()]
        self.fields["verb"].choices = [("", _("Anything")), *sorted(verbs().items(), key=lambda pair: str(pair[1]))]

    def clean_who(self):
        """The names under which the history knows the author."""
        who = " ".join(self.cleaned_data["who"].split())
        if not who:
            return []
        people, jobs = audit.authors(who)
        if len(people) > audit.PEOPLE:
            raise forms.ValidationError(
                _("More than %(count)s people are called that. Write more of the name, or the e-mail address.")
                % {"count": audit.PEOPLE}
            )
        return people or jobs

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one. Choose a later day."))
        return cleaned

    def asked(self):
        """What was asked for, in one line, for the history of downloads."""
        return ", ".join(f"{name}={self.data[name]}" for name, value in self.cleaned_data.items() if value)
