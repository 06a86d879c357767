"""The door for partner systems to partnerships: a row each, of every organization."""

from functools import partial

from registry.api import blocks, downloads, partnership_schema
from registry.api.answers import as_json, is_conditional, known_already
from registry.api.fields import pick
from registry.api.partnerships import LIST, wanted_by
from registry.api.views import PagedViewSet
from registry.queries import listed_partnerships
from registry.queries.exports import PARTNERSHIPS


class PartnershipListViewSet(PagedViewSet):
    parameters = LIST
    renderer_classes = downloads.RENDERERS

    @partnership_schema.partnership_list
    def list(self, request):
        wanted = wanted_by(self.asked)
        if form := downloads.form_of(request, self.asked):
            return downloads.listed(request, PARTNERSHIPS, wanted, form, has_tags="hxl" in self.asked)
        where = self.where(wanted)
        page = listed_partnerships.page(wanted.filters, since=self.since, **where)
        words = blocks.words_for(())
        # How old a row is changes with the day.
        version = f"{page.version} {words.on} {words.policies}"
        if is_conditional(request) and (known := known_already(request, version)):
            return known
        write = partial(_text, words=words, asked=self.asked.get("fields"))
        return self.answer_page(request, page, map(write, page.rows), wanted, where, version=version, state=page.state)


def _text(row, *, words, asked):
    told = listed_partnerships.told(
        row.organization, row.organization_name, row.partnership, words.policies, on=words.on
    )
    return as_json(pick(told, asked) if asked else told)
