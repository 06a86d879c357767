import base64
import hashlib
import hmac
import time


def is_from_the_registry(body, headers, secret):
    """Whether the registry sent this, within the last five minutes. body: the bytes as they came."""
    message, moment, signatures = (headers.get(f"webhook-{name}") or "" for name in ("id", "timestamp", "signature"))
    if not moment.isdecimal() or abs(time.time() - int(moment)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message}.{moment}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(mac)
    # While one secret takes the place of another there are two signatures.
    return any(hmac.compare_digest(expected, one.encode()) for one in signatures.split())
