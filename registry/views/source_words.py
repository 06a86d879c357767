"""A reading of a source in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registry.importers.fetching import REASONS
from registry.models import Source
from registry.views import import_words

_NOT_BELIEVED = {
    "again": gettext_lazy(
        "The file is still the one of reading %(number)s, which was refused. See there why, and what to do."
    ),
    "stopped": gettext_lazy(
        "This reading was stopped before its end, so nothing of it goes in. Read the source again."
    ),
    "short": gettext_lazy(
        "The file has %(read)s rows, the one before had %(before)s: fewer than %(percent)s percent. It may have been "
        "cut off. Nothing of it goes in unless somebody says why it is right."
    ),
    "columns": gettext_lazy(
        "The file lacks columns that the one before had: %(columns)s. Nothing of it goes in unless somebody says why "
        "it is right."
    ),
}


def refusal(run):
    """Why a reading brought nothing: what happened, why, and what to do."""
    if not run.refusal:
        return ""
    code, params = run.refusal["code"], run.refusal["params"]
    if code == "list":
        return params["sentence"]
    if code == "unreadable":
        return import_words.refusal(run.batch)
    return str((_NOT_BELIEVED | REASONS)[code]) % params


def rhythm(source):
    """How often it is read."""
    if not source.every_days:
        return _("When somebody asks")
    return ngettext("Every day", "Every %(n)s days", source.every_days) % {"n": source.every_days}


def way(source):
    """How its file comes, with the place."""
    if source.adapter == Source.Adapter.ADDRESS:
        return source.address
    if source.adapter == Source.Adapter.FOLDER:
        return _("Folder “%(code)s” of the server") % {"code": source.code}
    return source.get_adapter_display()
