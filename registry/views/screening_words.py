"""Why an organization may be who stands in a watch list, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.matching.screening import Why

# A score from here on is told as a near match: the name is the same, or nearly so.
NEAR = 0.9
SENTENCES = {
    Why.SAME_NAME: gettext_lazy("The same name: %(ours)s. In the list: %(theirs)s"),
    Why.OTHER_ORDER: gettext_lazy("The same words in another order: %(ours)s. In the list: %(theirs)s"),
    Why.SIMILAR_NAME: gettext_lazy("A similar name: %(ours)s. In the list: %(theirs)s"),
    Why.CONTAINED: gettext_lazy("Holds a whole name of the list: %(ours)s. In the list: %(theirs)s"),
    Why.SAME_ACRONYM: gettext_lazy("The same acronym in the same country: %(ours)s"),
    Why.LOW_QUALITY: gettext_lazy("The list says of this alias that it is a weak one"),
    Why.FORMER_NAME: gettext_lazy("The list gives this as a former name"),
    Why.SAME_COUNTRY: gettext_lazy("Country agrees: %(values)s"),
    Why.OTHER_COUNTRY: gettext_lazy("The list names other countries"),
}
QUALITIES = {
    "name": gettext_lazy("name"),
    "original": gettext_lazy("original script"),
    "good": gettext_lazy("also known as"),
    "low": gettext_lazy("also known as, weak"),
    "former": gettext_lazy("formerly known as"),
}


def reasons(match, labels):
    """What speaks for it and against it, in sentences."""
    return [_sentence(Why(reason["code"]), reason["values"], labels) for reason in match.reasons]


def nearness(match):
    """How near it comes, in a word."""
    return _("Nearly the same name") if match.score >= NEAR else _("Similar name")


def names(entry):
    """[{"text", "quality"}] of an entry, in words."""
    return [{"text": text, "quality": QUALITIES[quality]} for text, quality in entry.names]


def _sentence(code, values, labels):
    if code == Why.SAME_COUNTRY:
        return SENTENCES[code] % {"values": ", ".join(labels["country"].get(one, one) for one in values)}
    ours, theirs = (*map(_island, values), "", "")[:2]
    return SENTENCES[code] % {"ours": ours, "theirs": theirs}


def _island(text):
    """A name in a sentence, whichever way it runs."""
    return f"\u2068{text}\u2069"
