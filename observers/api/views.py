"""The door for partner systems: who has observer status on a day."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observers.api import schema
from observers.api.parameters import LIST
from observers.models import ObserverKind
from observers.queries import statuses
from observers.queries.exports import TABLE, told
from registry.api import downloads, pagination
from registry.api.answers import as_json
from registry.api.fields import pick
from registry.api.problems import Problem
from registry.api.views import PagedViewSet
from registry.queries.listings import Wanted
from registry.queries.walks import Place

COUNTS = gettext_lazy("Observers of this kind with the status on that day, suspended ones included")


class ObserverListViewSet(PagedViewSet):
    parameters = LIST
    renderer_classes = downloads.RENDERERS

    @schema.observer_list
    def list(self, request):
        today = statuses.today()
        day, kind = self.asked.get("as_of") or today, self.asked.get("kind", ObserverKind.CSO.value)
        if day > today:
            raise _not_yet()
        wanted = Wanted(filters={"kind": [kind], "as_of": [day.isoformat()]})
        held = partial(statuses.observers_on, day, kind=kind)
        if form := downloads.form_of(request, self.asked):
            return downloads.table(request, TABLE, map(told, held()), form, has_tags="hxl" in self.asked)
        where = self.where(wanted)
        page = pagination.cut_followed("observer", held, _place, since=self.since, **where, is_counted=True)
        head = {
            "as_of": day.isoformat(),
            "kind": kind,
            "counts": str(COUNTS),
            "statements": [_statement(one) for one in statuses.statements_near(day, kind=kind)],
        }
        texts = [as_json(self._row(row.thing)) for row in page.rows]
        return self.answer_page(request, page, texts, wanted, where, head=head)

    def _row(self, held):
        row = told(held)
        return pick(row, self.asked["fields"]) if "fields" in self.asked else row


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
