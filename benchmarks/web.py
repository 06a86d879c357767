"""Pages asked for in process through WSGI: the product with all its middleware, the bases with Django's usual one."""

import gzip
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode

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


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes


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
        return self._right(address, self.ask(address, **headers))

    def post(self, address, form):
        """The body of the answer to a form, which must be taken."""
        return self._right(address, self.ask(address, form=form))

    @staticmethod
    def _right(address, answer):
        if answer.status != 200:
            raise AssertionError(f"{address} answered {answer.status}: {answer.body[:300]!r}")
        return answer.body

    def ask(self, address, *, form=None, **headers):
        sent = b"" if form is None else urlencode(form).encode()
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "CONTENT_TYPE": "" if form is None else "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(sent)),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(sent),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        told = []
        response = self.handler(environ, lambda *head: told.extend(head))
        try:
            body = b"".join(response)
        finally:
            response.close()
        status, headers = told
        return Answer(int(status[:3]), dict(headers), body)


def packed(body):
    """How many bytes travel, compressed as a web server does it."""
    return len(gzip.compress(body, 6))
