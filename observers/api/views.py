"""The door for partner systems: who has observer status on a day."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observers.api import schema
from observers.api.parameters import LIST
from observers.models import ObserverKind, StatusEvent
from observers.queries import statuses
from registry.api import pagination
from registry.api.answers import as_json
from registry.api.fields import pick
from registry.api.problems import Problem
from registry.api.views import PagedViewSet
from registry.queries.listings import Place, Wanted

COUNTS = gettext_lazy("Observers of this kind with the status on that day, suspended ones included")


class ObserverListViewSet(PagedViewSet):
    parameters = LIST

    @schema.observer_list
    def list(self, request):
        today = statuses.today()
        day, kind = self.asked.get("as_of") or today, self.asked.get("kind", ObserverKind.CSO.value)
        if day > today:
            raise _not_yet()
        wanted = Wanted(filters={"kind": [kind], "as_of": [day.isoformat()]})
        held = statuses.observers_on(day, kind=kind)
        where = self.where(wanted)
        page = pagination.cut(held, _place, **where, is_counted=True)
        head = {
            "as_of": day.isoformat(),
            "kind": kind,
            "counts": str(COUNTS),
            "statements": [_statement(one) for one in statuses.statements_near(day, kind=kind)],
        }
        texts = [as_json(self._row(row.thing)) for row in page.rows]
        return self.answer_page(request, page, texts, wanted, where, head=head)

    def _row(self, held):
        row = _row(held)
        return pick(row, self.asked["fields"]) if "fields" in self.asked else row


def _place(held):
    return Place(held.name.casefold(), held.reference)


def _row(held):
    began = held.began
    return {
        "id": held.reference,
        "name": held.name,
        "kind": held.kind,
        "status": "suspended" if held.is_suspended else "active",
        "since": began.on.isoformat(),
        "since_precision": StatusEvent.Precision(began.precision).value,
        "session": held.session,
        "resolution": began.resolution,
        "source": began.source,
        "organization": held.organization,
        "is_demo": held.is_demo,
    }


def _statement(told):
    return {
        "on": told.on.isoformat() if told.on else None,
        "count": told.count,
        "is_at_least": told.is_at_least,
        "counts": told.counts,
        "source": told.source,
    }


def _not_yet():
    detail = _("This day has not come yet.")
    return Problem("invalid-parameter", errors=[{"parameter": "as_of", "code": "not-allowed", "detail": detail}])
