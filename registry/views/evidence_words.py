"""Why two records may be one, or may not, in the words of one reader.

What only the private contacts of a record say is told as a kind of evidence and not spelled out, unless the reader may
read the contacts of both records and neither is in danger.
"""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from registry import policies
from registry.matching import Evidence
from registry.matching.pairs import LIKELY_PAIR
from registry.queries.evidence import AGREEING, CONFLICTING, UNSPOKEN, evidence_words, island
from registry.queries.words import words


def agreeing_words(pair, user, *, labels=None):
    """Sentences that say what speaks for one organization, the weightiest first."""
    return evidence_words(pair.agreeing, AGREEING, labels or words(), _unspoken(pair, user))


def conflicting_words(pair, user, *, labels=None):
    """Sentences that say what speaks for two."""
    return evidence_words(pair.conflicting, CONFLICTING, labels or words(), _unspoken(pair, user))


def typed_words(match):
    """(for, against) of what is being typed and a record. A name half typed is no other name."""
    comparison = match.comparison
    labels = words()
    agreeing, conflicting = (
        [{"code": reason.code, "values": reason.values} for reason in reasons]
        for reasons in (comparison.agreeing, comparison.conflicting)
    )
    conflicting = [reason for reason in conflicting if reason["code"] != Evidence.NAME]
    told = evidence_words(agreeing, AGREEING, labels), evidence_words(conflicting, CONFLICTING, labels)
    if match.near_name and not comparison.agrees_in(Evidence.NAME, Evidence.SIMILAR_NAME):
        told[0].insert(0, _("A name like what you typed: %(name)s") % {"name": island(match.near_name)})
    return told


def likelihood(score):
    """How sure the machine is, in a word."""
    return _("Likely the same") if score >= LIKELY_PAIR else _("Possibly the same")


def _unspoken(pair, user):
    """The kinds of evidence whose values this person is not told."""
    if not (pair.first.is_at_risk or pair.second.is_at_risk) and all(
        policies.may_read_contacts(user, organization) for organization in (pair.first, pair.second)
    ):
        return set()
    sites = {_site(pair.first.website), _site(pair.second.website)}
    domains = {v for r in pair.agreeing if r["code"] == Evidence.DOMAIN for v in r["values"]}
    return set(UNSPOKEN) - ({Evidence.DOMAIN} if domains and domains <= sites else set())


def _site(website):
    return (urlsplit(website).hostname or "").removeprefix("www.")
