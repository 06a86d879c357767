"""What readers and organizations ask and tell about the follow-up, cleaned."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.forms.consultations import TextField
from consultations.models import ActionUpdate, Consultation, Recommendation
from consultations.queries.follow_up import named_organizations
from consultations.states import RecommendationState
from registry.models import Area, Document
from registry.models.people import LANGUAGES

OVERDUE = "overdue"
ANY = ("", _("All"))
# A question and the field that it asks for.
FIELDS = {"edition": "consultation", "area": "area", "level": "level", "addressee": "addressee"}
CLAIM = ActionUpdate.Claim


class FollowUpFilter(forms.Form):
    """A value that makes no sense is told beside its field; what is asked besides still holds."""

    edition = forms.ModelChoiceField(
        Consultation.objects.public().filter(recommendations_published_at__isnull=False).order_by("-starts_on", "-pk"),
        label=_("Consultation"),
        required=False,
        empty_label=_("All"),
        to_field_name="slug",
    )
    area = forms.ModelChoiceField(
        Area.objects.filter(parent=None).order_by("position"),
        label=_("Area of cooperation"),
        required=False,
        empty_label=_("All"),
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[ANY, *Recommendation.Level.choices])
    addressee = forms.ChoiceField(
        label=_("Addressed to"), required=False, choices=[ANY, *Recommendation.Addressee.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ANY, *RecommendationState.choices, (OVERDUE, pgettext_lazy("recommendation", "Overdue"))],
    )
    organization = forms.ChoiceField(label=_("Proposed or led by"), required=False)

    def __init__(self, data, *, of_one_edition=False):
        super().__init__(data)
        if of_one_edition:
            del self.fields["edition"]
        self.fields["organization"].choices = [ANY, *named_organizations()]

    def filtered(self, recommendations, *, on):
        if not self.is_valid():
            return recommendations.none()
        asked = self.cleaned_data
        for name, field in FIELDS.items():
            if asked.get(name):
                recommendations = recommendations.filter(**{field: asked[name]})
        if asked["state"] == OVERDUE:
            recommendations = recommendations.overdue(on=on)
        elif asked["state"]:
            recommendations = recommendations.filter(state=asked["state"])
        if asked["organization"]:
            recommendations = recommendations.of_organization(asked["organization"])
        return recommendations


class ReportForm(forms.Form):
    claims = forms.ChoiceField(label=_("State"), choices=CLAIM, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    text = TextField(label=_("What was done"), required=True, help_text=_("Everybody reads it."))
    link = forms.URLField(
        label=_("Link to evidence"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("A page that everybody can open."),
    )

    def clean(self):
        cleaned = super().clean()
        shown = cleaned.get("link") or cleaned.get("document")
        if cleaned.get("claims") == CLAIM.DONE and not shown and "link" not in self.errors:
            self.add_error("link", _("What is done needs evidence: a link, or a document. Add one."))
        return cleaned


class OwnReportForm(ReportForm):
    """Of an organization, which may show one of its own documents."""

    document = forms.ModelChoiceField(
        None,
        label=_("Or one of your documents"),
        required=False,
        empty_label=pgettext_lazy("document", "None"),
        to_field_name="reference",
        help_text=_("Only you and IOM read it. Add documents on the page of your organization."),
    )

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        # What staff filed for themselves is not there for members.
        theirs = organization.documents.current().filter(visibility=Document.Visibility.MEMBERS)
        field.queryset = theirs.order_by("-pk")
        field.label_from_instance = lambda document: document.title
