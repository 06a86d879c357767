"""What a person types who looks for her organization, claims it, or brings it in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.documents import EvidenceField
from registry.forms.fields import CountryField, LineField
from registry.matching import domain_of, is_shared
from registry.models import Claim, Level, OrganizationType


class SearchForm(forms.Form):
    q = LineField(
        label=_("What is the name of your organization?"),
        max_length=200,
        error_messages={"required": _("Write a name, an acronym, a number or a website.")},
        help_text=_("Its name in any language, its acronym, registration number, website or e-mail domain."),
    )
    country = CountryField(label=_("Country"), required=False)


class ClaimForm(forms.Form):
    """Either an address on the organization's domain or a document; what belongs to the other way is left alone."""

    # Needed with one of the two answers.
    depending = ("email", "file", "note")

    proof = forms.ChoiceField(
        label=_("How can you show that you act for it?"), choices=Claim.Proof, widget=forms.RadioSelect
    )
    email = forms.EmailField(
        label=_("Your e-mail address at the organization"),
        max_length=254,
        required=False,
        help_text=_("We send a link to it. It must be at a domain that IOM knows of the organization."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    file = EvidenceField(
        label=_("Document"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most 10 MB: a registration certificate, or a letter that names you."),
    )
    note = forms.CharField(
        label=_("What you do there"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence, for the person who decides."),
    )

    def __init__(self, *args, domain="", **kwargs):
        super().__init__(*args, **kwargs)
        if domain:
            self.fields["email"].help_text = _(
                "We send a link to it. It must be at %(domain)s, or at another domain that IOM knows of."
            ) % {"domain": domain}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("proof") == Claim.Proof.DOMAIN:
            self._check_address(cleaned.get("email"))
            cleaned["file"] = None
            self.errors.pop("file", None)
        elif cleaned.get("proof") == Claim.Proof.DOCUMENT:
            cleaned["email"] = ""
            self.errors.pop("email", None)
            if "file" not in self.errors and not cleaned.get("file"):
                self.add_error("file", _("Choose a file."))
            if not cleaned.get("note"):
                self.add_error("note", _("Write one sentence about what you do there."))
        return cleaned

    def _check_address(self, address):
        if "email" in self.errors:
            return
        if not address:
            self.add_error("email", _("Write your e-mail address at the organization."))
        elif is_shared(domain_of(address)):
            self.add_error(
                "email", _("Anybody can have such an address. Use one of the organization, or send a document.")
            )

    def shown(self):
        return {field: self.cleaned_data[field] for field in ("email", "file", "note")}


class JoinForm(forms.Form):
    name = LineField(label=_("Official name"), max_length=300, help_text=_("As it is written in its statutes."))
    acronym = LineField(label=_("Acronym"), max_length=40, required=False)
    other_name = LineField(
        label=_("Name in another language or script"), max_length=300, required=False, help_text=_("If it has one.")
    )
    country = CountryField(label=_("Country"), help_text=_("Where its head office is. Of a branch: where it is."))
    type = forms.ModelChoiceField(None, label=_("Type of organization"), empty_label=_("Choose a type"))
    type_explained = LineField(
        label=_("If other, which"), max_length=200, required=False, help_text=_("Only when none of the types fits.")
    )
    level = forms.ModelChoiceField(None, label=_("Level at which it works"), empty_label=_("Choose a level"))
    sentence = forms.CharField(
        label=_("What it does, in one sentence"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        help_text=_("For example https://www.example.org"),
        error_messages={"invalid": _("Write the whole address, for example https://www.example.org.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = OrganizationType.objects.order_by("position")
        self.fields["level"].queryset = Level.objects.order_by("position")

    def clean(self):
        cleaned = super().clean()
        if getattr(cleaned.get("type"), "code", "") == "other" and not cleaned.get("type_explained"):
            self.add_error("type_explained", _("Say in a few words which other type it is."))
        return cleaned

    def typed_names(self):
        return [self.cleaned_data[field] for field in ("name", "other_name", "acronym") if self.cleaned_data[field]]

    def facts(self, language):
        """What the verb takes; the sentence is in the language of the page."""
        said = self.cleaned_data
        names = [{"kind": "legal", "text": said["name"], "is_primary": True}]
        names += [{"kind": "translation", "text": said["other_name"]}] if said["other_name"] else []
        names += [{"kind": "acronym", "text": said["acronym"]}] if said["acronym"] else []
        return {
            "names": names,
            "hq_country": said["country"],
            "types": [said["type"]],
            "type_explained": said["type_explained"],
            "levels": [said["level"]],
            "website": said["website"],
            f"description_{language}": said["sentence"],
        }
