"""Keys of the API: how they are made, known and kept out of sight. `iompr_k7m2x9qd_` and 43 characters of secret.

What a key begins with is the same for all, so that scanners of code and our own logs know one when they see it.
"""

import hashlib
import re
import secrets
import string

_LETTERS = string.ascii_letters + string.digits
_READABLE = "abcdefghijkmnpqrstuvwxyz23456789"
_FORM = r"(iompr_[a-z2-9]{8})_[A-Za-z0-9]{43}"
# In an address any character may stand as its number.
_BEGINNING = "".join(f"(?:{letter}|%{ord(letter):02x})" for letter in "iompr_")
_ANYWHERE = re.compile(rf"({_BEGINNING}(?:[a-z0-9]|%[0-9a-f]{{2}}){{4}})[a-z0-9_%-]*", re.IGNORECASE)


def new() -> tuple[str, str]:
    """A new key (256 bits) and the part of it that may be shown."""
    prefix = "iompr_" + "".join(secrets.choice(_READABLE) for _ in range(8))
    return f"{prefix}_{''.join(secrets.choice(_LETTERS) for _ in range(43))}", prefix


def prefix_of(text: str) -> str | None:
    """The part that may be shown, when the text has the form of a key."""
    match = re.fullmatch(_FORM, text)
    return match[1] if match else None


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def is_in(text: str) -> bool:
    """Does a key, or most of one, stand in this text or address?"""
    return bool(_ANYWHERE.search(text))


def hide_in(text: str) -> str:
    """The text, with every key in it cut short."""
    return _ANYWHERE.sub(r"\1…", text)
