"""Fields that take what people write and give what the registry stores."""

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.matching import fold
from registry.models import Country
from registry.queries.words import language_names


class CountryField(forms.CharField):
    """A country by its name in any of four languages or by its code. The page offers names in a datalist."""

    default_error_messages = {
        "unknown": _("We do not know a country called “%(typed)s”. Choose one from the list that opens as you type.")
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"list": "countries", "autocomplete": "off"})
        super().__init__(**({"max_length": 200, "widget": widget} | kwargs))

    def prepare_value(self, value):
        if isinstance(value, Country):
            return value.name
        return value

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        country = Country.objects.filter(spellings__contains=[fold(typed)]).order_by("is_deprecated", "code").first()
        if country is None:
            raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"typed": typed})
        return country

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class LanguagesField(forms.CharField):
    """Languages by name or code, separated by commas; gives ISO 639 codes."""

    default_error_messages = {
        "unknown": _(
            "We do not know a language called “%(typed)s”. Write its name, or its code of two or three letters."
        )
    }

    def prepare_value(self, value):
        return ", ".join(language_names(value)) if isinstance(value, list) else value

    def clean(self, value):
        return list(
            dict.fromkeys(
                self._code(word) for word in super().clean(value).replace(";", ",").split(",") if word.strip()
            )
        )

    def _code(self, word):
        wanted = fold(word)
        for language in (get_language() or "en", *(code for code, _label in settings.LANGUAGES)):
            names = Locale.parse(language[:2]).languages
            for code, name in names.items():
                if wanted in {code, fold(name)} and len(code) <= 10:
                    return code
        raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"typed": word.strip()})
