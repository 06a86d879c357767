"""Who may be meant by what a stranger types: among listings alone, and with the reason why each comes into question.

What has no listing is not looked at, so the answer is the same, and takes as long, whether it exists or not.
"""

import json
from dataclasses import dataclass, field

from django.db.models import Q

from registry import references
from registry.matching import (
    acronym_key,
    acronym_of,
    as_it_looks,
    domain_of,
    fold,
    imitates,
    is_shared,
    oddities,
    plain,
    similarity,
)
from registry.models import Listing, ListingName
from registry.queries import directory
from registry.queries.names import best_owners
from registry.queries.organizations import LOOK_AGAIN

SHOWN = 8
# How near a name must come to be looked at as an imitation.
GLANCE = 0.7


@dataclass(frozen=True)
class Match:
    """A listing that may be meant: its public profile, and why: (code, value)."""

    public: dict
    reasons: tuple = field(default=())


def matches(typed, *, country=None):
    """The few listings that what was typed may mean, best first, those of `country` (a code) before the others."""
    domain = domain_of(typed)
    # A name may look like a domain, such as Amnesty.org.
    keys = _of_domain(domain) or [key for key, _score in directory.search(typed)]
    found = [_match(text, typed, domain, country) for text in _texts(keys[: 3 * SHOWN])]
    found.sort(key=lambda match: ("country", country) not in match.reasons)
    return found[:SHOWN]


def near(names, *, website=""):
    """The listings so near to one of these names that a person must say whether it is one of them."""
    keys, imitated = {}, set()
    for name in names:
        for text in {name, as_it_looks(name)} if oddities(name) else {name}:
            for key, score in best_owners(text, ListingName.objects, owner="listing", limit=SHOWN, threshold=GLANCE):
                keys[key] = max(score, keys.get(key, 0))
    for key, text in ListingName.objects.filter(listing__in=keys).values_list("listing", "text"):
        if any(imitates(name, text) for name in names):
            imitated.add(key)
    best = sorted(
        (key for key, score in keys.items() if score >= LOOK_AGAIN or key in imitated), key=lambda k: -keys[k]
    )
    domain = domain_of(website)
    best += [key for key in _of_domain(domain) if key not in best]
    return [_match(text, names[0], domain, None) for text in _texts(best[:SHOWN])]


def listed(reference):
    """The public profile of a listed organization by its reference, or by that of a record merged into it; or None."""
    meant = references.parse(reference or "") or ""
    listings = Listing.objects.filter(Q(reference=meant) | Q(former_references__reference=meant))
    text = listings.values_list("public", flat=True).first()
    return json.loads(text) if text else None


def _of_domain(domain):
    if not domain or is_shared(domain):
        return []
    return list(Listing.objects.filter(domain=domain).order_by("sort_name").values_list("pk", flat=True)[:SHOWN])


def _texts(keys):
    texts = dict(Listing.objects.filter(pk__in=keys).values_list("pk", "public"))
    return [texts[key] for key in keys if key in texts]


def _match(text, typed, domain, country):
    public = json.loads(text)
    reasons = [*_named(public, typed), *_numbered(public, typed)]
    if domain and domain_of(public["website"]) == domain:
        reasons.append(("domain", domain))
    if country and country in {*public["countries"], public["hq_country"]}:
        reasons.append(("country", country))
    return Match(public, tuple(reasons))


def _named(public, typed):
    names = [name["text"] for name in public["names"]]
    acronyms = [name["text"] for name in public["names"] if name["kind"] == "acronym"]
    if same := next((name for name in acronyms if acronym_key(name) == acronym_key(typed)), ""):
        return [("acronym", same)]
    if same := next((name for name in names if plain(name) == plain(typed)), ""):
        return [("name", same)]
    if any(acronym_key(typed) in acronym_of(name) for name in names):
        return [("initials", typed)]
    best = max(names, key=lambda name: similarity(typed, name))
    return [("imitation" if imitates(typed, best) else "similar", best)] if similarity(typed, best) >= 0.5 else []


def _numbered(public, typed):
    if references.parse(typed) == public["id"]:
        return [("reference", public["id"])]
    same = [one["value"] for one in public["identifiers"] if one["value"] and _bare(one["value"]) == _bare(typed)]
    return [("identifier", same[0])] if same else []


def _bare(text):
    return "".join(filter(str.isalnum, fold(text)))
