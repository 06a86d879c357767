"""Doors for partner systems: organizations, their parts, and their past."""

import json
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer

from registry import references
from registry.api import blocks, downloads, linked_data, organization_schema, rows
from registry.api.answers import VARY, answer, as_json, is_conditional, kept_by, known_already
from registry.api.organizations import BLOCK, DETAIL, LIST, wanted_by
from registry.api.permissions import Countries, profile, refuse_other_countries
from registry.api.problems import Problem
from registry.api.views import PagedViewSet, PublicViewSet
from registry.models import FormerReference, Listing
from registry.models.clients import PUBLIC
from registry.queries import listings, past_listings
from registry.queries.exports import ORGANIZATIONS
from registry.queries.state import state


class OrganizationListViewSet(PagedViewSet):
    countries = Countries.KEPT
    parameters = LIST
    renderer_classes = downloads.RENDERERS

    @organization_schema.organization_list
    def list(self, request):
        wanted = wanted_by(self.asked, caller=request.auth)
        if form := downloads.form_of(request, self.asked):
            self._refuse_before_all_texts()
            has_state = _is_of_state(wanted, self.asked)
            return downloads.listed(
                request, ORGANIZATIONS, wanted, form, has_tags="hxl" in self.asked, has_state=has_state
            )
        where = self.where(wanted)
        is_counted = self.asked.get("count") == "exact"
        read = partial(listings.page, wanted, is_counted=is_counted, since=self.since, **where)
        if _has_version(self.asked) and is_conditional(request):
            known = known_already(request, read(profile=None).version)
            if known:
                return known
        page = read(profile=profile(request))
        if not page.rows:
            self._refuse_before_all_texts()
        texts = rows.written([row.text for row in page.rows], self.asked)
        version = page.version if _has_version(self.asked) else None
        state = page.state if _is_of_state(wanted, self.asked) else None
        return self.answer_page(request, page, texts, wanted, where, version=version, state=state)

    def _refuse_before_all_texts(self):
        """An empty list would say that nobody was there, and not that nothing is known."""
        day = self.asked.get("as_of")
        if day and (first := past_listings.first_day()) and day < first:
            error = {"parameter": "as_of", "code": "not-allowed", "detail": _past_begins(first)}
            raise Problem("invalid-parameter", errors=[error])


class OrganizationViewSet(PublicViewSet):
    may = {"retrieve": None}
    countries = Countries.KEPT
    parameters = DETAIL
    renderer_classes = [JSONRenderer, linked_data.Renderer]

    @organization_schema.organization
    def retrieve(self, request, id):
        _refuse_other_countries(request, id)
        media_type = linked_data.media_type(request, self.asked)
        if media_type == linked_data.MEDIA_TYPE and "expand" in self.asked:
            raise _no_place_for_parts()
        if _has_version(self.asked) and is_conditional(request):
            found = listings.one(id, profile=None)
            known = found and known_already(request, _version(found.at, media_type), changed_at=found.at)
            if known:
                return known
        text, at, state = _told_of(request, id, self.asked, profile(request))
        (written,) = rows.written([text], self.asked)
        if media_type == linked_data.MEDIA_TYPE:
            written = linked_data.written(written)
        if not _has_version(self.asked):
            return answer(request, written, content_type=media_type, state=state)
        version = _version(at, media_type)
        return answer(request, written, version=version, changed_at=at, content_type=media_type, state=state)


class BlockViewSet(PublicViewSet):
    """One part of an organization."""

    may = {"retrieve": None}
    countries = Countries.KEPT
    parameters = BLOCK
    # Given by the address.
    block = ""

    def retrieve(self, request, id):
        _refuse_other_countries(request, id)
        told = _told_of(request, id, self.asked, PUBLIC)
        row = json.loads(told.text)
        day = self.asked.get("as_of", timezone.localdate())
        words = blocks.words_for([self.block], on=day)
        head = {"organization": id, "as_of": day.isoformat()}
        return answer(request, as_json(head | blocks.block(self.block, row, words)), state=told.state)


class HistoryViewSet(PublicViewSet):
    may = {"retrieve": None}
    countries = Countries.KEPT

    @organization_schema.history
    def retrieve(self, request, id):
        _refuse_other_countries(request, id)
        now = state()
        listing = Listing.objects.filter(reference=id).first()
        if listing is None:
            raise _moved(request, id) or _not_there()
        told = [
            {
                "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "change": "first" if fields is None else "changed",
                "fields_changed": fields or [],
            }
            for at, fields in past_listings.changes(listing)
        ]
        return answer(request, as_json({"organization": id, "results": told}), state=now)


def _has_version(asked):
    """Whether the moment of its publication tells an answer from every other. The past is told by what others are
    today, and the words for codes change without it: these answers are their own version."""
    return not (asked.get("as_of") or asked.get("expand"))


def _is_of_state(wanted, asked):
    """Whether a list follows from the state of the registry. Searches and counts are steered by counts of their own,
    the finds of other apps by their own tables, and the past is told once more each time."""
    return not (wanted.q or wanted.found_elsewhere or wanted.as_of or asked.get("count") == "exact")


def _version(at, media_type):
    return f"{at.isoformat()} {media_type}"


def _told_of(request, reference, asked, profile):
    """Its text, the moment when it was published and the state then, of today or of the day asked for."""
    if references.parse(reference) != reference:
        raise _not_there()
    if "as_of" in asked:
        found = listings.as_it_was(reference, asked["as_of"])
    else:
        found = listings.one(reference, profile=profile)
    if found is None:
        # Of who is listed today it may be said that she was not there on an earlier day.
        first = past_listings.first_day(reference) if "as_of" in asked else None
        raise _moved(request, reference) or _not_there(_past_begins(first) if first else "")
    return found


def _past_begins(day):
    return _("The past begins on %(day)s, with the first text that the registry kept.") % {"day": day.isoformat()}


def _refuse_other_countries(request, reference):
    """A key for named countries opens nothing else; who has no such key is not looked at."""
    if request.auth and request.auth.countries:
        facets = Listing.objects.filter(reference=reference).values_list("facets", flat=True).first()
        if facets is not None:
            refuse_other_countries(request, facets)


def _not_there(why=""):
    return Problem("not-found", why or _("There is no organization with this reference."))


def _no_place_for_parts():
    detail = _("JSON-LD has no place for parts. Leave this parameter out, or ask for JSON.")
    return Problem("invalid-parameter", errors=[{"parameter": "expand", "code": "not-allowed", "detail": detail}])


def _moved(request, reference):
    """A merged record leads to the one that lives on, while that one is listed; otherwise it is as if it never was.

    Withdrawn organizations answer 404 and not 410: see docs/api.md, "What is not there".
    """
    successor = FormerReference.objects.successor_of(reference)
    if not successor:
        return None
    # The same part of it, asked in the same way.
    address = request.get_full_path().replace(reference, successor, 1)
    headers = {
        "Location": f"{settings.SITE_ORIGIN}{address}",
        # A merge can be undone: without a limit, caches would keep a permanent redirect for ever.
        "Cache-Control": kept_by(request),
        "Vary": ", ".join(VARY),
    }
    return Problem("merged", headers=headers, extra={"successor": successor})
