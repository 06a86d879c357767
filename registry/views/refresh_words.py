"""What a mail of a refresh campaign says, for who looks at it before it leaves."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from registry.models.people import LANGUAGES

# Stands where the secret of a link will stand.
_NO_TOKEN = "0" * 8


def sample(campaign, language):
    """The mail in one language, as a reader of it gets it, but for the secret in its link."""
    with translation.override(language):
        text = render_to_string(
            "registry/emails/refresh_asked.txt",
            {
                "site": settings.SITE_ORIGIN,
                "token": _NO_TOKEN,
                "days": campaign.link_days,
                "text": getattr(campaign, f"text_{language}"),
            },
        )
    title, _newline, body = text.strip().partition("\n")
    return {"language": language, "name": dict(LANGUAGES)[language], "title": title, "body": body.strip()}
