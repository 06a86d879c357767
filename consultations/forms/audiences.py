"""Whom to invite, as organizers ask for it: a view they keep, the address of a list, or its filters one by one."""

from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.models import BalanceTarget
from consultations.queries.audiences import LISTS, OWN_FILTERS, Question
from consultations.queries.balance import value_choices
from registry import references
from registry.forms.fields import CountriesField, LineField
from registry.models import Organization, ViewedList
from registry.queries.saved_views import query_of, views_for

MOST_PEOPLE = 50
HINTS = {
    "region": _("Where an organization works, in one region or more. A balance target counts it by its head office."),
}
# The filters of the directory that are asked for one by one; the others come by a view or an address.
FACETS = {
    "area": _("Area of cooperation"),
    "role": _("Relationship with IOM"),
    "type": _("Type of organization"),
    "region": _("IOM region where it works"),
    "level": _("Level"),
    "trust": _("Verification"),
    "freshness": _("How recent"),
}
OWN_LABELS = {
    "attendance": {"was": _("Was at an earlier consultation"), "never": _("Was never at a consultation")},
    "observer": {"yes": _("Has observer status"), "no": _("Has no observer status")},
}


class QuotaField(forms.IntegerField):
    def __init__(self, **kwargs):
        label = _("How many people each may name")
        super().__init__(**({"label": label, "min_value": 1, "max_value": MOST_PEOPLE, "initial": 2} | kwargs))


class AudienceForm(forms.Form):
    """A question to the registry. What is ticked is asked besides what a view or an address asks."""

    view = forms.ChoiceField(label=_("One of your saved views"), required=False)
    address = forms.CharField(
        label=_("Or the address of a list"),
        max_length=4000,
        required=False,
        help_text=_("Filter the directory or the inventory, then copy the address of that page to here."),
    )
    countries = CountriesField(
        label=_("Countries of work"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    attendance = forms.ChoiceField(label=_("Earlier consultations"), required=False)
    observer = forms.ChoiceField(label=_("Observer status"), required=False)
    quota = QuotaField()

    def __init__(self, *args, user, labels, **kwargs):
        super().__init__(*args, **kwargs)
        self.views = {view.reference: view for view in views_for(user) if view.list_name in LISTS}
        self.fields["view"].choices = [("", _("None")), *((key, view.name) for key, view in self.views.items())]
        for name in OWN_FILTERS:
            self.fields[name].choices = [("", _("All")), *OWN_LABELS[name].items()]
        for facet, label in FACETS.items():
            self.fields[facet] = forms.MultipleChoiceField(
                label=label,
                # Of areas the nine, without their parts.
                choices=[(code, words) for code, words in labels[facet].items() if "." not in code],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=HINTS.get(facet, ""),
            )

    def clean_address(self):
        """(list, its question), by the path of the page; a question without a page is one to the directory."""
        typed = self.cleaned_data["address"].strip()
        if not typed:
            return None
        address = urlsplit(typed)
        # In any language: what follows the first part of the path.
        inventory = reverse("registry:staff-organizations").removeprefix(f"/{get_language()}")
        is_inventory = address.path.endswith(inventory)
        text = address.query or ("" if "/" in typed else typed)
        list_name = ViewedList.INVENTORY if is_inventory else ViewedList.DIRECTORY
        question = Question.from_query(list_name, QueryDict(text))
        if not question.filters:
            raise forms.ValidationError(
                _("This address has no filter that we know. Filter a list of organizations, and copy its address.")
            )
        return list_name, text

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("view") and cleaned.get("address"):
            self.add_error("address", _("Choose a view or paste an address, not both."))
        if not self.errors and not self.question.filters:
            self.add_error(None, _("Say whom you look for: choose a view, paste an address or tick a filter."))
        return cleaned

    @property
    def saved_view(self):
        return self.views.get(self.cleaned_data["view"])

    @cached_property
    def question(self):
        """What was asked, with what is ticked in place of the same filter of a view or address."""
        cleaned, view = self.cleaned_data, self.saved_view
        list_name, text = cleaned.get("address") or (ViewedList.DIRECTORY, "")
        if view:
            list_name, text = view.list_name, query_of(view.filters)
        query = QueryDict(text, mutable=True)
        for facet in FACETS:
            if cleaned.get(facet):
                query.setlist(facet, cleaned[facet])
        if cleaned.get("countries"):
            query.setlist("country", [country.pk for country in cleaned["countries"]])
        for name in OWN_FILTERS:
            if cleaned.get(name):
                query[name] = cleaned[name]
        return Question.from_query(list_name, query)


class InviteForm(forms.Form):
    """One organization by hand."""

    organization = forms.CharField(
        label=_("Reference of the organization"), max_length=40, help_text=_("It looks like CSO-7K2M9XQ4.")
    )
    quota = QuotaField(label=_("How many people it may name"))
    reason = LineField(label=_("Why it is invited"), max_length=500)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_organization(self):
        typed = self.cleaned_data["organization"]
        reference = references.parse(typed)
        known = Organization.objects.visible_to(self.user)
        found = known.filter(reference=reference).first() if reference else None
        if found is None:
            words = _("There is no organization with the reference “%(typed)s”. It looks like CSO-7K2M9XQ4.")
            raise forms.ValidationError(words, "unknown", {"typed": typed.strip()[:40]})
        return found


class QuotaForm(forms.Form):
    quota = QuotaField(label=_("How many people it may name"))


class RemoveForm(forms.Form):
    reason = LineField(label=_("Why it is not invited"), max_length=500)


class AnswerForm(forms.Form):
    """What somebody told the staff by telephone, by mail or in a meeting."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("accept", _("It accepts")), ("decline", _("It declines"))],
        widget=forms.RadioSelect,
    )
    told_by = LineField(
        label=_("Who told it, and how"), max_length=200, help_text=_("Such as: A. Person, by telephone.")
    )
    reason = LineField(label=_("Reason, when it declines"), max_length=500, required=False)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why your organization does not come"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the organizers read it."),
    )


class TargetForm(forms.Form):
    share = forms.ChoiceField(
        label=_("Who"),
        help_text=_("A region is that of the head office. Choosing whom to invite asks where an organization works."),
    )
    percent = forms.IntegerField(label=_("At least so many per cent of those who come"), min_value=1, max_value=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["share"].choices = [
            (label, [(f"{code}:{value}", words) for value, words in value_choices(code)])
            for code, label in BalanceTarget.Dimension.choices
        ]
