"""Doors for whoever takes everything at once: the copy of each day with its files, and lists that a worker writes."""

import re
from datetime import date

from django.conf import settings
from django.core import signing
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from registry import references
from registry.actions.export_files import LICENCE, SCHEMA_VERSION
from registry.actions.exports import EXPORT, KEPT
from registry.api import about_data
from registry.api import export_schema as schema
from registry.api.answers import answer, as_json, fresh
from registry.api.permissions import Countries
from registry.api.problems import BASE, Problem
from registry.api.views import PublicViewSet
from registry.exporters.forms import MEDIA_TYPES
from registry.models import Export, Job, Scope
from registry.models.clients import PUBLIC
from registry.queries import exports as queries
from registry.states import JobState

# For so many seconds a link to a file works: who has it needs no key.
LINK_LASTS = 15 * 60
# What a link is made for stands in its salt and in itself.
_PURPOSE = "registry.api.exports.file"
_WAIT = {"Retry-After": "120"}
_BLOCK = 1 << 16
_STATES = {JobState.WAITING: "waiting", JobState.RUNNING: "running", JobState.PAUSED: "waiting"}


class ManifestViewSet(PublicViewSet):
    """What the files of a day are, with their sizes and fingerprints."""

    may = {"list": None, "retrieve": None}
    scope = Scope.EXPORT

    @schema.export_list
    def list(self, request):
        return _manifest(request, _latest())

    @schema.export
    def retrieve(self, request, day):
        if day == "latest":
            return _elsewhere(_address(_latest().name))
        return _manifest(request, _right(_of_day(day)))


class ExportFileViewSet(PublicViewSet):
    """One file of a day, by an address that stays: it leads to a link that works for a quarter of an hour."""

    may = {"retrieve": None}
    scope = Scope.EXPORT

    @schema.export_file
    def retrieve(self, request, day, name):
        export = _latest() if day == "latest" else _right(_of_day(day))
        if export.file(name) is None:
            raise Problem("not-found", _("This copy has no such file. See its list of files."))
        return _elsewhere(link_to(export, name))


class ExportJobViewSet(PublicViewSet):
    """A list that a worker writes: how far it is, and where the file is."""

    may = {"retrieve": None}
    countries = Countries.KEPT

    @schema.export_job
    def retrieve(self, request, id):
        export = Export.objects.asked_for().filter(reference=id).first() if references.parse(id) == id else None
        if export is None or not _is_open_to(request.auth, export.asked):
            raise Problem("not-found", _("There is no export with this reference, or its time is over."))
        is_done = queries.is_right(export)
        file = export.files[0] if is_done else {}
        told = {
            "id": export.reference,
            "state": "done" if is_done else _state(export),
            "format": export.asked["form"],
            "rows": file.get("rows"),
            "bytes": file.get("bytes"),
            "sha256": file.get("sha256"),
            "url": link_to(export, file["name"]) if is_done else None,
            "expires_at": f"{export.created_at + KEPT:%Y-%m-%dT%H:%M:%SZ}",
        }
        return fresh(told, headers={} if is_done else {"Retry-After": "5"})


class LinkViewSet(PublicViewSet):
    """Where a link leads that works for a quarter of an hour: the file, or a part of it."""

    may = {"retrieve": None}
    # Whoever was given the link may follow it, with whatever key: clients send theirs along.
    scope = None
    countries = Countries.NO_MATTER

    @schema.export_link
    def retrieve(self, request, token):
        try:
            purpose, reference, name = signing.loads(token, salt=_PURPOSE, max_age=LINK_LASTS)
        except (signing.BadSignature, ValueError):
            purpose = ""
        if purpose != _PURPOSE:
            raise Problem("not-found", _("This link is not one of ours, or its time is over. Ask for a new one."))
        export = Export.objects.filter(reference=reference).first()
        # Asked once more at this moment: a link that was given out before somebody left does not work after it.
        return _file(request._request, _right(export), name)


def _is_open_to(caller, asked):
    """A list is for whoever may read its rows: of named countries, or in the partner profile."""
    wanted = set(asked["wanted"]["countries"])
    if caller and caller.countries and not (wanted and wanted <= caller.countries):
        return False
    if asked["profile"] == PUBLIC:
        return True
    return bool(caller) and caller.profile == asked["profile"] and caller.client.reference == asked["client"]


def link_to(export, name):
    token = signing.dumps([_PURPOSE, export.reference, name], salt=_PURPOSE)
    return f"{_address('files')}/{token}"


def _manifest(request, export):
    told = {
        "on": export.on.isoformat(),
        "generated_at": f"{export.taken_at:%Y-%m-%dT%H:%M:%SZ}",
        "seq": export.seq,
        "schema_version": SCHEMA_VERSION,
        "licence": None,
        "licence_in_words": LICENCE,
        "source": about_data.source(),
        "methodology": about_data.methodology(),
        "caveats": about_data.caveats(),
        "update_frequency": about_data.UPDATE_FREQUENCY,
        # The state of one day; what a row tells of other days stands in it.
        "period": {"starts_on": export.on.isoformat(), "ends_on": export.on.isoformat()},
        "location": about_data.location(),
        "files": [
            {
                "table": file["table"],
                "format": file["format"],
                "url": f"{_address(export.name)}/{file['name']}",
                "bytes": file["bytes"],
                "rows": file["rows"],
                "sha256": file["sha256"],
                "etag": _etag(file),
            }
            for file in export.files
        ],
        "copies": [
            {"on": day.isoformat(), "url": _address(day.isoformat())}
            for day in Export.objects.nightly().values_list("on", flat=True)
        ],
    }
    return answer(request, as_json(told), changed_at=export.updated_at)


def _latest():
    export = queries.newest_right(Export.objects.exclude(on=None))
    if export is not None:
        return export
    if Export.objects.nightly().exists():
        return _right(None)
    raise Problem("not-found", _("There is no copy yet. The first one is made in the night."))


def _of_day(text):
    try:
        day = date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError:
        day = None
    export = Export.objects.nightly().filter(on=day).first() if day else None
    if export is None:
        raise Problem("not-found", _("There is no copy of this day. See the list of copies."))
    return export


def _right(export):
    """The export, unless its files are being written anew because something in them may not be told any more."""
    if export is None or not queries.is_right(export):
        raise Problem("unavailable", _("This file is being written anew. Try again in two minutes."), headers=_WAIT)
    return export


def _state(export):
    if export.files:
        # Written, and now anew.
        return "waiting"
    job = Job.objects.filter(kind=EXPORT, subject=export.reference).order_by("-pk").first()
    return _STATES.get(job.state, "failed") if job else "failed"


def _file(request, export, name):
    """The file, or the part of it that the caller lacks."""
    known = export.file(name)
    path = f"{export.folder}/{name}"
    if known is None or not default_storage.exists(path):
        raise Problem("not-found")
    etag, size = _etag(known), known["bytes"]
    headers = {
        "ETag": etag,
        "Last-Modified": export.updated_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "Accept-Ranges": "bytes",
        # Nobody keeps it: it changes when somebody leaves the inventory.
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    # Whether the caller has it is asked before which part of it is wanted (RFC 9110, 13.2.2).
    told = HttpResponse(headers=headers)
    changed_at = int(export.updated_at.timestamp())
    found = get_conditional_response(request, etag=etag, last_modified=changed_at, response=told)
    if found is not told:
        return found
    part = _part_wanted(request, etag, size)
    media_type = MEDIA_TYPES[name.partition(".")[2]]
    if part is None:
        # By the name of its own, or Django says another disposition.
        return FileResponse(
            default_storage.open(path), as_attachment=True, filename=name, content_type=media_type, headers=headers
        )
    first, last = part
    return StreamingHttpResponse(
        _bytes(default_storage.open(path), first, last),
        status=206,
        content_type=media_type,
        headers=headers | {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)},
    )


def _part_wanted(request, etag, size):
    """(first, last) byte of one range; None for the whole file, as for several ranges or an older file's, and for who
    asks for no bytes at all."""
    asked = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", request.headers.get("Range", ""))
    if request.method != "GET":
        return None
    if not asked or asked[0] == "bytes=-" or parse_etags(request.headers.get("If-Range", etag)) != [etag]:
        return None
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
        if asked[2] and int(asked[2]) < first:
            return None
    else:
        first, last = max(0, size - int(asked[2])), size - 1
    if first > last:
        raise Problem("range-not-satisfiable", headers={"Content-Range": f"bytes */{size}"})
    return first, last


def _bytes(file, first, last):
    with file:
        file.seek(first)
        left = last - first + 1
        while left and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block


def _etag(file):
    return f'"{file["sha256"][:32]}"'


def _address(name):
    return f"{settings.SITE_ORIGIN}{BASE}/exports/{name}"


def _elsewhere(address):
    """Elsewhere today: no cache keeps the way."""
    return HttpResponse(status=307, headers={"Location": address, "Cache-Control": "no-store"})
