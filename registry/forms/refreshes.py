"""What staff type about a refresh campaign, and what people answer by its link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import LineField, PhoneField
from registry.forms.organizations import OrganizationForm
from registry.models import FactKind, RefreshCampaign, ViewedList
from registry.models.people import LANGUAGES
from registry.queries import refreshes
from registry.states import RefreshInviteState

S = RefreshInviteState
_PERCENT = {"min_value": 0, "max_value": 100}
_TEXT = {"max_length": 600, "required": False, "widget": forms.Textarea(attrs={"rows": 3})}


class RefreshForm(forms.Form):
    """Whom a campaign asks comes along unseen: it is the list that was on the screen, or a saved view."""

    title = LineField(label=_("Title"), max_length=120, help_text=_("For example: West and Central Africa 2026."))
    kind = forms.ChoiceField(
        label=_("What is to become fresh"), choices=[("", _("Everything")), *FactKind.choices], required=False
    )
    only_aged = forms.BooleanField(
        label=_("Ask only those of whom something of this is not fresh"), required=False, initial=True
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, initial=["en", "fr", "es"]
    )
    language = forms.ChoiceField(
        label=_("Language of those of whom we know none"), choices=LANGUAGES, help_text=_("One of those above.")
    )
    text_en = forms.CharField(label=_("Your own words in the mail, in English"), **_TEXT)
    text_fr = forms.CharField(label=_("Your own words in the mail, in French"), **_TEXT)
    text_es = forms.CharField(
        label=_("Your own words in the mail, in Spanish"),
        **_TEXT,
        help_text=_("Name no organization: mailboxes are read by others."),
    )
    first_wave = forms.IntegerField(
        label=_("Mails in the first wave"),
        min_value=1,
        max_value=100_000,
        initial=20,
        help_text=_("So many leave at once, chosen without order. The rest waits until you have seen what came back."),
    )
    link_days = forms.IntegerField(
        label=_("For how many days a link works"),
        min_value=1,
        max_value=365,
        initial=30,
        help_text=_("30 is our own choice; no rule of IOM gives a number."),
    )
    stop_bounced = forms.IntegerField(
        label=_("Stop when more than this share of mails came back (%)"), initial=10, **_PERCENT
    )
    stop_refused = forms.IntegerField(
        label=_("Stop when more than this share asked not to be written to (%)"),
        initial=5,
        **_PERCENT,
        help_text=_("Both are looked at from the tenth mail on. The numbers are our own choice."),
    )
    list_name = forms.ChoiceField(
        choices=[(str(name), name) for name in refreshes.LISTS], required=False, widget=forms.HiddenInput
    )
    query = forms.CharField(max_length=4_000, required=False, widget=forms.HiddenInput)

    FACTS = (
        *("title", "kind", "only_aged", "languages", "language", "text_en", "text_fr", "text_es"),
        *("first_wave", "link_days", "stop_bounced", "stop_refused"),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("language") and cleaned["language"] not in cleaned.get("languages", [cleaned["language"]]):
            self.add_error("language", _("Choose one of the languages that you ticked above."))
        return cleaned

    def facts(self):
        return {field: self.cleaned_data[field] for field in self.FACTS}

    @staticmethod
    def initial_of(campaign: RefreshCampaign):
        return {field: getattr(campaign, field) for field in RefreshForm.FACTS} | {
            "list_name": campaign.list_name or ViewedList.DIRECTORY,
            "query": refreshes.query(campaign.filters).urlencode(),
        }


class AnswerForm(forms.Form):
    """What somebody told the staff, by telephone or otherwise."""

    answer = forms.ChoiceField(label=_("Answer"), choices=[], widget=forms.RadioSelect)
    told_by = LineField(label=_("Whom you spoke with"), max_length=150)
    note = LineField(
        label=_("What was said"),
        max_length=500,
        required=False,
        help_text=_("Corrections themselves belong into the record: write them there."),
    )

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(str(state), words) for state, words in _ANSWERS if state in answers]


_ANSWERS = (
    (S.CONFIRMED, _("All of it is right")),
    (S.CHANGED, _("Something has changed, and stands in the record by now")),
    (S.LEFT, _("The person has left")),
    (S.REFUSED, _("They do not want to be written to")),
)


class CorrectForm(OrganizationForm):
    """The few things that go wrong most often, as they stand in the record; the rest in words."""

    type_explained = types = levels = languages = source = observed_on = reason = None
    description_en = description_fr = description_es = None
    name = LineField(label=_("Name of the organization"), max_length=300)
    contact_name = LineField(label=_("Your name"), max_length=150, required=False)
    contact_email = forms.EmailField(label=_("Your e-mail address at work"), required=False)
    contact_phone = PhoneField(label=_("Your telephone at work"), required=False)
    note = LineField(
        label=_("Something else that is wrong"),
        max_length=500,
        required=False,
        help_text=_("In your own words; the IOM mission reads it."),
    )
    is_rest_right = forms.BooleanField(label=_("Everything else on the page before is right"), required=False)
    field_order = (
        *("contact_name", "contact_email", "contact_phone", "website", "hq_city"),
        *("name", "hq_country", "founded", "note", "is_rest_right"),
    )
    DIRECT, LOOKED_AT = ("website", "hq_city"), ("hq_country", "founded")
    CONTACT = ("contact_name", "contact_email", "contact_phone")

    def __init__(self, *args, organization, contact, waiting, **kwargs):
        self.organization = organization
        facts = {field: getattr(organization, field) for field in self.DIRECT + self.LOOKED_AT}
        facts |= {"name": self._primary().text if self._primary() else ""}
        facts |= {field: getattr(contact, field.removeprefix("contact_")) for field in self.CONTACT}
        forms.Form.__init__(self, *args, initial=facts, **kwargs)
        gone = {"names": "name"}
        for field in waiting:
            self.fields.pop(gone.get(field, field), None)

    def clean(self):
        cleaned = forms.Form.clean(self)
        if not self.errors and not any(cleaned.get(field) for field in self.CONTACT):
            self.add_error("contact_name", _("Give a name, an e-mail address or a telephone number."))
        return cleaned

    def clean_founded(self):
        return super().clean_founded() or None

    def changes(self):
        """Only what she changed, in the shape of the verb."""
        changed = [field for field in self.DIRECT + self.LOOKED_AT if field in self.changed_data]
        changes = {field: self.cleaned_data[field] for field in changed}
        if "name" in self.changed_data:
            changes["names"] = [self._row(name) for name in self.organization.names.all()]
        return changes

    def contact_changes(self):
        return {
            field.removeprefix("contact_"): self.cleaned_data[field]
            for field in self.CONTACT
            if field in self.changed_data
        }

    def _primary(self):
        return next((name for name in self.organization.names.all() if name.is_primary), None)

    def _row(self, name):
        text = self.cleaned_data["name"] if name.is_primary else name.text
        return {"kind": name.kind, "text": text, "language": name.language, "is_primary": name.is_primary}


class LeftForm(forms.Form):
    named = LineField(label=_("Whom to ask instead"), max_length=150, required=False)
    named_email = forms.EmailField(
        label=_("E-mail address of this person"),
        required=False,
        help_text=_("We do not write to it before somebody of IOM has looked."),
    )
    note = LineField(label=_("Anything else"), max_length=500, required=False)
