"""Pages asked for in process through WSGI: the product with all its middleware, the bases with Django's usual one."""

import gzip
from io import BytesIO

from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

# What `startproject` writes.
USUAL_MIDDLEWARE = [
    "benchmarks.web.own_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def own_addresses(get_response):
    """The bases have their own addresses, apart from the product's."""

    def middleware(request):
        request.urlconf = "benchmarks.urls"
        return get_response(request)

    return middleware


class Site:
    """Asks a WSGI application for pages, as a server would."""

    def __init__(self, handler):
        self.handler = handler

    @classmethod
    def of_product(cls):
        return cls(WSGIHandler())

    @classmethod
    def of_bases(cls):
        with override_settings(MIDDLEWARE=USUAL_MIDDLEWARE):
            return cls(WSGIHandler())

    def get(self, address, **headers):
        """The body of a page, which must be there."""
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        told = []
        response = self.handler(environ, lambda status, headers: told.append(status))
        try:
            body = b"".join(response)
        finally:
            response.close()
        if not told[0].startswith("200"):
            raise AssertionError(f"{address} answered {told[0]}: {body[:300]!r}")
        return body


def packed(body):
    """How many bytes travel, compressed as a web server does it."""
    return len(gzip.compress(body, 6))
