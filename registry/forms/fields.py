"""Fields that take what people write and give what the registry stores."""

import unicodedata

from babel import Locale
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.matching import fold
from registry.models import Country
from registry.queries.words import is_language, language_names


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


class CountriesField(forms.CharField):
    """Several countries, one on each line, by any of their names or codes; gives a list without repetitions."""

    widget = forms.Textarea(attrs={"rows": 6})
    default_error_messages = CountryField.default_error_messages

    def __init__(self, **kwargs):
        super().__init__(**({"max_length": 10_000, "help_text": _("One on each line, by name or by code.")} | kwargs))

    def prepare_value(self, value):
        return "\n".join(country.name for country in value) if isinstance(value, list) else value

    def clean(self, value):
        one = CountryField(required=False, error_messages=self.error_messages)
        found = [one.clean(line) for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(country for country in found if country))


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
                if wanted in {code, fold(name)} and is_language(code):
                    return code
        raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"typed": word.strip()})


class LanguageField(LanguagesField):
    """One language; gives its code or nothing."""

    default_error_messages = {"several": _("Write one language only.")}

    def prepare_value(self, value):
        return language_names([value])[0] if value and len(value) <= 3 else value

    def clean(self, value):
        codes = super().clean(value)
        if len(codes) > 1:
            raise forms.ValidationError(self.error_messages["several"], "several")
        return codes[0] if codes else ""


class DayField(forms.DateField):
    """A day from a calendar; with `is_past`, one that has come by the clock of its reader, or by that of `today`."""

    default_error_messages = {"future": _("This day has not come yet. Write today's date or an earlier one.")}

    def __init__(self, *, is_past=False, today=timezone.localdate, **kwargs):
        self.is_past, self.today = is_past, today
        super().__init__(**({"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")} | kwargs))

    def clean(self, value):
        day = super().clean(value)
        if day and self.is_past and day > self.today():
            raise forms.ValidationError(self.error_messages["future"], "future")
        return day


class LineField(forms.CharField):
    """One line of plain text: what would break the line or turn its direction is taken out."""

    def to_python(self, value):
        text = super().to_python(value) or ""
        return " ".join("".join(" " if _turns_or_breaks(letter) else letter for letter in text).split())


class PhoneField(forms.CharField):
    """A telephone number as it is dialled from abroad, in any of the usual ways to write it."""

    default_validators = [
        RegexValidator(
            r"^\+?(?:[ ().\-/]*\d){5,15}[ ().]*(?:(?:ext\.?|x|#) ?\d{1,6})?$",
            _("Write digits only, with the country code first, for example +254 20 555 0100."),
        )
    ]

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
        super().__init__(**({"max_length": 40, "widget": widget} | kwargs))


def _turns_or_breaks(letter):
    return (
        unicodedata.category(letter) in {"Cc", "Zl", "Zp"}
        or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
