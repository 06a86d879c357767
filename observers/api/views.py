"""The door for partner systems: who has observer status on a day."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observers.api import schema
from observers.api.parameters import LIST
from observers.models import ObserverKind
from observers.queries import statuses
from observers.queries.exports import TABLE, told
from registry.api import downloads, pagination
from registry.api.answers import answer, as_json
from registry.api.problems import Problem
from registry.api.views import PublicViewSet, address, link_header
from registry.queries.listings import Place, Wanted

COUNTS = gettext_lazy("Observers of this kind with the status on that day, suspended ones included")


class ObserverListViewSet(PublicViewSet):
    may = {"list": None}
    limit = "lists"
    parameters = LIST
    renderer_classes = downloads.RENDERERS

    @schema.observer_list
    def list(self, request):
        today = statuses.today()
        day, kind = self.asked.get("as_of") or today, self.asked.get("kind", ObserverKind.CSO.value)
        if day > today:
            raise _not_yet()
        wanted = Wanted(filters={"kind": [kind], "as_of": [day.isoformat()]})
        held = statuses.observers_on(day, kind=kind)
        if form := downloads.form_of(request, self.asked):
            rows = TABLE.rows(map(told, held))
            return downloads.table(request, TABLE, rows, form, has_tags="hxl" in self.asked)
        rows, links, next_cursor = self._page(request, held, wanted)
        text = as_json(
            {
                "as_of": day.isoformat(),
                "kind": kind,
                "count": len(held),
                "counts": str(COUNTS),
                "statements": [_statement(one) for one in statuses.statements_near(day, kind=kind)],
                "results": [told(one) for one in rows],
                **links,
                "next_cursor": next_cursor,
            }
        )
        return answer(request, text, headers=link_header(links))

    def _page(self, request, held, wanted):
        """The rows beside the cursor, the addresses of the pages before and after, and the cursor of the next."""
        limit = self.asked.get("limit", 50)
        first = 0
        if "cursor" in self.asked:
            place, backwards = pagination.unseal(self.asked["cursor"], wanted=wanted)
            before = [_place(one) for one in held]
            first = sum(one < place for one in before) - limit if backwards else sum(one <= place for one in before)
        rows = held[max(0, first) : max(0, first + limit)]
        is_more = first + limit < len(held)
        following = pagination.seal(_place(rows[-1]), wanted=wanted, backwards=False) if rows and is_more else None
        preceding = pagination.seal(_place(rows[0]), wanted=wanted, backwards=True) if rows and first > 0 else None
        return rows, {"next": address(request, following), "previous": address(request, preceding)}, following


def _place(held):
    return Place(held.name.casefold(), held.reference)


def _statement(figure):
    return {
        "on": figure.on.isoformat() if figure.on else None,
        "count": figure.count,
        "is_at_least": figure.is_at_least,
        "counts": figure.counts,
        "source": figure.source,
    }


def _not_yet():
    detail = _("This day has not come yet.")
    return Problem("invalid-parameter", errors=[{"parameter": "as_of", "code": "not-allowed", "detail": detail}])
