"""What an import says about its rows, put into the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registry.importers.problems import DECIDE, SET_ASIDE, WARNINGS, Problem, Unreadable
from registry.queries.change_words import field_label

EVIDENCE = {
    "identifier": gettext_lazy("the same identifier"),
    "name": gettext_lazy("the same name"),
    "similar_name": gettext_lazy("a similar name"),
    "branch": gettext_lazy("another branch"),
    "acronym": gettext_lazy("the same acronym"),
    "initials": gettext_lazy("an acronym that fits the name"),
    "country": gettext_lazy("the same country"),
    "place": gettext_lazy("the same province"),
    "type": gettext_lazy("the same type"),
    "domain": gettext_lazy("the same website"),
    "email": gettext_lazy("the same e-mail address"),
    "phone": gettext_lazy("the same telephone number"),
}
AGAINST = {
    "identifier": gettext_lazy("another identifier"),
    "name": gettext_lazy("another name"),
    "branch": gettext_lazy("another branch"),
    "acronym": gettext_lazy("another acronym"),
    "country": gettext_lazy("another country"),
    "type": gettext_lazy("another type"),
}
LABELS = {
    "sectors": gettext_lazy("Sectors"),
    "contacts": gettext_lazy("Contacts"),
    "partnerships": gettext_lazy("Partnerships"),
}
# Lists longer than this are told by their first members.
SHOWN = 12


def refusal(batch):
    """Why a file could not be read."""
    return Unreadable(batch.refusal["code"], **batch.refusal["params"]).sentence() if batch.refusal else ""


def warnings(batch):
    return [_warning(warning["code"], warning["params"]) for warning in batch.warnings]


def _warning(code, params):
    if code == "column_missing":
        return _("The column “%(column)s”, which this source had last time, is not in this file.") % params
    return str(WARNINGS[code]) % params


def problems(row):
    """[{column, value, sentence}] of a row: errors keep it out, others were adjusted."""
    return [
        {"column": p["column"], "value": p["value"], "sentence": _problem(p).sentence()}
        for p in row.problems
    ]  # fmt: skip


def _problem(stored):
    return Problem(stored["column"], stored["value"], stored["code"], tuple(map(tuple, stored["params"])))


def reasons(row):
    """Sentences that say why the row has its verdict."""
    return [sentence for reason in row.reasons if (sentence := _reason(reason))]


def _reason(reason):
    code = reason["code"]
    if code in SET_ASIDE:
        return str(SET_ASIDE[code])
    if code in DECIDE:
        return str(DECIDE[code]) % {"value": reason.get("value", "")}
    if code == "recognised":
        return _("Recognized by %(evidence)s.") % {"evidence": told(reason["by"], EVIDENCE)}
    if code == "possible":
        return _may_be_the_same(reason)
    if code == "twin":
        return _("It looks like row %(row)s of the same file.") % {"row": reason["row"]}
    if code == "undone":
        return _("The undo of an import took this record out of the inventory. This file brings it back.")
    if code == "changed_since":
        return _("Left out: since the check the inventory changed, and the row would now do something else.")
    if code == "archived":
        return _("The record of this organization was archived. Decide whether the file says something new about it.")
    return ""


def _may_be_the_same(reason):
    by = told(reason.get("by", ()), EVIDENCE)
    against = told(reason.get("against", ()), AGAINST)
    n = len(reason["organizations"])
    if not by:
        return ngettext(
            "A record that may be the same was added after the check.",
            "%(n)s records that may be the same were added after the check.",
            n,
        ) % {"n": n}
    if against:
        return _("It may be there already: %(evidence)s, but %(against)s.") % {"evidence": by, "against": against}
    return _("It may be there already: %(evidence)s.") % {"evidence": by}


def told(codes, words):
    return ", ".join(str(words[code]) for code in dict.fromkeys(codes) if code in words)


def differences(row, labels):
    """Rows of a comparison, field by field: what is there, what the file says and whether it would be written."""
    rows = [_difference(name, before, after, labels) for name, (before, after) in row.diff.items()]
    left = [
        {
            "label": label(reason["field"]),
            "note": _("Not changed: the record says otherwise. Edit the record if the file is right."),
            "before": _value(reason["field"], reason["ours"], labels),
            "after": _value(reason["field"], reason["theirs"], labels),
        }
        for reason in row.reasons
        if reason["code"] == "differs"
    ]
    return rows, left


def _difference(name, before, after, labels):
    note = ""
    if isinstance(after, list):
        fresh = [one for one in after if one not in (before or [])]
        note = ngettext("%(n)s added", "%(n)s added", len(fresh)) % {"n": len(fresh)}
        before, after = before or [], fresh
    return {
        "label": label(name),
        "note": note,
        "before": _value(name, before, labels),
        "after": _value(name, after, labels),
    }


def in_a_line(problem):
    return _("%(label)s: %(text)s") % {"label": problem["column"], "text": problem["sentence"]}


def label(name):
    return LABELS.get(name) or field_label(name)


def _value(name, value, labels):
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        shown = [_in_words(name, one, labels) for one in value[:SHOWN]]
        more = len(value) - len(shown)
        if more:
            shown.append(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
        return "; ".join(shown)
    return _in_words(name, value, labels)


def _in_words(name, value, labels):
    text = str(value)
    if name in ("types", "levels"):
        return labels[name[:-1]].get(text, text)
    if name in ("presences", "sectors"):
        code, _space, rest = text.partition(" ")
        return f"{labels['country'].get(code.rstrip(':'), code)} {rest}".strip()
    if name == "hq_country":
        return labels["country"].get(text, text)
    if name == "partnerships":
        parts = zip(("role", "area", "country"), text.split(" "), strict=False)
        return ", ".join(labels[noun].get(code, code) for noun, code in parts)
    return text


def facts(row, labels):
    """[(term, text)] of what the file says about an organization."""
    data = row.data
    places = [_place(place, labels) for place in data["places"]]
    values = data["values"]
    items = [
        (_("Other names"), "; ".join(text for _kind, text, _language in data["names"][1:])),
        (_("Type"), ", ".join(filter(None, [*(labels["type"].get(c, c) for c in data["types"]), data["type_text"]]))),
        (_("Level"), ", ".join(labels["level"].get(code, code) for code in data["levels"])),
        (_("Identifiers"), "; ".join(f"{labels['scheme'].get(s, s)}: {value}" for s, value in data["identifiers"])),
        (_("Places of work"), _shortened(places)),
        (_("Sectors"), _shortened(sorted({sector for place in data["places"] for sector in place[3]}))),
        (_("Partnerships"), _shortened([_partnership(p, labels) for p in data["partnerships"]])),
        (_("Contacts"), _shortened([", ".join(part for part in contact if part) for contact in data["contacts"]])),
        *((field_label(name), _value(name, value, labels)) for name, value in values.items()),
    ]
    return [{"term": term, "text": text} for term, text in items]


def _place(place, labels):
    country = labels["country"].get(place[0], place[0])
    return f"{country}, {place[1]}" if place[1] else country


def _partnership(partnership, labels):
    return ", ".join(labels[noun].get(partnership[noun], partnership[noun]) for noun in ("role", "area", "country"))


def _shortened(texts):
    return _value("", texts, {})
