"""The fields that an import knows, and the words by which column headings name them in English, French and Spanish."""

import re
from functools import lru_cache
from typing import Final

from registry.importers.text import fold
from registry.importers.words import words

FIELDS: Final = (
    "name", "acronym", "local_name", "former_name", "type", "identifier_scheme", "identifier", "org_id", "website",
        "email",
    "phone", "contact_name", "hq_country", "country", "admin1", "admin1_code", "admin2", "sector", "role", "area",
        "level",
    "mode", "programme", "unit", "start", "end", "status", "founded", "description", "languages", "source_id",
)  # fmt: skip
# Fields that several columns may fill; of all others the best column is taken.
MANY: Final = frozenset({"country", "local_name", "former_name", "email", "phone", "website", "sector", "area", "role"})

ORG: Final = (
    r"\b(?:org(?:ani[sz]ation|ani[sz]acion|anisme|s)?|ong|ngo|cso|osc|partner|partenaire|socio|entity|entite|entidad"
    r"|structure|association|asociacion|institution|institucion|agency|agence|agencia)\b"
)
IMPLEMENTING: Final = r"\b(?:implement\w*|ejecut\w*|execut\w*|realisat\w*|mise en oeuvre)\b"
OTHER_ORG: Final = (
    r"\b(?:don(?:or|ateur|ante|ors)s?|bailleur\w*|fund\w*|financ\w*|programming|programador\w*|lead|parent"
    r"|contrepartie)\b"
)
NAME: Final = r"\b(?:name|nom|nombre)\b"
FORMER: Final = r"\b(?:former|previous|ancien|precedent|anterior)\b"
LANGUAGE: Final = (
    r"\b(?:local\w*|native|original|arab\w*|translat\w*|english|anglais|ingles|french|francais|frances|spanish"
    r"|espagnol|espanol)\b"
)
TYPE: Final = r"\b(?:type|tipo|category|categorie|categoria)\b"
DATE: Final = r"\b(?:date|fecha)\b"
START: Final = r"\b(?:start|debut|inicio|demarrage)\b"
END: Final = r"\b(?:end|fin|finalizacion|termino|cierre|cloture)\b"
COUNTRY: Final = r"\b(?:country|pays|pais)\b"
HEADQUARTERS: Final = r"\b(?:headquarters?|hq|siege|sede|origin|origine|origen)\b"
REGISTRATION: Final = r"\b(?:registration|enregistrement|registro|immatriculation)\b"
OFFICE: Final = r"\b(?:office|mission|unit|bureau|unite|oficina|unidad|mision)\b"

# Part of a heading, when the whole is not known. The first that fits is taken; the second pattern excludes.
PARTS: Final = (
    ("end", rf"{DATE}.*{END}|{END}.*{DATE}", r"\bfinanc"),
    ("start", rf"{DATE}.*{START}|{START}.*{DATE}", ""),
    ("email", r"\be ?mail\b|\bcourriel\b|\bcorreo\b", ""),
    ("phone", r"\b(?:tele)?phone\b|\btelefono\b|\bmobile\b|\bcelular\b", ""),
    ("website", r"\bweb ?site\b|\bsite (?:web|internet)\b|\b(?:sitio|pagina) web\b|\burl\b", ""),
    ("former_name", rf"{FORMER}.*{NAME}|{NAME}.*{FORMER}", ""),
    ("local_name", rf"{NAME}.*{LANGUAGE}|{LANGUAGE}.*{NAME}", OTHER_ORG),
    ("acronym", r"\bacronym\w*\b|\bacronimo\b|\bsigle\b|\bsiglas?\b|\babrev\w*\b|\babbrev\w*\b", OTHER_ORG),
    ("type", rf"{TYPE}.*{ORG}|{ORG}.*{TYPE}", OTHER_ORG),
    ("identifier", rf"{REGISTRATION}.*\b(?:no|n|number|numero|id)\b", ""),
    ("hq_country", rf"{COUNTRY}.*(?:{HEADQUARTERS}|{REGISTRATION})", ""),
    ("country", COUNTRY, r"\b(?:number|nombre|office|bureau|programme)\b"),
    ("admin1_code", r"\b(?:admin|adm) ?1\b.*\bp?code\b|\bp ?code ?1\b", ""),
    ("admin1", r"\b(?:admin|adm) ?1\b", ""),
    ("admin2", r"\b(?:admin|adm) ?2\b", r"\bp?code\b"),
    ("role", r"\brole?\b", ""),
    ("area", r"\b(?:area|domaine|ambito)s?\b.*\b(?:cooperation|cooperacion|iom|oim|colaboracion|collaboration)\b", ""),
    ("unit", rf"\b(?:iom|oim)\b.*{OFFICE}|{OFFICE}.*\b(?:iom|oim)\b", ""),
    ("sector", r"\b(?:cluster|sector|secteur)s?\b", r"\b(?:sub|sous|type|lead)\b"),
    ("founded", r"\b(?:year|annee|ano)\b.*\b(?:found|establish|creat|creac|fundac|fondat)", ""),
    ("name", rf"{ORG}.*{IMPLEMENTING}|{IMPLEMENTING}.*{ORG}", OTHER_ORG),
    ("name", rf"{NAME}.*{ORG}|{ORG}.*{NAME}", OTHER_ORG),
    ("programme", r"\bprogram(?:me|a)?\b", ORG),
)

LANGUAGES: Final = (
    ("ar", r"\barab\w*\b|\bar\b|بالعربيه|العربيه"),
    ("en", r"\benglish\b|\banglais\b|\bingles\b|\ben$"),
    ("fr", r"\bfrench\b|\bfrancais\b|\bfrances\b|\bfr$"),
    ("es", r"\bspanish\b|\bespagnol\b|\bespanol\b|\bes$"),
    ("pt", r"\bportuguese\b|\bportugais\b|\bportugues\b|\bpt$"),
)

_BY_HEADING: Final = {fold(heading): field for field, headings in words("headings").items() for heading in headings}
_COMPILED: Final = tuple(
    (field, re.compile(wanted), re.compile(unwanted) if unwanted else None) for field, wanted, unwanted in PARTS
)


@lru_cache(maxsize=4096)
def field_of(heading: str) -> tuple[str | None, str, int]:
    """The field that a heading names, why, and how sure that is (0–100)."""
    folded = fold(heading)
    if not folded or len(folded) > 120:
        return None, "none", 0
    if field := _BY_HEADING.get(folded):
        return field, "heading", 60 if field == "source_id" else 90
    for field, wanted, unwanted in _COMPILED:
        if wanted.search(folded) and not (unwanted and unwanted.search(folded)):
            return field, "words", 75 if re.search(IMPLEMENTING, folded) else 65
    return None, "none", 0


def language_of(heading: str) -> str:
    folded = fold(heading)
    return next((code for code, words in LANGUAGES if re.search(words, folded)), "")


TAG: Final = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*", re.IGNORECASE)


def is_tag(cell: str) -> bool:
    return TAG.fullmatch(cell) is not None


@lru_cache(maxsize=1024)
def field_of_tag(tag: str) -> str | None:
    """The field that an HXL tag names: `#org +name` is a name, `#org+funder` is nothing that we want."""
    word, *attributes = (part.strip().lower() for part in tag.lstrip("#").split("+"))
    has = set(attributes)
    if word == "org":
        if has & {"funder", "donor", "prog", "programming", "lead", "partner"}:
            return None
        if "code" in has or "id" in has:
            return "org_id" if "v_orgid" in has else "identifier"
        return next((field for key, field in _ORG_TAGS.items() if key in has), "name")
    if word in ("country", "adm0"):
        return "country"
    if word == "adm1":
        return "admin1_code" if has & {"code", "pcode"} else "admin1"
    if word == "adm2":
        return None if has & {"code", "pcode"} else "admin2"
    if word == "contact":
        return next((field for key, field in _CONTACT_TAGS.items() if key in has), None)
    if word == "date":
        return next((field for field in ("start", "end") if field in has), None)
    if word == "activity":
        return "role" if "role" in has else None
    if word == "meta":
        return "website" if "url" in has else "source_id" if "id" in has else None
    return {"sector": "sector", "status": "status", "description": "description"}.get(word)


_ORG_TAGS: Final = {"acronym": "acronym", "type": "type", "url": "website", "name": "name", "role": "role"}
_CONTACT_TAGS: Final = {"email": "email", "phone": "phone", "url": "website", "name": "contact_name"}
