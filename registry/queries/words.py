"""The words for codes, in the reader's language: what a listing stores as `area:1` is told as "Counter-trafficking"."""

from functools import lru_cache

from babel import Locale
from django.db.models import Max, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language

from registry.models import (
    Activity,
    Area,
    Country,
    IdentifierScheme,
    Level,
    Mode,
    OrganizationType,
    Programme,
    Region,
    Role,
    Unit,
    Vocabulary,
)

# Codes that stand for several languages, an unknown one or none.
_NO_LANGUAGES = {"mul", "und", "zxx"}
_TERMS = {
    "type": OrganizationType,
    "role": Role,
    "mode": Mode,
    "level": Level,
    "area": Area,
    "activity": Activity,
    "scheme": IdentifierScheme,
    "region": Region,
    "country": Country,
    "programme": Programme,
    "unit": Unit,
}


def words(language=None):
    """{noun: {code: label}} in one language, in the order in which the vocabulary shows them. Costs one small query."""
    vocabularies = Vocabulary.objects.values_list("code", "sha256")
    # Programmes and units change between editions too.
    others = [
        noun.objects.values_list(Value(noun.__name__), Cast(Max("updated_at"), TextField()))
        for noun in (Programme, Unit)
    ]
    editions = tuple(sorted(vocabularies.union(*others)))
    return _words((language or get_language() or "en")[:2], editions)


# An edition that is loaded anew changes the key; three languages in two editions are all that is ever kept.
@lru_cache(maxsize=6)
def _words(language, editions):
    return {
        noun: {term.code: term.text_in(language, "name")[0] for term in _in_order(model)}
        for noun, model in _TERMS.items()
    }


def _in_order(model):
    if hasattr(model, "position"):
        return model.objects.order_by("position", "code")
    return model.objects.order_by("name_en")


def is_language(code):
    """Whether a code is that of a language (ISO 639), and not one for “several”, “unknown” or “none”."""
    return code in Locale.parse("en").languages and code not in _NO_LANGUAGES


def language_names(codes):
    """The names of languages (ISO 639 codes) in the reader's own."""
    known = Locale.parse((get_language() or "en")[:2]).languages
    return [known.get(code, code) for code in codes]
