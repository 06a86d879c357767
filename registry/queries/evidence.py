"""What speaks for and against one organization, in sentences: for the pages of staff, and for who matches a list."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registry.matching import Evidence

AGREEING = {
    Evidence.IDENTIFIER: gettext_lazy("Same number in a register: %(scheme)s %(one)s"),
    Evidence.NAME: gettext_lazy("Same name, written in two ways: %(one)s and %(other)s"),
    Evidence.SIMILAR_NAME: gettext_lazy("Similar names: %(one)s and %(other)s"),
    Evidence.BRANCH: gettext_lazy("Names of one network: %(one)s and %(other)s"),
    Evidence.ACRONYM: gettext_lazy("Same acronym: %(one)s"),
    Evidence.INITIALS: gettext_lazy("The acronym %(one)s fits the name of the other"),
    Evidence.COUNTRY: gettext_lazy("Country in common: %(values)s"),
    Evidence.PLACE: gettext_lazy("Province or region in common: %(values)s"),
    Evidence.TYPE: gettext_lazy("Same type: %(values)s"),
    Evidence.DOMAIN: gettext_lazy("Same website or mail domain: %(values)s"),
    Evidence.EMAIL: gettext_lazy("Same e-mail address: %(values)s"),
    Evidence.PHONE: gettext_lazy("Same telephone number, ending in %(values)s"),
}
CONFLICTING = {
    Evidence.IDENTIFIER: gettext_lazy("Different numbers in one register (%(scheme)s): %(one)s and %(other)s"),
    Evidence.NAME: gettext_lazy("Different names: %(one)s and %(other)s"),
    Evidence.SIMILAR_NAME: gettext_lazy("Names that differ in a telling word: %(one)s and %(other)s"),
    Evidence.BRANCH: gettext_lazy("Perhaps two branches of one network: %(one)s and %(other)s"),
    Evidence.ACRONYM: gettext_lazy("Different acronyms: %(one)s and %(other)s"),
    Evidence.INITIALS: gettext_lazy("The acronym %(one)s does not fit the name of the other"),
    Evidence.COUNTRY: gettext_lazy("Different countries: %(one)s; and %(other)s"),
    Evidence.PLACE: gettext_lazy("Different provinces or regions: %(one)s; and %(other)s"),
    Evidence.TYPE: gettext_lazy("Different types: %(one)s; and %(other)s"),
    Evidence.DOMAIN: gettext_lazy("Different websites or mail domains: %(one)s and %(other)s"),
    Evidence.EMAIL: gettext_lazy("Different e-mail addresses: %(one)s and %(other)s"),
    Evidence.PHONE: gettext_lazy("Different telephone numbers: %(one)s and %(other)s"),
}
UNSPOKEN = {
    Evidence.DOMAIN: (gettext_lazy("Same mail domain of the contacts"), gettext_lazy("Different mail domains")),
    Evidence.EMAIL: (gettext_lazy("Same e-mail address of a contact"), gettext_lazy("Different e-mail addresses")),
    Evidence.PHONE: (
        gettext_lazy("Same telephone number of a contact"),
        gettext_lazy("Different telephone numbers"),
    ),
}
# What a reader looks for first; the circumstances come last.
ORDER = [
    Evidence.IDENTIFIER,
    Evidence.NAME,
    Evidence.SIMILAR_NAME,
    Evidence.BRANCH,
    Evidence.EMAIL,
    Evidence.PHONE,
    Evidence.DOMAIN,
    Evidence.ACRONYM,
    Evidence.INITIALS,
    Evidence.COUNTRY,
    Evidence.PLACE,
    Evidence.TYPE,
]
LABELLED = {Evidence.COUNTRY: "country", Evidence.TYPE: "type"}
SHOWN = 4


def evidence_words(reasons, sentences, labels, unspoken=frozenset()):
    """A sentence for each reason ({"code", "values"}), the weightiest first; of what is unspoken no values."""
    told = [(Evidence(reason["code"]), reason["values"]) for reason in reasons]
    told.sort(key=lambda one: ORDER.index(one[0]))
    return [_sentence(code, values, sentences, labels, unspoken) for code, values in told]


def _sentence(code, values, sentences, labels, unspoken):
    if code in unspoken:
        return str(UNSPOKEN[code][sentences is CONFLICTING])
    scheme = ""
    if code == Evidence.IDENTIFIER:
        scheme, *values = values
    if code in LABELLED:
        known = labels[LABELLED[code]]
        values = [_some([known.get(one, one) for one in value.split(", ")]) for value in values]
    one, other = (*map(island, values), "", "")[:2]
    if code == Evidence.NAME and sentences is AGREEING and one == other:
        return _("Same name: %(one)s") % {"one": one}
    told = {"scheme": labels["scheme"].get(scheme, scheme), "one": one, "other": other, "values": _some(values)}
    return str(sentences[code]) % told


def _some(values):
    """The first of many, and how many there are besides."""
    shown = [island(value) for value in values[:SHOWN]]
    more = len(values) - len(shown)
    if more:
        shown.append(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
    return ", ".join(shown)


def island(text):
    """A value inside a sentence, whichever way its script runs (Unicode: first strong isolate)."""
    return text if text.isascii() else f"\u2068{text}\u2069"
