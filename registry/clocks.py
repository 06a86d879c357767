"""Clocks as people call them: Nairobi time, not Africa/Nairobi."""

from unicodedata import normalize

from babel.dates import get_timezone_location
from django.utils.translation import get_language, gettext, pgettext


def clock_of(zone: str) -> str:
    """By which clock an hour is told: Nairobi time, heure de Nairobi, hora de Nairobi."""
    city = get_timezone_location(zone, return_city=True, locale=(get_language() or "en")[:2]).rpartition("/")[2]
    if normalize("NFD", city)[:1].upper() in "AEIOU":
        return pgettext("the city begins with a vowel", "%(city)s time") % {"city": city}
    return gettext("%(city)s time") % {"city": city}
