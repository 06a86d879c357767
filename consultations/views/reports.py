"""The report of a consultation as staff write it: from a draft to a review by a second person to its page."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.reports import ReportForm, ReturnForm
from consultations.queries.recipients import second_readers
from consultations.states import HELD, ReportState
from consultations.views.asking import ask
from consultations.views.organize import found, permitted
from consultations.views.report_words import report_file, report_view
from consultations.views.tabs import tabs
from registry.views.doors import staff_page
from registry.views.records import opened_version


@require_safe
@staff_page
def report_list(request, reference):
    consultation = found(reference)
    reports = list(consultation.reports.select_related("published_by").order_by("-number"))
    is_written = any(report.state != ReportState.PUBLISHED for report in reports)
    is_held = consultation.state in HELD
    context = {
        "consultation": consultation,
        "tabs": tabs(consultation, request.user, current="staff-reports"),
        "reports": reports,
        "is_held": is_held,
        "can_begin": policies.may_manage_consultations(request.user) and is_held and not is_written,
    }
    return render(request, "consultations/report_list.html", context)


@require_safe
@staff_page
def detail(request, reference, number):
    report = _report(reference, number)
    can_manage = policies.may_manage_consultations(request.user)
    is_in_review = report.state == ReportState.IN_REVIEW
    context = {
        "consultation": report.consultation,
        "tabs": tabs(report.consultation, request.user, current="staff-reports"),
        "report": report,
        "view": report_view(report),
        "can_edit": can_manage and report.state == ReportState.DRAFT,
        "can_return": can_manage and is_in_review,
        "can_publish": policies.may_publish_report(request.user, report),
        "has_second_reader": second_readers(report.sent_by or request.user).exists(),
        "is_mine_in_review": is_in_review and report.sent_by_id == request.user.pk,
    }
    return render(request, "consultations/staff_report.html", context)


@require_POST
@staff_page
def new(request, reference):
    permitted(request)
    report = actions.begin_report(found(reference), by=request.user)
    messages.success(request, _("The report was begun."))
    return redirect(_page(report))


@staff_page
def edit(request, reference, number):
    permitted(request)
    report = _report(reference, number)

    def form_of(data):
        return ReportForm(data, initial={name: getattr(report, name) for name in ReportForm.base_fields})

    def save(**changes):
        actions.edit_report(report, changes=changes, by=request.user, version=opened_version(request))

    return ask(
        request,
        form_of(request.POST or None),
        save,
        again=form_of,
        consultation=report.consultation,
        part=report,
        back=_page(report),
        title=_("Write the report"),
        text=_("Facts, figures, sessions and recommendations come from the registry. You write the rest."),
        button=_("Save"),
        done=_("The report was saved."),
    )


@require_POST
@staff_page
def send(request, reference, number):
    permitted(request)
    report = _report(reference, number)
    actions.send_report_to_review(report, by=request.user, version=opened_version(request))
    messages.success(request, _("The report is in review. Somebody else reads and publishes it."))
    return redirect(_page(report))


@staff_page
def give_back(request, reference, number):
    permitted(request)
    report = _report(reference, number)
    return ask(
        request,
        ReturnForm(request.POST or None),
        partial(actions.return_report, report, by=request.user, version=opened_version(request) or None),
        consultation=report.consultation,
        part=report,
        back=_page(report),
        title=_("Give the report back"),
        button=_("Give it back"),
        done=_("The report is a draft again."),
    )


@require_POST
@staff_page
def publish(request, reference, number):
    permitted(request)
    report = _report(reference, number)
    if report.state == ReportState.IN_REVIEW and not policies.may_publish_report(request.user, report):
        raise PermissionDenied
    actions.publish_report(report, by=request.user, version=opened_version(request))
    messages.success(request, _("The report is published. Everybody reads it."))
    return redirect(_page(report))


@require_safe
@staff_page
def file(request, reference, number, kind):
    return report_file(_report(reference, number), kind)


def _report(reference, number):
    consultation = found(reference)
    report = get_object_or_404(consultation.reports.select_related("sent_by", "published_by"), number=number)
    report.consultation = consultation
    return report


def _page(report):
    return reverse("consultations:staff-report", args=[report.consultation.reference, report.number])
