"""The settings of production, and what only a benchmark needs."""

import os

os.environ.setdefault("SECRET_KEY", "only for the benchmark, which nobody else can reach")

# A whole list is written by a worker, whose statements have no end.
os.environ.setdefault("STATEMENT_TIMEOUT_SECONDS", "0")

from iom_partners.settings import *  # noqa: F403
from iom_partners.settings import BASE_DIR, TEMPLATES

TEMPLATES[0]["DIRS"].append(BASE_DIR / "benchmarks" / "templates")
# Static files are served by name: the benchmark has not collected them.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Requests are counted as in production, but one address may ask without end.
API_LIMITS = dict.fromkeys(("lists", "reads", "match"), (1_000_000_000, 60))
ALLOWED_HOSTS = ["127.0.0.1"]
STATIC_ROOT = BASE_DIR / "static"
LOGGING = {}
