"""Every refusal and failure of the API as problem details; what the verbs refuse is a 409 in their own words."""

import logging

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
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
        case exceptions.APIException():
            return problem_response(request, OF_STATUS.get(exception.status_code, "bad-request"))
        case OperationalError():
            # Down, restarting, or slower than a statement may be: the caller is told to come back.
            logger.exception("The database did not answer %s", request.path)
            return problem_response(request, "unavailable", headers={"Retry-After": "5"})
    return None
