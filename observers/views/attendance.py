"""Who represents observers at a session, and afterwards who came."""

from functools import partial

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from observers import actions, policies
from observers.forms import statuses as forms
from observers.models import CouncilSession
from observers.queries import living
from observers.views.acts import ask
from observers.views.desk import posted
from observers.views.observers import refuse_unless
from registry.exporters import csv_lines
from registry.views.doors import staff_page

# Never change their names or their order, and are never translated: programs read them.
ATTENDANCE_COLUMNS = ("session", "observer", "organization", "name", "title", "email", "nominated_at", "attended")


@staff_page
def attendance(request, session):
    """Who is nominated for a session; afterwards, who came."""
    session, participations = _attendance(request, session)
    form = forms.AttendanceForm(posted(request), participations=participations)
    return ask(
        request,
        form,
        partial(actions.record_attendance, session, by=request.user),
        facts=lambda: {"came": form.came()},
        template="observers/observer_attendance.html",
        title=_("Representatives at %(session)s") % {"session": session},
        button=_("Save who came"),
        done=_("The attendance was recorded."),
        back=reverse("observers:attendance", args=[session.reference]),
        session=session,
        lines=[{"participation": one, "field": form[f"p{one.pk}"]} for one in participations],
    )


@staff_page
@require_safe
def attendance_csv(request, session):
    session, participations = _attendance(request, session)
    answers = {True: "yes", False: "no", None: ""}
    lines = (
        (
            str(session),
            one.designation.observer.name,
            one.designation.observer.organization.reference if one.designation.observer.organization_id else "",
            one.designation.name,
            one.designation.title,
            one.designation.email,
            one.nominated_at.isoformat(timespec="minutes"),
            answers[one.attended],
        )
        for one in participations
    )
    response = StreamingHttpResponse(csv_lines(ATTENDANCE_COLUMNS, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="attendance-{session.reference}.csv"'
    return response


def _attendance(request, session):
    refuse_unless(policies.may_manage_observers(request.user))
    session = get_object_or_404(CouncilSession, reference=session)
    return session, list(living.attendance_of(session, request.user))
