"""The doors for partner systems: consultations, the organizations that took part, and what came of them."""

from functools import partial

from consultations.api import contents, schema
from consultations.api.parameters import LIST, lookups
from consultations.queries import published
from consultations.queries.exports import CONSULTATIONS, PARTICIPATIONS_OF_ONE
from registry.api import downloads, pagination
from registry.api.answers import answer, as_json
from registry.api.fields import pick
from registry.api.problems import Problem
from registry.api.views import PagedViewSet, PublicViewSet
from registry.queries.listings import Wanted
from registry.queries.walks import Place


class ConsultationListViewSet(PagedViewSet):
    parameters = LIST
    renderer_classes = downloads.RENDERERS

    @schema.consultation_list
    def list(self, request):
        asked, form = lookups(self.asked), downloads.form_of(request, self.asked)
        wanted = Wanted(filters={name: [str(value)] for name, value in asked.items()}, ordering="-name")
        # A registry holds hundreds of them: all are read, and a page is cut out.
        known = partial(sorted, published.consultations().filter(**asked).distinct(), key=_place)
        if form:
            has_tags = "hxl" in self.asked
            return downloads.table(request, CONSULTATIONS, map(published.told, known()), form, has_tags=has_tags)
        where = self.where(wanted)
        where |= {"since": self.since, "is_counted": self.asked.get("count") == "exact"}
        page = pagination.cut_followed("consultation", known, _place, **where)
        texts = [as_json(self._row(row.thing)) for row in page.rows]
        return self.answer_page(request, page, texts, wanted, where)

    def _row(self, consultation):
        row = published.told(consultation)
        return pick(row, self.asked["fields"]) if "fields" in self.asked else row


class ConsultationViewSet(PublicViewSet):
    may = {"retrieve": None}

    @schema.consultation
    def retrieve(self, request, id):
        return answer(request, as_json(published.told(_found(id))))


class ParticipationsViewSet(PublicViewSet):
    may = {"retrieve": None}
    parameters = downloads.PARAMETERS
    renderer_classes = downloads.RENDERERS

    @schema.participations
    def retrieve(self, request, id):
        rows, form = contents.participations(_found(id)), downloads.form_of(request, self.asked)
        if form:
            return downloads.table(request, PARTICIPATIONS_OF_ONE, rows, form, has_tags="hxl" in self.asked)
        return answer(request, as_json({"consultation": id, "results": rows}))


class OutputsViewSet(PublicViewSet):
    may = {"retrieve": None}

    @schema.outputs
    def retrieve(self, request, id):
        consultation = _found(id)
        told = {
            "consultation": id,
            "results": list(contents.outputs(consultation)),
            "recommendations": [contents.recommendation(one) for one in published.recommendations(consultation)],
        }
        return answer(request, as_json(told))


def _found(reference):
    found = published.consultations().filter(reference=reference).first() if "\0" not in reference else None
    if found is None:
        raise Problem("not-found")
    return found


def _place(consultation):
    """The latest first; one without days stands last."""
    day = consultation.starts_on
    return Place(-day.toordinal() if day else 1, consultation.pk)
