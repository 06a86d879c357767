"""A list as a file: exactly its rows, all of them, in the form that the caller asks for by `format` or by `Accept`.

The file is written before the first byte leaves: what breaks is answered as a problem and not in the middle of a file,
and a caller on a slow line holds no statement open. It waits on the disk and not in memory.
"""

import hashlib
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer, JSONRenderer

from registry import actions
from registry.actions.export_files import pour
from registry.api import parameters
from registry.api.answers import or_nothing
from registry.api.limits import refuse_more
from registry.api.permissions import profile
from registry.api.problems import BASE, Problem
from registry.exporters.forms import LIST_FORMS, json_line
from registry.models.clients import PARTNER
from registry.queries.exports import LISTS
from registry.queries.state import state

# Rows of a list that are sent at once; a longer one is written by a worker.
MOST = 10_000
# What makes no sense where all rows come at once.
_OF_PAGES = ("limit", "cursor", "count", "fields", "expand")

FORMAT = parameters.choice(
    "format",
    ["json", *LIST_FORMS],
    "The representation; it wins over the `Accept` header. All but `json` hold every row of the list at once, without"
    " pages: up to 10,000 in the answer, more by an export to which 303 leads.",
)
HXL = parameters.choice("hxl", ["1"], "With `csv` and `xlsx`: a row of HXL tags under the header.")
PARAMETERS = (parameters.LANGUAGE, FORMAT, HXL)


def _renderer(form):
    """Only for the choice by `Accept`: the files are written elsewhere."""
    facts = {"media_type": form.media_type.partition(";")[0], "format": form.name, "charset": None}
    return type(f"{form.name.capitalize()}Renderer", (BaseRenderer,), facts)


RENDERERS = [JSONRenderer, *map(_renderer, LIST_FORMS.values())]


def form_of(request, asked):
    """The form of the file that is asked for, or None for pages of JSON; raises Problem for what does not fit it."""
    form = LIST_FORMS.get(asked.get("format") or request.accepted_renderer.format)
    errors = []
    if form:
        detail = _("A file holds every row of the list, whole. Leave this parameter out, or ask for JSON.")
        errors += [_not_allowed(name, detail) for name in _OF_PAGES if name in asked]
    if "hxl" in asked and not (form and form.takes_tags):
        errors.append(_not_allowed("hxl", _("Tags stand in CSV and XLSX only. Leave this parameter out.")))
    if errors:
        raise Problem("invalid-parameter", errors=errors)
    return form


def listed(request, name, wanted, form, *, has_tags, has_state=True):
    """A list of LISTS as a file, or the way to the export in which a long one is written. `has_state`: whether nothing
    but the state of the registry tells what is in it."""
    now = state() if has_state else None
    known, reads = LISTS[name], profile(request)
    if known.are_more_than(wanted, MOST):
        refuse_more(request, "long_lists")
        # What a key alone opens is fetched by its client alone.
        client = request.auth.client.reference if reads == PARTNER else ""
        export = actions.ask_export(name, wanted, form=form.name, has_tags=has_tags, profile=reads, client=client)
        return HttpResponse(status=303, headers={"Location": job_address(export), "Cache-Control": "no-store"})
    table, lines = known.table(wanted, reads), known.lines(wanted, reads, form)
    return _sent(request, form, table, lambda file: pour(table, lines, form, file, has_tags=has_tags), state=now)


def table(request, table_, rows, form, *, has_tags):
    """A list that stands in memory as a file, from its rows as JSON has them."""
    lines = map(json_line, rows)
    return _sent(request, form, table_, lambda file: pour(table_, lines, form, file, has_tags=has_tags))


def job_address(export):
    return f"{settings.SITE_ORIGIN}{BASE}/exports/jobs/{export.reference}"


def _sent(request, form, table_, write, *, state=None):
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write(file)
    size = file.tell()
    file.seek(0)
    version = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    response = FileResponse(
        file,
        content_type=form.media_type,
        headers={
            "Content-Length": str(size),
            "Content-Disposition": f'attachment; filename="{table_.name}.{form.ending}"',
        },
    )
    answer = or_nothing(request, response, version, state=state)
    if answer is not response:
        file.close()
    return answer


def _not_allowed(name, detail):
    return {"parameter": name, "code": "not-allowed", "detail": detail}
