"""Logs in which no key of the API stands, whoever wrote the line: Django, a library, or the web server."""

import logging

from gunicorn import glogging

from registry import keys


class Line(logging.Formatter):
    """A line of a log with every key in it cut short, those in a traceback too."""

    def format(self, record):
        return keys.hide_in(super().format(record))


class WebServerLog(glogging.Logger):
    """The log of gunicorn, which tells of requests that it could not read or that failed in its hands."""

    def setup(self, cfg):
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                if handler.formatter:
                    handler.setFormatter(Line(handler.formatter._fmt, handler.formatter.datefmt))


def settings(*, level):
    """What Django is told of logs."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "class": "iom_partners.logs.Line",
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Its own handler, with DEBUG, would write each line once more, as it came.
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},
            # That of runserver tells whole addresses: through our own lines, as everything.
            "django.server": {"handlers": [], "propagate": True},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # Beat's tasks come every few seconds; one that fails still says so.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
        },
    }
