"""Whom of the listed organizations somebody else's list means. One engine with the directory's search and the finder of
duplicates: rare keys choose whom to look at, `registry.matching` says how near they come and whether one is certain.

What has no listing is not looked at, so that nothing in an answer, not even its time, tells of it.

Budget: six statements for a hundred rows as for one.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

from babel import Locale
from django.db.models import Q

from registry import references
from registry.importers import Vocabularies
from registry.matching import Identity, domain_of, fold, is_shared, words
from registry.matching.choosing import Asked, Candidate, Outcome, choose
from registry.matching.readings import read_name
from registry.models import Area, Country, IdentifierScheme, Listing, ListingName, OrganizationType, Role, Vocabulary
from registry.queries.imports import spellings
from registry.queries.names import owners_near, weights_of

# So many are compared for each text that a row may mean, and so many texts of a row are searched.
COMPARED = 8
MOST_TEXTS = 4
# Lists write whole names, which have rare keys. Tuned: with more the right one is pushed out by what is like it.
NAMES_LOOKED_AT = 250
MOST_CANDIDATES = 10
# A number alone, without the register that gave it, must be as long as this to tell anything.
SHORTEST_NUMBER = 5
# The register of our own references.
OURS = "registry"
_TERMS = {"types": OrganizationType, "areas": Area, "roles": Role}
_COUNTRY_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh", "pt")


@dataclass(frozen=True)
class Row:
    """One line of a list. Countries and types are our codes; identifiers are (register or nothing, value)."""

    name: str = ""
    acronym: str = ""
    countries: frozenset = frozenset()
    identifiers: tuple = ()
    website: str = ""
    types: frozenset = frozenset()
    # Areas and roles as the directory writes them: `area:1`, `role:donor`.
    works: frozenset = frozenset()


@dataclass(frozen=True)
class Found:
    """A candidate with the public profile that it rests on."""

    candidate: Candidate
    public: dict


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    found: tuple = ()


# --- Answers ------------------------------------------------------------------------------------------------------


def matches(rows, *, limit=MOST_CANDIDATES):
    """An Answer for each row, in their order."""
    lists = known_lists()
    read = [_read(row, lists) for row in rows]
    keys = _candidates(read)
    public = _profiles({key for some in keys for key in some})
    identities = {key: identity_of(profile) for key, profile in public.items()}
    weights = weights_of(_words(read, identities.values()))
    return [
        _answer(one, [key for key in some if key in public], public, identities, weights, limit)
        for one, some in zip(read, keys, strict=True)
    ]


def identity_of(public):
    """Who a public profile says that an organization is."""
    countries = {*public["countries"], public["hq_country"]} - {None}
    return Identity(
        names=tuple((name["kind"], name["text"], name["language"] or "") for name in public["names"]),
        identifiers=tuple(
            [(one["scheme"], one["value"]) for one in public["identifiers"] if one["value"]]
            + [(OURS, reference) for reference in (public["id"], *public["former_ids"])]
        ),
        countries=frozenset(countries),
        domains=frozenset(filter(None, [domain_of(public["website"])])),
        types=frozenset(public["types"]),
    )


def works_of(public):
    return frozenset([f"area:{code}" for code in public["areas"]] + [f"role:{code}" for code in public["roles"]])


@dataclass(frozen=True)
class _Read:
    """A row, understood."""

    asked: Asked
    texts: tuple
    # Numbers of which nobody said by which register they were given.
    numbers: frozenset = frozenset()


def _read(row, lists):
    reading = read_name(row.name, lambda text: lists.words.country(text) or "")
    identifiers = [*row.identifiers, *([lists.identifier(row.name)] if len(row.name.split()) == 1 else [])]
    known = [identifier for identifier in identifiers if identifier[0]]
    numbers = [value for scheme, value in identifiers if not scheme]
    domain = domain_of(row.website)
    acronyms = tuple(filter(None, [row.acronym, *reading.acronyms]))
    identity = Identity(
        names=tuple(("legal", text, "") for text in reading.names),
        acronyms=acronyms,
        identifiers=tuple(known),
        countries=row.countries or frozenset(filter(None, [reading.country])),
        domains=frozenset([domain] if domain and not is_shared(domain) else []),
        types=row.types,
    )
    texts = [*(value for _scheme, value in known), *numbers, *(reading.names[1:] or reading.names)]
    return _Read(
        asked=Asked(identity, reading.parts, row.works),
        texts=tuple(dict.fromkeys([*texts, *acronyms, *reading.parts]))[:MOST_TEXTS],
        numbers=frozenset(filter(None, map(_number, numbers))),
    )


def _number(text):
    bare = "".join(character for character in fold(text) if character.isalnum())
    return bare if len(bare) >= SHORTEST_NUMBER and any(map(str.isdigit, bare)) else ""


def _candidates(read):
    """For each row the keys of the listings worth comparing: by reference, by website, by names and numbers."""
    texts = list(dict.fromkeys(text for one in read for text in one.texts))
    best = owners_near(texts, ListingName.objects, owner="listing", limit=COMPARED, most_names=NAMES_LOOKED_AT)
    near = dict(zip(texts, best, strict=True))
    by_reference = _by_reference({value for one in read for value in _own(one)})
    by_domain = _by_domain({domain for one in read for domain in one.asked.identity.domains})
    found = []
    for one in read:
        keys = [by_reference[value] for value in _own(one) if value in by_reference]
        keys += [key for domain in one.asked.identity.domains for key in by_domain[domain]]
        keys += [key for text in one.texts for key, _score in near[text]]
        found.append(list(dict.fromkeys(keys)))
    return found


def _own(one):
    return [value for scheme, value in one.asked.identity.identifiers if scheme == OURS]


def _by_reference(wanted):
    if not wanted:
        return {}
    meant = Listing.objects.filter(Q(reference__in=wanted) | Q(former_references__reference__in=wanted))
    rows = meant.values_list("pk", "reference", "former_references__reference")
    return {reference: pk for pk, *both in rows for reference in both if reference in wanted}


def _by_domain(wanted):
    found = defaultdict(list)
    if wanted:
        for domain, pk in Listing.objects.filter(domain__in=wanted).order_by("pk").values_list("domain", "pk"):
            if len(found[domain]) < COMPARED:
                found[domain].append(pk)
    return found


def _profiles(keys):
    return (
        {key: json.loads(text) for key, text in Listing.objects.filter(pk__in=keys).values_list("pk", "public")}
        if keys
        else {}
    )


def _words(read, identities):
    every = set()
    for identity in [one.asked.identity for one in read] + list(identities):
        for _kind, text, _language in identity.names:
            every.update(words(text))
    return every


def _answer(one, keys, public, identities, weights, limit):
    asked = one.asked
    if one.numbers:
        asked = replace(asked, identity=_with_numbers(asked.identity, one.numbers, [identities[key] for key in keys]))
    choice = choose(
        asked,
        [(key, identities[key]) for key in keys],
        weights=weights,
        works={key: works_of(public[key]) for key in keys} if asked.works else {},
        limit=limit,
    )
    return Answer(choice.outcome, tuple(Found(one, public[one.key]) for one in choice.candidates))


def _with_numbers(identity, numbers, candidates):
    """The identity with the registers that gave these numbers to somebody who comes into question."""
    known = {known for other in candidates for known in other.identifiers if _number(known[1]) in numbers}
    return replace(identity, identifiers=tuple(sorted({*identity.identifiers, *known})))


# --- Words of lists -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lists:
    """How lists write our words, and registers."""

    words: Vocabularies
    schemes: tuple

    def identifier(self, text):
        """(register, value) of `GB-CHC-1234567`, `GB-CHC:1234567` or a reference of ours; ("", value) of any other."""
        text = text.strip()
        if reference := references.parse(text):
            return OURS, reference
        for code in self.schemes:
            if text.upper().startswith(code.upper()) and text[len(code) : len(code) + 1] in ("-", ":"):
                return code, text[len(code) + 1 :].strip()
        return "", text


def known_lists():
    editions = Vocabulary.objects.values_list("sha256", flat=True)
    return _lists(tuple(sorted(editions)))


@lru_cache(maxsize=2)
def _lists(editions):
    """Countries by their names in seven languages, their ISO codes and M49 numbers; our own words win."""
    spelt = {}
    rows = list(Country.objects.filter(is_deprecated=False).values_list("code", "iso2", "spellings"))
    for language in _COUNTRY_LANGUAGES:
        names = Locale.parse(language).territories
        spelt |= {names[iso2]: code for code, iso2, _spellings in rows if iso2 in names}
    schemes = IdentifierScheme.objects.values_list("code", flat=True)
    return Lists(
        words=Vocabularies(
            countries=spelt | {text: code for code, _iso2, texts in rows for text in texts},
            **{name: _spelt(noun) for name, noun in _TERMS.items()},
        ),
        schemes=tuple(sorted(schemes, key=len, reverse=True)),
    )


def _spelt(noun):
    """{a term in one of our languages, or its code: the code}"""
    return {text: term.code for term in noun.objects.all() for text in spellings(term)}
