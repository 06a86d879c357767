"""What kind of body a text means, and which area, role, mode and level: in English, French, Spanish and Arabic.

The codes are those of the registry's vocabularies; the words stand in `words/`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from registry.importers.text import fold
from registry.importers.words import pattern, words

# A title is short; in a longer text only its beginning is looked at.
TEXT_CHARACTERS: Final = 300
_KINDS: Final = {code: pattern(phrases) for code, phrases in words("kinds").items()}
# In the order in which they are tried.
NOT_CIVIL: Final = ("iom", "un", "intergovernmental", "government", "donor", "business")
TYPES: Final = (
    "foundation",
    "union_or_professional_association",
    "migrants_organization",
    "media",
    "research_or_university",
    "advocacy_group",
)

_COOPERATION: Final = {key: pattern(phrases) for key, phrases in words("cooperation").items()}
NATIONWIDE: Final = _COOPERATION["nationwide"]

# Known bodies, by name. An acronym alone proves nothing: there it only raises the question.
_BODIES: Final = words("bodies")
IOM_NAMES: Final = frozenset(map(fold, _BODIES["iom"]))
IOM_ACRONYMS: Final = frozenset({"iom", "oim"})
UN_NAMES: Final = frozenset(map(fold, _BODIES["un"]))
PUBLIC_NAMES: Final = frozenset(map(fold, _BODIES["public"]))
PUBLIC_ACRONYMS: Final = frozenset(map(fold, _BODIES["public acronyms"])) | IOM_ACRONYMS
UN_WORDS: Final = pattern(_BODIES["un words"])
ASSOCIATIONS: Final = pattern(_BODIES["associations"])
GOVERNMENT_NAME: Final = pattern(_BODIES["government"])
IN_BRACKETS: Final = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type text says: a type of civil society organization, or a reason to set it aside or to ask a person."""

    type_code: str | None = None
    level: str = ""
    set_aside: str | None = None
    decide: str | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.type_code or self.set_aside or self.decide)


@lru_cache(maxsize=8192)
def type_of(text: str) -> Kind:
    """The kind that a type column means. Non-governmental is read before governmental."""
    folded = fold(text[:TEXT_CHARACTERS])
    if not folded:
        return Kind()
    if _KINDS["red_cross"].search(folded):
        return Kind(decide="red_cross")
    is_ngo = _KINDS["ngo"].search(folded) is not None
    if not is_ngo and (reason := next((code for code in NOT_CIVIL if _KINDS[code].search(folded)), None)):
        return Kind(set_aside=reason)
    level = level_of(text) or ""
    if code := next((code for code in TYPES if _KINDS[code].search(folded)), None):
        return Kind(code, level)
    if is_ngo:
        return Kind("ngo", level)
    return Kind("other" if _KINDS["other"].search(folded) else None, level)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an organization is taken: set aside, to be decided, taken with a warning, or simply taken."""

    set_aside: str | None = None
    decide: str | None = None
    warning: str = ""


@lru_cache(maxsize=8192)
def judge(name: str, acronym: str, kind: Kind) -> Verdict:
    """By what the file calls it, then by its name."""
    if is_iom(name, acronym, kind):
        return Verdict(set_aside="iom")
    if kind.decide or _KINDS["red_cross"].search(fold(name)):
        return Verdict(decide="red_cross")
    if kind.set_aside:
        return Verdict(set_aside=kind.set_aside)
    if kind.type_code:
        is_doubtful = is_public_name(name) or fold(name) in IOM_ACRONYMS
        return Verdict(warning="may_be_public" if is_doubtful else "")
    if is_un_name(name):
        return Verdict(set_aside="un")
    if GOVERNMENT_NAME.search(fold(name)):
        return Verdict(set_aside="government")
    is_doubtful = is_public_name(name) or fold(name) in PUBLIC_ACRONYMS or fold(acronym) in PUBLIC_ACRONYMS
    return Verdict(decide="looks_public" if is_doubtful else None)


def is_iom(name: str, acronym: str, kind: Kind) -> bool:
    plain = _plain(name)
    if plain in IOM_ACRONYMS and kind.type_code:
        # Some other body with the same letters, or a mistake: a person looks at it.
        return False
    if plain in IOM_NAMES or any(plain.startswith(f"{known} ") for known in IOM_NAMES if len(known) > 12):
        return True
    return fold(acronym) in IOM_ACRONYMS and kind.set_aside in ("un", "iom", "intergovernmental")


def is_public_name(name: str) -> bool:
    """Whether the whole name is that of a United Nations or other public body."""
    plain = _plain(name)
    return plain in UN_NAMES or plain in PUBLIC_NAMES or UN_WORDS.search(plain) is not None


def is_un_name(name: str) -> bool:
    """A United Nations Association is not of the United Nations."""
    plain = _plain(name)
    return not ASSOCIATIONS.search(plain) and (plain in UN_NAMES or UN_WORDS.search(plain) is not None)


def _plain(name: str) -> str:
    return fold(IN_BRACKETS.sub(" ", name)) or fold(name)


@lru_cache(maxsize=8192)
def area_of(text: str) -> str | None:
    """The area of cooperation that a text means, however damaged; None for a humanitarian cluster or anything else."""
    folded = fold(text[:TEXT_CHARACTERS])
    if is_cluster(folded):
        return None
    if numbered := re.fullmatch(r"(?:area |domaine |ambito |area de cooperacion )?([1-9])", folded):
        return numbered[1]
    found = _all("area", folded)
    # The stages of assisted voluntary return say more than the area itself.
    stages = [code for code in found if code.startswith("2.")]
    return stages[0] if len(stages) == 1 and found[0][0] == "2" else found[0] if found else None


def is_cluster(text: str) -> bool:
    return _COOPERATION["cluster"].search(fold(text[:TEXT_CHARACTERS])) is not None


@lru_cache(maxsize=8192)
def role_of(text: str) -> str | None:
    return next(iter(_all("role", fold(text[:TEXT_CHARACTERS]))), None)


@lru_cache(maxsize=8192)
def mode_of(text: str) -> str | None:
    return next(iter(_all("mode", fold(text[:TEXT_CHARACTERS]))), None)


@lru_cache(maxsize=8192)
def level_of(text: str) -> str | None:
    return next(iter(_all("level", fold(text[:TEXT_CHARACTERS]))), None)


def _all(vocabulary: str, folded: str) -> list[str]:
    """Every code of this vocabulary whose words are in the text, in the order in which they are tried."""
    prefix = f"{vocabulary} "
    return [
        key[len(prefix) :] for key, words in _COOPERATION.items() if key.startswith(prefix) and words.search(folded)
    ]
