"""Readers for the environment that say what is missing, and for whom."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_MISSING = object()


def load(path: Path) -> None:
    """Take `NAME=value` lines from the file of a running local instance; what the environment already says wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def text(name: str, default=_MISSING, *, hint: str = "") -> str:
    """The value of `name`; raises ImproperlyConfigured with `hint` when it is not set and has no default."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is _MISSING:
        raise ImproperlyConfigured(f"{name} is not set{f' ({hint})' if hint else ''}.")
    return default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "")
    if value not in {"", "0", "1"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: write 1 for yes or 0 for no.")
    return value == "1" if value else default


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if value and not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.")
    return int(value or default)


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas: `a,b,c`."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret(name: str, *, hint: str) -> str:
    """A value that must be long and must never be the example from a document."""
    value = text(name, hint=hint)
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} is too short to keep anything safe: use at least 32 characters ({hint}).")
    return value
