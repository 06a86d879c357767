"""References: what the world sees instead of keys. Random, permanent, never reused, without country or sequence."""

import re
import secrets

# Crockford's base 32: no I, L, O or U, so that a reference survives being read over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = r"[0-9A-HJKMNP-TV-Z]{8}"

_BODY = 7
_DRAWN = (ALPHABET * 8).encode()
_TYPED = str.maketrans("ILO", "110")


def new(prefix: str) -> str:
    """A new reference such as `CSO-7K2M9XQ4`: seven random characters and their check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_BODY))
    return f"{prefix}-{body}{check_character(body)}"


def many(prefix: str, number: int) -> list[str]:
    """So many different ones at once, from one draw of random bytes: each byte has eight ways to be each character."""
    found: dict[str, None] = {}
    while len(found) < number:
        drawn = secrets.token_bytes(_BODY * (number - len(found))).translate(_DRAWN).decode()
        bodies = (drawn[place : place + _BODY] for place in range(0, len(drawn), _BODY))
        found |= dict.fromkeys(f"{prefix}-{body}{check_character(body)}" for body in bodies)
    return list(found)


def check_character(body: str) -> str:
    """The Luhn mod N check character (N = 32): finds every wrong character and nearly every swap of two neighbours."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def parse(text: str) -> str | None:
    """The reference that a person meant (`cso-7k2m9xq4`, O for 0, I or L for 1), or None when it cannot be one."""
    match = re.fullmatch(r"([A-Z]{3})-?([0-9A-Z]{8})", text.strip().upper())
    if not match:
        return None
    prefix, typed = match[1], match[2].translate(_TYPED)
    if any(character not in ALPHABET for character in typed) or check_character(typed[:-1]) != typed[-1]:
        return None
    return f"{prefix}-{typed}"
