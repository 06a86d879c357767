"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

# Loaded here so that the web process can wake a worker up.
from iom_partners import celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iom_partners.settings")

application = get_wsgi_application()
__all__ = ["application", "celery"]
