"""What focal points and organizers type about a person who comes, cleaned."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Need, Registration
from consultations.states import NEXT, NeedState
from registry import references
from registry.forms.fields import CountryField, LineField
from registry.models import Organization
from registry.queries.words import language_names

Kind = Need.Kind
CONSENTS = ("on_participants_list", "on_public_list", "in_photos")
ASK_FIRST = _("Ask this person first. No tick means no.")


class ConsentForm(forms.Form):
    """What a person agrees to, list by list; nobody agrees by saying nothing."""

    on_participants_list = forms.BooleanField(
        label=_("Name and function may stand on the list for participants"), required=False, help_text=ASK_FIRST
    )
    on_public_list = forms.BooleanField(
        label=_("Name and organization may stand on the public page"), required=False, help_text=ASK_FIRST
    )
    in_photos = forms.BooleanField(
        label=_("Photos of this person may be published"), required=False, help_text=ASK_FIRST
    )

    def facts(self):
        return dict(self.cleaned_data)


class PersonForm(ConsentForm):
    """A person, how she attends and what she needs; with more than one of `invitations`, for which of them."""

    invitation = forms.ChoiceField(label=_("Organization"))
    name = LineField(label=_("Name, as in the passport"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    function = LineField(label=_("Function"), max_length=200, required=False)
    gender = forms.ChoiceField(
        label=_("Gender"), choices=[("", _("Not said")), *Registration.Gender.choices], required=False
    )
    country = CountryField(label=_("Country where the person lives"), required=False)
    language = forms.ChoiceField(label=_("Language"))
    attends = forms.ChoiceField(
        label=_("How the person attends"),
        choices=Registration.Attends.choices,
        initial=Registration.Attends.IN_PERSON,
        widget=forms.RadioSelect,
    )
    visa_letter = forms.BooleanField(label=_("Needs a letter for the visa"), required=False)
    travel = LineField(
        label=_("Travel support"),
        max_length=500,
        required=False,
        help_text=_("What is needed, for example a flight from Kampala. IOM cannot pay for everybody."),
    )
    interpretation = forms.ChoiceField(label=_("Needs interpretation into"), required=False)
    accessibility = LineField(
        label=_("Accessibility"),
        max_length=500,
        required=False,
        help_text=_("For example a place for a wheelchair. Do not write about health: say what helps."),
    )

    # What is needed first, then what the person agrees to.
    field_order = (
        *("invitation", "name", "email", "function", "gender", "country", "language", "attends"),
        *("visa_letter", "travel", "interpretation", "accessibility", *CONSENTS),
    )

    def __init__(self, *args, consultation, invitations=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        if len(invitations) > 1:
            self.fields["invitation"].choices = [(one.reference, one.organization.name) for one in invitations]
        else:
            del self.fields["invitation"]
        codes = dict.fromkeys(
            [code for code, _label in settings.LANGUAGES] + consultation.languages + consultation.interpretation
        )
        self.fields["language"].choices = zip(codes, language_names(list(codes)), strict=True)
        if consultation.format != Consultation.Format.HYBRID:
            del self.fields["attends"]
        into = consultation.interpretation
        if into:
            named = zip(into, language_names(into), strict=True)
            self.fields["interpretation"].choices = [("", _("No interpretation")), *named]
        else:
            del self.fields["interpretation"]

    def facts(self):
        """What the verbs take."""
        fields = ("name", "email", "function", "gender", "country", "language", *CONSENTS)
        facts = {field: self.cleaned_data[field] for field in fields}
        return facts | {"attends": self.cleaned_data.get("attends") or self.consultation.format, "needs": self.needs()}

    def needs(self):
        said = self.cleaned_data
        asked = {kind: {"text": said[kind]} for kind in (Kind.TRAVEL, Kind.ACCESSIBILITY) if said[kind]}
        if said["visa_letter"]:
            asked[Kind.VISA_LETTER] = {}
        if said.get("interpretation"):
            asked[Kind.INTERPRETATION] = {"language": said["interpretation"]}
        return asked

    @staticmethod
    def initial_of(registration):
        names = ("name", "email", "function", "gender", "country", "language", "attends", *CONSENTS)
        needs = {need.kind: need for need in registration.needs.all()}
        return {name: getattr(registration, name) for name in names} | {
            "visa_letter": Kind.VISA_LETTER in needs,
            "interpretation": needs[Kind.INTERPRETATION].language if Kind.INTERPRETATION in needs else "",
            **{kind: needs[kind].text for kind in (Kind.TRAVEL, Kind.ACCESSIBILITY) if kind in needs},
        }


class ParticipantForm(PersonForm):
    """The same when staff enter somebody: who comes for an organization, for IOM or for somebody else."""

    part = forms.ChoiceField(label=_("Comes for"), choices=Registration.Part)
    organization = LineField(
        label=_("Organization of the registry"),
        max_length=40,
        required=False,
        help_text=_("Its reference, for example CSO-7K2M9XQ4. Only for a civil society organization."),
    )
    affiliation = LineField(
        label=_("Whom the person stands for"),
        max_length=200,
        required=False,
        help_text=_("For IOM, a government or somebody else."),
    )
    field_order = ("part", "organization", "affiliation", *PersonForm.field_order)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_organization(self):
        typed = self.cleaned_data["organization"]
        if not typed:
            return None
        reference = references.parse(typed)
        found = Organization.objects.visible_to(self.user).filter(reference=reference).first() if reference else None
        if found is None:
            raise forms.ValidationError(
                _("There is no organization with the reference “%(typed)s”. It looks like CSO-7K2M9XQ4."),
                params={"typed": typed},
            )
        return found

    def clean(self):
        cleaned = super().clean()
        is_cso = cleaned.get("part") == Registration.Part.CSO
        if is_cso and "organization" in cleaned and not cleaned["organization"]:
            self.add_error("organization", _("Say for which organization of the registry this person comes."))
        if not is_cso and cleaned.get("organization"):
            self.add_error("organization", _("Leave this empty, or choose “Civil society organization” above."))
        return cleaned

    def facts(self):
        own = {name: self.cleaned_data[name] for name in ("part", "organization", "affiliation")}
        return super().facts() | own


class ReasonForm(forms.Form):
    reason = LineField(label=_("Reason"), max_length=500, help_text=_("The organization reads it."))


class OptionalReasonForm(forms.Form):
    reason = LineField(label=_("Reason"), max_length=500, required=False, help_text=_("IOM reads it."))


class NeedForm(forms.Form):
    """What staff answer to a need: only what may follow now."""

    to = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    reason = LineField(
        label=_("Reason"), max_length=500, required=False, help_text=_("When it is refused. The organization reads it.")
    )

    def __init__(self, *args, need, **kwargs):
        super().__init__(*args, **kwargs)
        following = NEXT[NeedState][need.state]
        self.fields["to"].choices = [(state, state.label) for state in NeedState if state in following]
