"""What members type about their own organization: the fields of one section, and what shows that it is so."""

from django.utils.translation import gettext_lazy as _

from registry.forms.contacts import ContactForm
from registry.forms.documents import DocumentForm
from registry.forms.fields import LineField
from registry.forms.organizations import OrganizationForm
from registry.models.proposals import AFTER_A_LOOK
from registry.queries.own_records import FIELDS


class SectionForm(OrganizationForm):
    """The plain fields of one section of the record. Names, places and identifiers are rows of their own."""

    evidence = LineField(
        label=_("What shows it"),
        max_length=500,
        required=False,
        help_text=_("For example: the certificate of 3 May, which is among your documents. IOM reads this."),
    )

    def __init__(self, *args, section, **kwargs):
        super().__init__(*args, **kwargs)
        named = [field for field in FIELDS[section] if field in self.fields]
        if any(field in AFTER_A_LOOK for field in FIELDS[section]):
            named.append("evidence")
        self.fields = {field: self.fields[field] for field in named}
        if "types" in self.fields:
            self.fields["types"].required = True

    def changes(self):
        changes = {field: value for field, value in self.cleaned_data.items() if field != "evidence"}
        return changes | ({"founded": changes["founded"] or None} if "founded" in changes else {})


class OwnContactForm(ContactForm):
    """A contact as its own organization gives it: it comes from there, and it is right today."""

    source = None
    last_confirmed_on = None

    @staticmethod
    def initial_of(contact):
        return {field: getattr(contact, field) for field in OwnContactForm.base_fields}


class OwnDocumentForm(DocumentForm):
    """A document that the organization itself files: its members and IOM staff may read it."""

    visibility = None
