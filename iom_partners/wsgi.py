"""The door for the web server."""

import codecs
import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

# Loaded here so that the web process can wake a worker up.
from iom_partners import celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iom_partners.settings")

# Python knows many more, some of which are no text at all: what names one of these is broken, or tries us.
_ENCODINGS = {"utf-8", "ascii", "iso8859-1", "cp1252"}


class Request(WSGIRequest):
    """A request that can be made, and then refused in words, whatever encoding its Content-Type names.

    Django would read the address by that encoding at once, and break before any door.
    """

    is_readable = True

    def _set_content_type_params(self, meta):
        try:
            _kind, parameters = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
            self.is_readable = codecs.lookup(parameters.get("charset", "utf-8")).name in _ENCODINGS
        except (LookupError, ValueError):
            self.is_readable = False
        if self.is_readable:
            super()._set_content_type_params(meta)
        else:
            self.content_type, self.content_params = "", {}


application = get_wsgi_application()
application.request_class = Request
__all__ = ["application", "celery"]
