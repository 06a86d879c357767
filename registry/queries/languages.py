"""In which language somebody is written to."""

from django.conf import settings

SITE_LANGUAGES = [code for code, _name in settings.LANGUAGES]


def language_for(*, recipient=None, said="", organization=None, event=None):
    """That of the reader: her account, or what is said of her; else of her organization; else of what it is about.

    The first that the registry writes. An organization and an event name theirs in their order.
    """
    asked = [recipient.language] if recipient else []
    asked += [said, *(organization.languages if organization else ()), *(event.languages if event else ())]
    return next((code[:2] for code in asked if code[:2] in SITE_LANGUAGES), settings.LANGUAGE_CODE)
