"""Equity figures of a consultation: for staff in full, for everybody without small numbers; each also as a table."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from consultations.models import Registration
from consultations.queries.figures import UNKNOWN, figures
from consultations.queries.figures import public_figures as told_publicly
from consultations.states import HELD
from consultations.views.editions import public_edition
from consultations.views.organize import found
from consultations.views.tabs import tabs
from registry.exporters import csv_lines
from registry.queries.small_cells import SMALLEST
from registry.queries.words import language_names, words
from registry.views.doors import staff_page

TITLES = {
    "region": gettext_lazy("By region of the head office"),
    "type": gettext_lazy("By type of organization"),
    "reach": gettext_lazy("By local or international"),
    "time": gettext_lazy("By first or later time"),
    "gender": gettext_lazy("By gender"),
    "language": gettext_lazy("By language"),
}
LABELS = {
    "reach": {
        "local": gettext_lazy("Local or national"),
        "international": gettext_lazy("Regional or global"),
    },
    "time": {
        "first": gettext_lazy("For the first time"),
        "again": gettext_lazy("Took part before"),
    },
    "gender": dict(Registration.Gender.choices),
}
OF_ORGANIZATIONS = (
    pgettext_lazy("organizations", "Invited"),
    pgettext_lazy("organizations", "Accepted"),
    pgettext_lazy("organizations", "Came"),
)
OF_PEOPLE = (
    pgettext_lazy("people", "Named"),
    pgettext_lazy("people", "Had a place"),
    pgettext_lazy("people", "Came"),
)


@require_safe
@staff_page
def staff_figures(request, reference):
    consultation = found(reference)
    context = _context(consultation, figures(consultation, user=request.user)) | {
        "tabs": tabs(consultation, request.user, current="staff-figures"),
    }
    return render(request, "consultations/staff_figures.html", context)


@require_safe
@staff_page
def staff_figures_csv(request, reference):
    consultation = found(reference)
    return _csv(consultation, figures(consultation, user=request.user))


@require_safe
def public_figures(request, slug):
    consultation = _held(slug)
    return render(request, "consultations/figures.html", _context(consultation, told_publicly(consultation)))


@require_safe
def public_figures_csv(request, slug):
    consultation = _held(slug)
    return _csv(consultation, told_publicly(consultation))


def _held(slug):
    consultation = public_edition(slug)
    if consultation.state not in HELD:
        raise Http404
    return consultation


def _context(consultation, told):
    return {
        "consultation": consultation,
        "figures": told,
        "smallest": SMALLEST,
        "groups": [
            {"code": "organizations", "title": _("Organizations"), "steps": OF_ORGANIZATIONS, "tables": _tables(told)},
            {"code": "people", "title": _("People"), "steps": OF_PEOPLE, "tables": _tables_of_people(told)},
        ],
    }


def _tables(told):
    labels = words()
    return [_table(one, labels.get(one.by) or LABELS[one.by], told.organizations) for one in told.of_organizations]


def _tables_of_people(told):
    return [_table(one, LABELS.get(one.by) or _languages(one), told.people) for one in told.of_people]


def _languages(table):
    codes = [row.code for row in table.rows]
    return dict(zip(codes, language_names(codes), strict=True))


def _table(table, labels, totals):
    labels = {**labels, UNKNOWN: _("Not known")}
    rows = [(labels.get(row.code, row.code), row.numbers) for row in table.rows]
    return {"code": table.by, "title": TITLES[table.by], "rows": [*rows, (_("Total"), totals)]}


def _csv(consultation, told):
    """One line a number: what is counted, by what, at which step."""
    lines = [
        (group["title"], str(table["title"]), str(label), str(step), _shown(number))
        for group in _context(consultation, told)["groups"]
        for table in group["tables"]
        for label, numbers in table["rows"]
        for step, number in zip(group["steps"], numbers, strict=True)
    ]
    lines += [
        (_("Recommendations"), "", "", _("Recorded"), told.recommendations),
        (_("Recommendations"), "", "", _("Answered"), told.answered),
    ]
    columns = [_("What is counted"), _("By"), _("Name"), _("Step"), pgettext("count", "Number")]
    response = HttpResponse("".join(csv_lines(columns, lines)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.reference}-figures.csv"'
    return response


def _shown(number):
    return _("not told") if number is None else number
