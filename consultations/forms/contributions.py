"""What organizers ask, and what organizations write about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.reports import LongTextField
from registry.queries.words import language_names


class QuestionForm(forms.Form):
    text_en = LongTextField(label=_("Question in English"), max_length=2000)
    text_fr = LongTextField(label=_("Question in French"), max_length=2000)
    text_es = LongTextField(label=_("Question in Spanish"), max_length=2000)
    words_limit = forms.IntegerField(label=_("Words at most"), min_value=1, max_value=5000, initial=500)

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(f"text_{code}") for code in ("en", "fr", "es")):
            self.add_error("text_en", _("Write the question in one language at least."))
        return cleaned


class ContributionForm(forms.Form):
    """`version` is that of the contribution when the page was opened, 0 when there was none."""

    # Far more than any limit of words: a text over its limit is kept, and only sending waits.
    text = LongTextField(label=_("Your contribution"), max_length=60_000)
    language = forms.ChoiceField(label=_("Language of your contribution"))
    may_be_published = forms.BooleanField(
        label=_("Everybody may read this contribution, with the name of our organization"),
        required=False,
        help_text=_("Otherwise only IOM reads it."),
    )
    version = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(zip(languages, language_names(languages), strict=True))
