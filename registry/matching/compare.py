"""Whether two descriptions are of one organization, with the reasons for and against.

Identifiers decide. A name or a contact in common is evidence; an acronym is evidence only beside a name that does not
contradict it. People decide about whatever is not plain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import product

from registry.matching.acronyms import acronym_key, acronym_of, looks_like_acronym
from registry.matching.nearness import NOT_NEAR, Nearness, nearness, told_apart
from registry.matching.normalize import fold, plain
from registry.matching.score import take_apart


class Evidence(StrEnum):
    """What two descriptions can agree or conflict in. Callers have the words for people."""

    IDENTIFIER = "identifier"
    NAME = "name"
    SIMILAR_NAME = "similar_name"
    BRANCH = "branch"
    ACRONYM = "acronym"
    INITIALS = "initials"
    COUNTRY = "country"
    PLACE = "place"
    TYPE = "type"
    DOMAIN = "domain"
    EMAIL = "email"
    PHONE = "phone"


# How sure each agreement alone would make us, and what is left of that after each conflict.
_SURE: Mapping[Evidence, float] = {
    Evidence.NAME: 0.85,
    Evidence.SIMILAR_NAME: 0.75,
    Evidence.EMAIL: 0.7,
    Evidence.PHONE: 0.6,
    Evidence.DOMAIN: 0.6,
    Evidence.ACRONYM: 0.35,
    Evidence.INITIALS: 0.3,
    Evidence.COUNTRY: 0.3,
    Evidence.PLACE: 0.15,
    Evidence.TYPE: 0.05,
}
_LEFT: Mapping[Evidence, float] = {
    Evidence.IDENTIFIER: 0.5,
    Evidence.NAME: 0.6,
    Evidence.BRANCH: 0.5,
    Evidence.COUNTRY: 0.6,
    Evidence.ACRONYM: 0.7,
    Evidence.TYPE: 0.95,
}
# These tell something only about bodies that agree in something else.
_CIRCUMSTANCES = frozenset({Evidence.COUNTRY, Evidence.PLACE, Evidence.TYPE})

SIMILAR = 0.72
STRONGLY_SIMILAR = 0.88
DIFFERENT = 0.45
POSSIBLE = 0.5

# Addresses under these belong to their users, not to one organization.
_SHARED = """
gmail.com googlemail.com yahoo.com yahoo.fr yahoo.es ymail.com hotmail.com hotmail.fr hotmail.es outlook.com outlook.fr
outlook.es live.com live.fr msn.com icloud.com me.com aol.com gmx.net gmx.de web.de mail.ru yandex.ru ukr.net orange.fr
wanadoo.fr free.fr laposte.net protonmail.com proton.me facebook.com fb.com instagram.com twitter.com x.com t.me wa.me
linkedin.com youtube.com wordpress.com blogspot.com wixsite.com weebly.com sites.google.com
"""
SHARED_DOMAINS = frozenset(_SHARED.split())


@dataclass(frozen=True)
class Reason:
    """One piece of evidence and the values it rests on, ours first."""

    code: Evidence
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Identity:
    """What is known about who an organization is. Names are (kind, text, language), identifiers (scheme, value)."""

    names: tuple[tuple[str, str, str], ...] = ()
    acronyms: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    countries: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    @cached_property
    def full_names(self) -> dict[str, str]:
        """The names that are no acronyms, by their plain form."""
        return {plain(text): text for kind, text, _ in self.names if kind != "acronym" and not looks_like_acronym(text)}

    @cached_property
    def short_names(self) -> dict[str, str]:
        """The acronyms, told as such or looking so, by their plain form."""
        told = [text for kind, text, _ in self.names if kind == "acronym" or looks_like_acronym(text)]
        return {acronym_key(text): text for text in (*self.acronyms, *told) if text.strip()}

    @cached_property
    def initials(self) -> frozenset[str]:
        return frozenset().union(*map(acronym_of, self.full_names.values()))


@dataclass(frozen=True)
class Comparison:
    score: float
    agreeing: tuple[Reason, ...]
    conflicting: tuple[Reason, ...]
    # How near the nearest of their full names come; nothing when one side has none.
    nearness: Nearness = NOT_NEAR

    @property
    def alike(self) -> float:
        return self.nearness.alike

    def agrees_in(self, *codes: Evidence) -> bool:
        return any(reason.code in codes for reason in self.agreeing)

    def conflicts_in(self, *codes: Evidence) -> bool:
        return any(reason.code in codes for reason in self.conflicting)


def compare(one: Identity, other: Identity, *, weights: Mapping[str, float] | None = None) -> Comparison:
    """Weigh what two descriptions agree and conflict in. The score is 0–1; 1 only where an identifier is the same.

    `weights` tells how rare folded words are (see `rarity`), where somebody counted.
    """
    agreeing: list[Reason] = []
    conflicting: list[Reason] = []
    _identifiers(one, other, agreeing, conflicting)
    near = _names(one, other, weights or {}, agreeing, conflicting)
    _acronyms(one, other, agreeing, conflicting)
    _sets(Evidence.COUNTRY, one.countries, other.countries, agreeing, conflicting)
    _sets(Evidence.TYPE, one.types, other.types, agreeing, conflicting)
    _sets(Evidence.PLACE, folded(one.places), folded(other.places), agreeing, None)
    _sets(Evidence.DOMAIN, own_domains(one), own_domains(other), agreeing, None)
    _sets(Evidence.EMAIL, folded(one.emails), folded(other.emails), agreeing, None)
    _sets(Evidence.PHONE, phone_numbers(one), phone_numbers(other), agreeing, None)
    return Comparison(_weigh(agreeing, conflicting, near.alike), tuple(agreeing), tuple(conflicting), near)


def _weigh(agreeing: list[Reason], conflicting: list[Reason], alike: float) -> float:
    codes = {reason.code for reason in agreeing}
    against = {reason.code for reason in conflicting}
    if Evidence.IDENTIFIER in codes:
        return 1.0
    if not codes - _CIRCUMSTANCES or codes <= {Evidence.ACRONYM, Evidence.INITIALS} | _CIRCUMSTANCES:
        # An acronym alone never matches; nor do a country and a type.
        return 0.0 if Evidence.NAME in against or not codes - _CIRCUMSTANCES else 0.4
    doubt = 1.0
    for code in codes:
        doubt *= 1 - _SURE[code] * (alike if code is Evidence.SIMILAR_NAME else 1.0)
    score = 1 - doubt
    for code in against:
        score *= _LEFT[code]
    return round(min(score, 0.99), 4)


def _identifiers(one: Identity, other: Identity, agreeing: list[Reason], conflicting: list[Reason]) -> None:
    mine, theirs = by_scheme(one), by_scheme(other)
    for scheme in mine.keys() & theirs.keys():
        if common := mine[scheme].keys() & theirs[scheme].keys():
            agreeing.extend(Reason(Evidence.IDENTIFIER, (scheme, mine[scheme][value])) for value in sorted(common))
        else:
            values = (next(iter(mine[scheme].values())), next(iter(theirs[scheme].values())))
            conflicting.append(Reason(Evidence.IDENTIFIER, (scheme, *values)))


def by_scheme(identity: Identity) -> dict[str, dict[str, str]]:
    """{scheme: {letters and digits of the value: the value as it is written}}"""
    found: dict[str, dict[str, str]] = {}
    for scheme, value in identity.identifiers:
        key = "".join(character for character in fold(value) if character.isalnum())
        if key:
            found.setdefault(scheme, {})[key] = value
    return found


def _names(
    one: Identity, other: Identity, weights: Mapping[str, float], agreeing: list[Reason], conflicting: list[Reason]
) -> Nearness:
    mine, theirs = one.full_names, other.full_names
    if not mine or not theirs:
        return NOT_NEAR
    common = sorted(mine.keys() & theirs.keys())
    pairs = [(mine[name], theirs[name]) for name in common] or product(mine.values(), theirs.values())
    near, first, second = max((nearness(first, second, weights), first, second) for first, second in pairs)
    if common:
        agreeing.append(Reason(Evidence.NAME, (first, second)))
    elif near.alike >= SIMILAR:
        agreeing.append(Reason(Evidence.SIMILAR_NAME, (first, second)))
    elif near.alike >= 0.3 and told_apart(take_apart(first), take_apart(second)):
        conflicting.append(Reason(Evidence.BRANCH, (first, second)))
    elif near.alike < DIFFERENT:
        conflicting.append(Reason(Evidence.NAME, (first, second)))
    return near


def _acronyms(one: Identity, other: Identity, agreeing: list[Reason], conflicting: list[Reason]) -> None:
    mine, theirs = one.short_names, other.short_names
    if common := sorted(mine.keys() & theirs.keys()):
        agreeing.append(Reason(Evidence.ACRONYM, (mine[common[0]], theirs[common[0]])))
    elif initials := sorted((mine.keys() & other.initials) | (theirs.keys() & one.initials)):
        agreeing.append(Reason(Evidence.INITIALS, (initials[0].upper(),)))
    elif mine and theirs:
        conflicting.append(Reason(Evidence.ACRONYM, (min(mine.values()), min(theirs.values()))))


def _sets(
    code: Evidence,
    mine: frozenset[str],
    theirs: frozenset[str],
    agreeing: list[Reason],
    conflicting: list[Reason] | None,
) -> None:
    if common := mine & theirs:
        agreeing.append(Reason(code, tuple(sorted(common))))
    elif mine and theirs and conflicting is not None:
        conflicting.append(Reason(code, (", ".join(sorted(mine)), ", ".join(sorted(theirs)))))


def folded(values: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(fold, values)))


def own_domains(identity: Identity) -> frozenset[str]:
    """Of its sites and of its addresses, without those that lend addresses to everybody."""
    told = [domain.removeprefix("www.") for domain in folded(identity.domains)]
    mailed = [email.rpartition("@")[2] for email in folded(identity.emails) if "@" in email]
    return frozenset(told + mailed) - SHARED_DOMAINS


def phone_numbers(identity: Identity) -> frozenset[str]:
    """The last nine digits: country codes and trunk zeroes are written or left out as one pleases."""
    digits = ("".join(filter(str.isdigit, fold(phone))) for phone in identity.phones)
    return frozenset(number[-9:] for number in digits if len(number) >= 7)
