"""One message to one receiver: signed by Standard Webhooks, and sent to no address inside, whatever a name leads to."""

import base64
import contextlib
import ipaddress
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from standardwebhooks import Webhook
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

# Seconds: to be let in, between two pieces of the answer, and for all of it.
_CONNECT, _PIECE, _WHOLE = 3, 10, 15
# Written as IPv6, an address of IPv4 in the first leads where the other form would be refused; the second is what
# networks of old called their own.
_NOT_OF_THE_WEB: Final = (ipaddress.ip_network("::/96"), ipaddress.ip_network("fec0::/10"))

# Why a message did not arrive; registry/views/webhook_words.py says them.
OK, ADDRESS, INSIDE, REDIRECT, ANSWER, UNREACHABLE = "", "address", "inside", "redirect", "answer", "unreachable"


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt: a reason why not, the status of the answer if there was one, and how long it took."""

    reason: str
    status: int | None
    milliseconds: int


def new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def is_address(address: str) -> bool:
    """Whether messages may go there by what it says: https, its usual port, a name, and nobody's password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if is_trial(address):
        return parts.scheme in ("http", "https")
    has_name = "." in (parts.hostname or "") and not _as_ip(parts.hostname or "")
    return parts.scheme == "https" and port in (None, 443) and has_name and parts.username is None


def is_trial(address: str) -> bool:
    """Whether it is one of the hosts of this machine that trials may reach: `localhost:9000`."""
    return urlsplit(address).netloc in settings.WEBHOOK_TRIAL_HOSTS


def body_of(event: str, at: datetime, data: dict[str, Any]) -> str:
    said = {"type": event, "timestamp": f"{at:%Y-%m-%dT%H:%M:%SZ}", "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def headers_of(message_id: str, at: datetime, body: str, keys: Iterable[str]) -> dict[str, str]:
    """The headers of one attempt, signed with each secret: while one takes the place of another, both hold."""
    signatures = [Webhook(key).sign(msg_id=message_id, timestamp=at, data=body) for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
    }


def send(address: str, headers: dict[str, str], body: str) -> Outcome:
    """One attempt. Whatever the answer says beyond its status is not read."""
    began = time.monotonic()

    def over(reason: str, status: int | None = None) -> Outcome:
        return Outcome(reason, status, int((time.monotonic() - began) * 1000))

    if not is_address(address):
        return over(ADDRESS)
    try:
        with _session(address) as session:
            answer = session.post(address, data=body.encode(), headers=headers, stream=True, allow_redirects=False)
            status = answer.status_code
            answer.close()
    except InvalidIPAddress:
        return over(INSIDE)
    except (requests.RequestException, HTTPError, OSError, ValueError):
        # What one receiver may do, or be called, keeps nobody else from being told.
        return over(UNREACHABLE)
    if 200 <= status < 300:
        return over(OK, status)
    return over(REDIRECT if 300 <= status < 400 else ANSWER, status)


def _session(address: str) -> requests.Session:
    loopback = is_trial(address)
    config = Config(
        ip_filter_enable=True,
        ip_filter_allow_loopback_ips=loopback,
        never_redirect=True,
        default_timeout=(_CONNECT, _PIECE),
        user_agent_override="partnership-registry",
    )
    session = _Session(config)
    # Neither a proxy nor a password out of the environment of the server.
    session.trust_env = False
    session.verify = settings.WEBHOOK_CA_BUNDLE or True
    for scheme in ("https", "http"):
        session.mount(f"{scheme}://", _Outwards(is_https_proto=scheme == "https", allow_loopback=loopback))
    return session


class _Session(HTTPSession):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere. To learn where a redirect would lead, requests reads all of its body, however long."""


class _Outwards(IPFilterAdapter):
    """Connects to the very address that was looked at, once more by our own rule, and for a bounded time."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        host, pool = super().build_connection_pool_key_attributes(*args, **kwargs)
        ip = _as_ip(host["host"].strip("[]"))
        is_own = self._allow_loopback and ip is not None and ip.is_loopback
        if not is_own and (ip is None or not is_outside(ip)):
            raise InvalidIPAddress(host["host"])
        return host, pool


def is_outside(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if ip.is_multicast or ip.is_reserved or any(ip in network for network in _NOT_OF_THE_WEB):
        return False
    return ip.is_global


def _as_ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


class _Bounded:
    """A connection that is cut when its time is over, however slowly the other side goes on to say something."""

    _timer: threading.Timer | None = None
    _handle: socket.socket

    def _new_conn(self) -> socket.socket:
        connected: socket.socket = super()._new_conn()  # type: ignore[misc]
        # A handle of its own: TLS takes the first one over.
        self._handle = connected.dup()
        self._timer = threading.Timer(_WHOLE, _cut, [self._handle])
        self._timer.daemon = True
        self._timer.start()
        return connected

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._handle.close()
            self._timer = None
        super().close()  # type: ignore[misc]


def _cut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


class _Connection(_Bounded, HTTPConnection):
    pass


class _SecureConnection(_Bounded, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
