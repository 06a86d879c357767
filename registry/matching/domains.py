"""The domain of a website or of an e-mail address, and whether it belongs to one organization."""

import re

from registry.matching.compare import SHARED_DOMAINS

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def domain_of(text: str | None) -> str:
    """The host of a web address or an e-mail address, or the host itself, without www; empty for any other text."""
    address = (text or "").strip().casefold()
    rest = address.partition("://")[2] or address
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].removeprefix("www.")
    try:
        host = host.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return ""
    return host if len(host) <= 253 and _HOST.fullmatch(host) else ""


def is_shared(domain: str) -> bool:
    """Whether anybody can have an address or a page there, so that it says nothing about one organization."""
    return domain in SHARED_DOMAINS
