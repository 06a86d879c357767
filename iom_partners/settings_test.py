"""The few lines that make tests fast. Everything else is as in production."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "a key for tests only, long enough to be taken for one")
os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("DEMO", "0")

from iom_partners.settings import *  # noqa: F403
from iom_partners.settings import DATABASES, STORAGES

# The second one is for what is no password but 256 random bits: see registry/actions/tokens.py.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Looked for when asked, so that none of some thousand browsers reads the whole folder first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="registry-media-"))
# Static files are found where they lie; the collected ones need only a folder that is there.
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="registry-static-"))
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Each test process counts for itself and forgets at its end.
_IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {"default": _IN_MEMORY, "redis": _IN_MEMORY}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {"version": 1, "disable_existing_loggers": False}
# Tests ask faster than partners do; those about the limits set their own.
API_LIMITS = dict.fromkeys(API_LIMITS, (100_000, 60))  # noqa: F405 - of settings
