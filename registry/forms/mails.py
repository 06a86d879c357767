"""What a person chooses about the mails that she gets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.mails import Topic
from registry.models import HowOften

_HOURS = [("", _("No quiet hours")), *((str(hour), f"{hour:02}:00") for hour in range(24))]


class MailsForm(forms.Form):
    """How often about each topic, and the hours of her clock without mails."""

    quiet_from = forms.TypedChoiceField(
        label=_("Quiet hours begin at"), choices=_HOURS, coerce=int, empty_value=None, required=False
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet hours end at"), choices=_HOURS, coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.topics = topics
        chosen = {topic: forms.ChoiceField(label=Topic(topic).label, choices=HowOften) for topic in topics}
        self.fields = chosen | self.fields

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (begins is None) != (ends is None):
            self.add_error("quiet_until", _("Give both hours, or choose “No quiet hours” twice."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", _("Give two different hours. To end all mails of a topic, choose “Never”."))
        return cleaned

    def choices(self):
        return {topic: self.cleaned_data[topic] for topic in self.topics}
