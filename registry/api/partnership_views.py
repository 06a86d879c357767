"""The door for partner systems to partnerships: a row each, of every organization."""

from functools import partial

from registry.api import blocks, partnership_schema
from registry.api.answers import as_json, is_conditional, known_already
from registry.api.fields import pick
from registry.api.partnerships import LIST, bound_to, filters_of
from registry.api.views import PagedViewSet
from registry.queries import listed_partnerships


class PartnershipListViewSet(PagedViewSet):
    parameters = LIST

    @partnership_schema.partnership_list
    def list(self, request):
        filters = filters_of(self.asked)
        wanted = bound_to(filters)
        where = self.where(wanted)
        page = listed_partnerships.page(filters, since=self.since, **where)
        words = blocks.words_for(())
        # How old a row is changes with the day.
        version = f"{page.version} {words.on} {words.policies}"
        if is_conditional(request) and (known := known_already(request, version)):
            return known
        write = partial(_text, words=words, asked=self.asked.get("fields"))
        return self.answer_page(request, page, map(write, page.rows), wanted, where, version=version)


def _text(row, *, words, asked):
    told = {"organization": row.organization, "organization_name": row.organization_name}
    told |= blocks.aged(row.partnership, words)
    return as_json(pick(told, asked) if asked else told)
