"""What organizations propose to talk about, and what organizers answer."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import LanguageField, LineField


class TopicForm(forms.Form):
    title = LineField(label=_("Topic"), max_length=200, error_messages={"required": _("Give it a title.")})
    text = forms.CharField(
        label=_("Why it matters, and what should come out of it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say in a few sentences why it matters.")},
        help_text=_("Name no person. Other organizations read it; everybody reads it when it is kept."),
    )
    language = LanguageField(
        label=_("Language"),
        max_length=40,
        help_text=_("In which you write."),
        error_messages={"required": _("Say in which language you write.")},
    )


class TopicDecisionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why. The organization that proposed the topic reads the reason.")},
    )
    reason_language = forms.ChoiceField(label=_("Language of the reason"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason_language"].initial = (get_language() or "en")[:2]
