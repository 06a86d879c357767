"""Why the undo of an import leaves something as it is, in words: what came later, who did it and when."""

from datetime import datetime

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import ImportRow, User
from registry.queries.changes import verbs
from registry.views.import_words import label

_WHY = {
    "changed": gettext_lazy("Changed since"),
    "merged": gettext_lazy("Merged with another record since"),
    "said_again": gettext_lazy("A later import says it too"),
    "hanging": gettext_lazy("Something hangs on it"),
    "not_written": gettext_lazy(
        "Applied before the registry kept what each row wrote: it cannot be taken back field by field"
    ),
}


def told(entries):
    """Entries of queries.undoing as a person reads them. Budget: one statement for all authors."""
    people = User.objects.in_bulk({entry["by"] for entry in entries if entry.get("by")})
    return [
        {
            "what": label(entry["field"]) if entry["field"] else _("The whole record"),
            "why": _why(entry),
            "who": _who(entry, people),
            "at": datetime.fromisoformat(entry["at"]) if entry.get("at") else None,
            "change": entry.get("change"),
            "import": entry.get("import", ""),
        }
        for entry in entries
    ]


def kpis(words):
    """[{label, n, tone}]: what becomes, or became, of how many records."""
    tones = {ImportRow.Undone.PARTLY: "warn", ImportRow.Undone.KEPT: "warn"}
    return [
        {"label": word.label, "n": words.get(word.value, 0), "tone": tones.get(word, "") if words.get(word) else ""}
        for word in ImportRow.Undone
        if word
    ]


def _why(entry):
    if entry["why"] == "changed" and "verb" in entry:
        return str(verbs().get(entry["verb"], entry["verb"]))
    if entry["why"] == "changed":
        return _("It says something else now, and the history does not tell since when")
    if entry["why"] == "hanging":
        return _("On it hang: %(rows)s") % {"rows": _rows(entry["model"])}
    return str(_WHY[entry["why"]])


def _rows(model):
    known = apps.get_model(model) if model != "registry.Programme_donors" else None
    return capfirst(str(known._meta.verbose_name_plural)) if known else _("Programmes that it pays for")


def _who(entry, people):
    if not entry.get("by"):
        return _("The registry itself") if "verb" in entry else ""
    person = people.get(entry["by"])
    return str(person) if person else _("Somebody whose account is gone")
