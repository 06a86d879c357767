"""No key of the API stands in a log, whoever writes it, nor in a page of the database."""

import logging
import logging.config
from io import StringIO

import pytest
from django.apps import apps
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils.log import DEFAULT_LOGGING
from django.views.debug import ExceptionReporter
from gunicorn.config import Config

from iom_partners import settings as production
from iom_partners.logs import WebServerLog
from registry import actions, keys
from registry.models import Scope
from tests import make

KEY = "iompr_k7m2x9qd_" + "Zq9" * 14 + "Z"
SECRET = "Zq9Zq9"


@pytest.fixture
def written():
    """What stands on the console when the settings of production hold."""
    stream = StringIO()
    (line,) = production.LOGGING["formatters"].values()
    handler = logging.StreamHandler(stream)
    logging.config.dictConfig(production.LOGGING | {"loggers": {}, "root": {"level": "WARNING"}})
    made = logging.config.DictConfigurator(production.LOGGING).configure_formatter(dict(line))
    handler.setFormatter(made)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_a_log_cuts_every_key_short(written):
    log = logging.getLogger("of.anybody")

    log.warning("GET /api/v1/organizations?api_key=%s&q=iompr%%5F%s", KEY, KEY[6:])
    try:
        raise ValueError(KEY)
    except ValueError:
        log.exception("It failed")

    said = written.getvalue()
    assert "iompr_k7m2…" in said
    assert "It failed" in said
    assert SECRET not in said


def test_no_line_of_django_goes_past_our_own_form():
    ours = production.LOGGING["loggers"]

    assert {name: ours[name]["handlers"] for name in DEFAULT_LOGGING["loggers"]} == {"django": [], "django.server": []}


def test_the_log_of_the_web_server_cuts_them_too(capsys):
    config = Config()
    config.set("accesslog", "-")
    log = WebServerLog(config)

    log.warning("Error handling request /api/v1/organizations?key=%s", KEY)
    log.access_log.info("GET /?key=%s", KEY)

    said = capsys.readouterr()
    assert said.err.count("iompr_k7m2…") == 1
    assert SECRET not in said.err + said.out
    for name in ("gunicorn.error", "gunicorn.access"):
        logging.getLogger(name).handlers.clear()


def test_the_report_of_an_error_hides_the_headers_of_a_key():
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {KEY}", "X-API-Key": KEY})

    data = ExceptionReporter(request, ValueError, ValueError("x"), None).get_traceback_data()

    shown = {name: value for name, value in data["request_meta"].items() if "KEY" in name or "AUTH" in name}
    assert set(shown) == {"HTTP_AUTHORIZATION", "HTTP_X_API_KEY"}
    assert SECRET not in str(shown)
    assert isinstance(request, HttpRequest)


def in_numbers(text):
    return "".join(f"%{ord(letter):02x}" for letter in text)


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        f"x {KEY} y",
        KEY[:20],
        f"?a={KEY}&b=1",
        KEY.replace("_", "%5F"),
        f"%69{KEY[1:]}",
        in_numbers(KEY[:9]) + KEY[9:],
    ],
)
def test_a_key_is_known_wherever_it_stands(text):
    assert keys.is_in(text)
    assert SECRET not in keys.hide_in(text)


def everything_kept():
    """Every value of every row of the database, as text."""
    for model in apps.get_models():
        for row in model._base_manager.values():
            yield f"{model.__name__} {row}"


def test_after_a_whole_life_the_secret_of_a_key_is_kept_nowhere(caplog, administrator):
    caplog.set_level(logging.DEBUG)
    client = make.client(scopes=list(Scope))
    key, text = actions.make_key(client, by=client.owner)
    secret = text.rpartition("_")[2]
    caller = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {text}"}

    caller.get("/api/v1/organizations", headers=headers)
    caller.get("/api/v1/organizations", {"api_key": text})
    caller.get(f"/api/v1/{text}")
    caller.get("/api/v1/organizations", {text: "1"}, headers=headers)
    actions.revoke_key(key, by=administrator, reason="Seen in a chat")
    caller.get("/api/v1/organizations", headers=headers)

    assert [kept for kept in everything_kept() if secret in kept] == []
    assert [line.getMessage() for line in caplog.records if secret in keys.hide_in(line.getMessage())] == []
    assert secret not in str(getattr(cache, "_cache", ""))
