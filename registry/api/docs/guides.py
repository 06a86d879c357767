"""The pages that explain, and the examples on them: files, so that tests can run what readers copy."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).resolve().parent / "examples"
# What the examples write where the registry's own address belongs, and one of its organizations.
ORIGIN, REFERENCE = "https://registry.example", "CSO-7K2M9XQ4"


# What each limit of the settings counts.
COUNTED = {
    "lists": _("Pages of lists, lists as files, and pages of the feed of changes"),
    "reads": _("All else that is read: single things, code lists, exports"),
    "keys": _("All requests of a system that sends a key"),
    "wrong-keys": _("Keys that are not known"),
    "tokens": _("Tokens of OAuth2"),
    "match": _("Lines that are matched at once, and reconciliation"),
    "match_files": _("Files of lines that are to be matched"),
    "long_lists": _("Lists of more than 10,000 rows that are asked for as files"),
}


@dataclass(frozen=True)
class Example:
    file: str
    title: Promise | str
    language: str


@dataclass(frozen=True)
class Guide:
    name: str
    title: Promise
    template: str
    examples: tuple[Example, ...] = ()


GUIDES = {
    guide.name: guide
    for guide in (
        Guide(
            "start",
            _("Five-minute start"),
            "registry/api/start.html",
            (
                Example("start.sh", "curl", "curl"),
                Example("every_organization.py", "Python", "python"),
                Example("every_organization.R", "R", "r"),
            ),
        ),
        Guide(
            "tables",
            _("Into Excel, Power BI, R and pandas"),
            "registry/api/tables.html",
            (
                Example("organizations.excel.txt", "Excel", "excel"),
                Example("every_organization.pq", "Power Query", "powerquery"),
                Example("every_organization.R", "R", "r"),
                Example("every_organization.pandas.py", "pandas", "python"),
            ),
        ),
        Guide(
            "files",
            _("Lists and everything as files"),
            "registry/api/files.html",
            (Example("files.sh", "curl", "curl"), Example("last_night.py", "Python", "python")),
        ),
        Guide(
            "match",
            _("Match a list of names"),
            "registry/api/match.html",
            (Example("match.sh", "curl", "curl"), Example("match_a_list.py", "Python", "python")),
        ),
        Guide(
            "keys",
            _("Keys"),
            "registry/api/keys.html",
            (Example("keys.sh", "curl", "curl"), Example("with_a_key.py", "Python", "python")),
        ),
        Guide(
            "limits",
            _("Limits and caches"),
            "registry/api/limits.html",
            (Example("only_what_changed.py", "Python", "python"),),
        ),
        Guide(
            "feed",
            _("Keep a copy in sync"),
            "registry/api/feed.html",
            (Example("changes.sh", "curl", "curl"), Example("keep_a_copy.py", "Python", "python")),
        ),
        Guide(
            "webhooks",
            _("Webhooks"),
            "registry/api/webhooks.html",
            (
                Example("webhooks.sh", "curl", "curl"),
                Example("verify_webhook.py", _("Check a message, in Python"), "python"),
                Example("verify_webhook.mjs", _("Check a message, in JavaScript (Node.js)"), "javascript"),
                Example("replay_webhooks.py", _("Have sent once more what did not arrive, in Python"), "python"),
            ),
        ),
        Guide(
            "proposals",
            _("Propose a correction"),
            "registry/api/proposals.html",
            (Example("propose.sh", "curl", "curl"), Example("propose.py", "Python", "python")),
        ),
        Guide("errors", _("Errors"), "registry/api/errors.html"),
        Guide("versions", _("Versions and changes"), "registry/api/versions.html"),
    )
}


@cache
def written(file):
    return (FOLDER / file).read_text(encoding="utf-8").strip()


def text_of(example, *, reference):
    """The file with the registry's own address and an organization that is there, or its example where none is."""
    text = written(example.file).replace(ORIGIN, settings.SITE_ORIGIN)
    return text.replace(REFERENCE, reference) if reference else text
