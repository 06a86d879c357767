"""How the file of a source comes here: out of a folder of the server, or from an address of the web."""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryFile
from typing import IO, Any, Final
from urllib.parse import unquote, urlsplit

import requests
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from requests_hardened import Config, Manager
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from registry.importers.bounded.limits import FILE_BYTES, MB

# Seconds: to be let in, between two pieces, for the whole file.
_CONNECT, _PIECE, _WHOLE = 3, 10, 120
_PIECE_BYTES = 64 * 1024
# A file that changed a moment ago may still be on its way into the folder.
_AT_REST_SECONDS = 10
_NOT_MODIFIED = 304
_HTTPS = 443
# What no address holds that was copied as it is: readers of addresses do not agree about where such a host ends.
_ODD = re.compile(r"[\\\s\x00-\x1f\x7f]")

# Why no file came. Each says what happened, why, and what to do.
REASONS: Final[dict[str, Promise]] = {
    "nothing_there": _("There is no file in the folder “%(folder)s”. Put one there, then read the source again."),
    "host": _(
        "The host “%(host)s” is not on the list of hosts that this server may ask. Whoever runs it adds the host to "
        "SOURCE_HOSTS."
    ),
    "address": _(
        "The address must begin with https://, and hold neither a name with a password nor a space nor a backslash. "
        "Open it in a browser and copy it from there."
    ),
    "redirect": _("The address leads on to another one. Write the address at which the file itself is."),
    "answer": _("The server answered %(status)s instead of a file. Open the address in a browser and correct it."),
    "unreachable": _("The server could not be reached three times. It is asked again when the source is next due."),
    "too_long": _("The file did not come within %(seconds)s seconds. It is asked for again when the source is due."),
    "too_big": _("The file has more than %(limit)s MB. Ask for a smaller one, or send it in parts."),
    "empty": _("The server answered with an empty file. Open the address in a browser and correct it."),
}
# What may be over by the next attempt.
_PASSING = frozenset({"unreachable", "too_long"})


class NotFetched(Exception):
    """No file came: a code of REASONS with its parameters."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.is_passing = code in _PASSING or (code == "answer" and params["status"] >= 500)


@dataclass
class Fetched:
    """A file that came; `content` is closed by whoever asked for it."""

    name: str
    content: IO[bytes]
    etag: str = ""
    last_modified: str = ""


def newest_file(folder: Path) -> Fetched:
    """The youngest file of a folder, left where it is. Links are not followed: a folder is written to by others."""
    if not folder.is_dir():
        raise NotFetched("nothing_there", folder=folder.name)
    at_rest = time.time() - _AT_REST_SECONDS
    there = [(entry.lstat(), entry) for entry in folder.iterdir() if not entry.name.startswith(".")]
    files = [
        (told.st_mtime, entry)
        for told, entry in there
        if S_ISREG(told.st_mode) and told.st_size and told.st_mtime <= at_rest
    ]
    if not files:
        raise NotFetched("nothing_there", folder=folder.name)
    _changed_at, newest = max(files)
    return Fetched(name=newest.name, content=open_itself(newest))


def open_itself(path: Path) -> IO[bytes]:
    """The file of that name, and nothing that somebody put in its place since the folder was looked at."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise NotFetched("nothing_there", folder=path.parent.name) from None
    told = os.fstat(number)
    if S_ISREG(told.st_mode) and told.st_size <= FILE_BYTES:
        return os.fdopen(number, "rb")
    os.close(number)
    if S_ISREG(told.st_mode):
        raise NotFetched("too_big", limit=FILE_BYTES // MB)
    raise NotFetched("nothing_there", folder=path.parent.name)


def fetch(address: str, *, etag: str = "", last_modified: str = "") -> Fetched | None:
    """The file at an address, or None when it is the one that came with `etag` and `last_modified`.

    Only hosts that the deployment names are asked, by https, and never an address inside its own network, whatever a
    name leads to. Redirects are not followed. Raises NotFetched.
    """
    address = what_is_called(address).url
    told = {"If-None-Match": etag, "If-Modified-Since": last_modified, "Accept-Encoding": "identity"}
    try:
        with _asker().get_session() as session:
            # Neither a proxy nor a password out of the environment of the server.
            session.trust_env = False
            answer = session.get(
                address,
                headers={name: value for name, value in told.items() if value},
                stream=True,
                allow_redirects=False,
                verify=settings.SOURCE_CA_BUNDLE or True,
            )
            with answer:
                return _read(answer, address)
    except requests.RequestException:
        raise NotFetched("unreachable") from None


def what_is_called(address: str) -> Url:
    """What this address really calls. Raises NotFetched unless it is a place that the deployment names.

    The place is taken out of what is sent, not out of what was typed: only the first can be relied on. A host is
    named for its usual port; for another one the deployment names it as host:port.
    """
    try:
        called = parse_url(requests.Request("GET", address).prepare().url or "")
    except (requests.RequestException, LocationParseError):
        raise NotFetched("address") from None
    if called.scheme != "https" or called.auth is not None or _ODD.search(address):
        raise NotFetched("address")
    place = called.host if called.port in (None, _HTTPS) else f"{called.host}:{called.port}"
    if place not in settings.SOURCE_HOSTS:
        raise NotFetched("host", host=place)
    return called


def _asker() -> Manager:
    return Manager(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=settings.SOURCE_MAY_BE_LOOPBACK,
            never_redirect=True,
            default_timeout=(_CONNECT, _PIECE),
            user_agent_override="partnership-registry",
        )
    )


def _read(answer: requests.Response, address: str) -> Fetched | None:
    if answer.status_code == _NOT_MODIFIED:
        return None
    if answer.is_redirect:
        raise NotFetched("redirect")
    if answer.status_code != requests.codes.ok:
        raise NotFetched("answer", status=answer.status_code)
    content = TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    try:
        _copy(answer, content)
    except BaseException:
        content.close()
        raise
    content.seek(0)
    return Fetched(
        name=unquote(urlsplit(address).path).rsplit("/", 1)[-1] or "list",
        content=content,
        etag=answer.headers.get("ETag", "")[:200],
        last_modified=answer.headers.get("Last-Modified", "")[:100],
    )


def _copy(answer: requests.Response, content: IO[bytes]) -> None:
    """No longer and no more than is allowed, whatever the server says of its length."""
    until, size = time.monotonic() + _WHOLE, 0
    for piece in answer.iter_content(_PIECE_BYTES):
        size += len(piece)
        if size > FILE_BYTES:
            raise NotFetched("too_big", limit=FILE_BYTES // MB)
        if time.monotonic() > until:
            raise NotFetched("too_long", seconds=_WHOLE)
        content.write(piece)
    if not size:
        raise NotFetched("empty")
