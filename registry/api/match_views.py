"""The doors of matching: up to a hundred lines at once, and files that a worker answers."""

import uuid

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer

from registry import actions
from registry.api import match, match_schema
from registry.api.answers import fresh
from registry.api.limits import address_of
from registry.api.parameters import LANGUAGE
from registry.api.problems import BASE, Problem
from registry.api.views import PublicViewSet
from registry.exporters.csv import csv_lines
from registry.importers import Unreadable
from registry.models import MatchList
from registry.queries import match_answers
from registry.states import JobState

_STATUS = {JobState.WAITING: "waiting", JobState.RUNNING: "running", JobState.DONE: "done"}


class MatchViewSet(PublicViewSet):
    may = {"create": None}
    limit = "match"
    parameters = match.PARAMETERS

    @match_schema.match
    def create(self, request):
        return fresh({"results": match.results(match.lines(request.data), limit=self.asked.get("limit", 5))})


class MatchJobListViewSet(PublicViewSet):
    may = {"create": None}
    limit = "match_files"
    parser_classes = [MultiPartParser]

    @match_schema.match_job_create
    def create(self, request):
        file = request.FILES.get("file")
        if file is None:
            detail = _("Send a form with the field `file`: a CSV or XLSX file with a column of names.")
            raise Problem("invalid-body", errors=[{"pointer": "/file", "code": "empty", "detail": detail}])
        client = request.auth.client if request.auth else None
        asked = actions.ask_for_match(file, by="api", client=client, sender=address_of(request))
        return fresh(_told(asked), status=202, headers={"Location": _address(asked)})


class MatchJobViewSet(PublicViewSet):
    may = {"retrieve": None}

    @match_schema.match_job
    def retrieve(self, request, id):
        return fresh(_told(_found(id)))


class AsCsv(DefaultContentNegotiation):
    """The one list that is no JSON: whoever may take CSV, or does not say, is answered."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return JSONRenderer(), "text/csv"


class MatchResultViewSet(PublicViewSet):
    may = {"list": None}
    parameters = (LANGUAGE,)
    content_negotiation_class = AsCsv

    @match_schema.match_result
    def list(self, request, id):
        asked = _found(id)
        if asked.job.state != JobState.DONE or asked.refusal:
            raise Problem("not-found", _("This list has no answers yet. Ask for its state first."))
        rows = match_answers.rows(asked)
        response = StreamingHttpResponse(csv_lines(match_answers.COLUMNS, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{asked.reference}.csv"'
        response["Cache-Control"] = "no-store"
        return response


def _found(id):
    try:
        token = uuid.UUID(id)
    except ValueError:
        token = None
    asked = MatchList.objects.filter(token=token).select_related("job").first() if token else None
    if asked is None:
        raise Problem("not-found", _("There is no such list. Lists and their answers are kept for seven days."))
    return asked


def _address(asked):
    return f"{settings.SITE_ORIGIN}{BASE}/match/jobs/{asked.token}"


def _told(asked):
    job = asked.job
    is_done = job.state == JobState.DONE and not asked.refusal
    return {
        "id": str(asked.token),
        "state": "failed" if asked.refusal else _STATUS.get(job.state, "failed"),
        "done": job.done,
        "total": job.total,
        "counts": match_answers.counts(asked) if is_done else {},
        "problem": _problem(asked),
        "kept_until": asked.kept_until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "result": f"{_address(asked)}/result" if is_done else None,
    }


def _problem(asked):
    if asked.refusal:
        return Unreadable(asked.refusal["code"], **asked.refusal["params"]).sentence()
    if asked.job.state not in _STATUS:
        return _("The work on this list stopped. Send it again; if that does not help, write to us.")
    return None
