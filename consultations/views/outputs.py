"""What came of a consultation, as everybody reads it: its report, what organizations wrote, its figures."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.queries.figures import published
from consultations.states import HELD
from consultations.views.editions import public_edition
from consultations.views.report_words import report_file, report_view


def outputs(consultation):
    """[(address, words)] of what there is to read."""
    address = [consultation.slug]
    found = []
    if published(consultation).exists():
        found.append((reverse("consultations:report", args=address), _("Report")))
    if consultation.questions.exists():
        found.append((reverse("consultations:contribution-list", args=address), _("Written contributions")))
    if consultation.state in HELD:
        found.append((reverse("consultations:figures", args=address), _("Who took part, in figures")))
    return found


@require_safe
def report(request, slug):
    """The latest that was published."""
    return _page(request, slug, number=None)


@require_safe
def report_version(request, slug, number):
    return _page(request, slug, number=number)


@require_safe
def file(request, slug, number, kind):
    return report_file(_report(_published(slug), number), kind)


def _page(request, slug, *, number):
    reports = _published(slug)
    shown = _report(reports, number)
    context = {
        "consultation": shown.consultation,
        "report": shown,
        "view": report_view(shown),
        "others": [one for one in reports if one != shown],
        "is_latest": shown == reports[0],
    }
    return render(request, "consultations/report_detail.html", context)


def _published(slug):
    return list(published(public_edition(slug)).select_related("consultation"))


def _report(reports, number):
    """The version with this number; without one, the latest."""
    for one in reports:
        if number in (None, one.number):
            return one
    raise Http404
