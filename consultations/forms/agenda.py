"""What organizers type about the agenda of a consultation, cleaned."""

from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.consultations import NO_TITLE
from consultations.models import AgendaItem
from registry.forms.clocks import WallTimeField, instant
from registry.forms.fields import LineField


class NamesField(forms.CharField):
    """Names of people, one on each line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value):
        line = LineField(max_length=200, required=False)
        return list(dict.fromkeys(name for text in super().clean(value).splitlines() if (name := line.clean(text))))


class AgendaItemForm(forms.Form):
    """A session, by the clocks of the place of the consultation."""

    name_en = LineField(label=_("Title in English"), max_length=200, required=False)
    name_fr = LineField(label=_("Title in French"), max_length=200, required=False)
    name_es = LineField(label=_("Title in Spanish"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaItem.Kind)
    parent = forms.ModelChoiceField(
        None, label=_("Break-out group of"), required=False, empty_label=_("None"), to_field_name="reference"
    )
    starts_at = WallTimeField(label=_("Begins"), required=True)
    ends_at = WallTimeField(label=_("Ends"), required=True)
    room = LineField(label=_("Room"), max_length=120, required=False)
    agreed = NamesField(
        label=_("Speakers who agreed to be named in public"),
        required=False,
        max_length=2000,
        help_text=_("One on each line. The public reads these names."),
    )
    unnamed = NamesField(
        label=_("Other speakers"),
        required=False,
        max_length=2000,
        help_text=_("One on each line. Only staff read these names."),
    )

    def __init__(self, *args, consultation, item=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = consultation.zone
        sessions = consultation.agenda.filter(parent=None).order_by("starts_at", "pk")
        self.fields["parent"].queryset = sessions.exclude(pk=item.pk) if item else sessions

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(f"name_{code}") for code in ("en", "fr", "es")):
            self.add_error("name_en", NO_TITLE)
        for name in ("starts_at", "ends_at"):
            if cleaned.get(name):
                try:
                    cleaned[name] = instant(cleaned[name], self.zone)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it begins. Check both times."))
        if cleaned.get("parent") and cleaned.get("kind") != AgendaItem.Kind.BREAKOUT:
            self.add_error("parent", _("Only a break-out group belongs to another session."))
        both = set(cleaned.get("agreed", ())) & set(cleaned.get("unnamed", ()))
        if both:
            self.add_error("unnamed", _("A speaker is named once. Take the name out of one of the two lists."))
        return cleaned

    def facts(self):
        """What the verbs take: the facts of the session, and who speaks."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("agreed", "unnamed")}
        agreed, unnamed = self.cleaned_data["agreed"], self.cleaned_data["unnamed"]
        return facts, [(name, True) for name in agreed] + [(name, False) for name in unnamed]

    @staticmethod
    def initial_of(item):
        zone = ZoneInfo(item.consultation.zone)
        speakers = list(item.speakers.order_by("pk"))
        return {
            **{name: getattr(item, name) for name in ("name_en", "name_fr", "name_es", "kind", "room")},
            "parent": item.parent.reference if item.parent else "",
            "starts_at": item.starts_at.astimezone(zone).replace(tzinfo=None),
            "ends_at": item.ends_at.astimezone(zone).replace(tzinfo=None),
            "agreed": "\n".join(one.name for one in speakers if one.has_consented),
            "unnamed": "\n".join(one.name for one in speakers if not one.has_consented),
        }
