"""Every refusal and failure of the API as problem details; what the verbs refuse is a 409 in their own words."""

import json
import logging

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions

from registry.api.problems import OF_STATUS, Problem, problem_response
from registry.errors import Refused

logger = logging.getLogger(__name__)


def problem(exception, context):
    """REST framework's exception handler. None lets the exception through: it is a bug and should be seen as one."""
    request = context["request"]._request
    match exception:
        case Problem():
            return problem_response(
                request,
                exception.code,
                exception.detail,
                errors=exception.errors,
                headers=exception.headers,
                extra=exception.extra,
            )
        case Refused():
            return problem_response(request, exception.code, str(exception))
        case Http404():
            return problem_response(request, "not-found")
        case PermissionDenied():
            return problem_response(request, "forbidden")
        case exceptions.MethodNotAllowed():
            return problem_response(
                request, "method-not-allowed", headers={"Allow": ", ".join(context["view"].allowed_methods)}
            )
        case exceptions.Throttled():
            return problem_response(request, "too-many-requests", headers={"Retry-After": str(exception.wait)})
        case RequestDataTooBig():
            return problem_response(request, "too-large")
        case exceptions.ParseError():
            return problem_response(request, "bad-request", _unreadable(exception))
        case exceptions.APIException():
            return problem_response(request, OF_STATUS.get(exception.status_code, "bad-request"))
        case OperationalError():
            # Down, restarting, or slower than a statement may be: the caller is told to come back.
            logger.exception("The database did not answer %s", request.path)
            return problem_response(request, "unavailable", headers={"Retry-After": "5"})
    return None


def _unreadable(exception):
    """Where a body stops being JSON; REST framework says so in English alone."""
    fault = exception.__context__
    if not isinstance(fault, json.JSONDecodeError):
        return _("The body could not be read. Send it whole, in the format that Content-Type names, as text in UTF-8.")
    place = {"line": fault.lineno, "column": fault.colno}
    return _("The body is not JSON: look at line %(line)s, column %(column)s.") % place
