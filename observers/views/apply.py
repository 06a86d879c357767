"""The organization's applications: all of them, a new one, and the list of tasks of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from observers import actions, policies
from observers.forms.applications import HandOverForm, SessionForm, StartForm, WithdrawalForm
from observers.models import Application, CouncilSession, CriteriaSet
from observers.queries.clock import database_now
from observers.queries.dossiers import profile_rows
from observers.queries.snapshots import snapshot
from observers.states import ApplicationState
from observers.views.applicant import mine, shared, to_send, to_write
from observers.views.front import SELF_CHECK
from observers.views.tasks import next_url, page_of_tasks
from registry.actions import record_reading_of_contacts
from registry.errors import Refused
from registry.policies import may_read_contacts
from registry.queries.people import members
from registry.queries.records import contacts


@require_safe
@login_required
def my_applications(request):
    """All applications of the organizations that I act for, the open one first."""
    found = Application.objects.of_member(request.user).select_related("organization", "session")
    found = found.prefetch_related("organization__names")
    rows = sorted(found, key=lambda application: (not application.is_open, -application.pk))
    busy = {application.organization_id for application in rows if application.is_open}
    context = {
        "rows": rows,
        "open": next((application for application in rows if application.is_open), None),
        "can_start": any(organization.pk not in busy for organization in _organizations(request.user)),
    }
    return render(request, "observers/application_list.html", context)


@login_required
def new(request):
    """Look at what applying takes, then begin; the answers of the self-check go along if the criteria are the same."""
    organizations = _organizations(request.user)
    begun = Application.objects.open().filter(organization__in=organizations).select_related("organization")
    organizations = [
        one for one in organizations if one.pk not in {application.organization_id for application in begun}
    ]
    if not organizations:
        return render(request, "observers/application_new.html", {"form": None, "open": begun})
    criteria_set, carried = CriteriaSet.objects.live(), _carried(request)
    wanted = request.GET.get("organization") or organizations[0].reference
    initial = {"organization": wanted, "language": get_language()}
    form = StartForm(request.POST or None, organizations=organizations, initial=initial)
    if request.method == "POST" and form.is_valid():
        organization = next(one for one in organizations if one.reference == form.cleaned_data["organization"])
        language = form.cleaned_data["language"]
        try:
            application = actions.start_application(
                organization, by=request.user, language=language, self_check=carried
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            request.session.pop(SELF_CHECK, None)
            messages.success(request, _("Your application has begun. It is saved as you write."))
            return redirect(application)
    context = {
        "form": form,
        "criteria_set": criteria_set,
        "carried": len(carried),
        "open": begun,
        "session": CouncilSession.objects.open_for_applications(at=database_now()).first(),
    }
    return render(request, "observers/application_new.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def detail(request, reference):
    """The list of tasks while it is written; afterwards the same page, read only, with what happens next."""
    application = mine(request, reference)
    context = shared(request, application) | page_of_tasks(application)
    context |= {
        "can_withdraw": policies.may_withdraw_application(request.user, application),
        "can_hand_over": policies.may_hand_over_application(request.user, application),
        "can_begin_again": not application.is_open
        and policies.may_start_application(request.user, application.organization)
        and application.state != ApplicationState.ADMITTED,
        "has_decision": application.decisions.exists(),
        "has_questions": application.rounds.filter(sent_at__isnull=False).exists(),
    }
    return render(request, "observers/application_detail.html", context)


@login_required
def record(request, reference):
    """What the registry holds of the organization and will be sent with the application."""
    if request.method == "POST":
        application = to_write(request, reference)
        application = actions.check_record(application, by=request.user)
        return redirect(next_url(application))
    application = mine(request, reference)
    context = shared(request, application) | {
        "profile": profile_rows(snapshot(application)["organization"]),
        "has_address": bool(application.organization.hq_country_id or application.organization.hq_city),
        "contacts": _contacts(request, application.organization),
    }
    return render(request, "observers/application_record.html", context)


def _contacts(request, organization):
    """The people whom the record names now; None for who may not read them."""
    if not may_read_contacts(request.user, organization):
        return None
    if organization.is_at_risk:
        record_reading_of_contacts(organization, by=request.user)
    return [contact for contact in contacts(organization) if contact.ends_on is None]


@login_required
def session(request, reference):
    """Aim at another session whose deadline has not passed."""
    application = to_write(request, reference)
    sessions = list(CouncilSession.objects.open_for_applications(at=database_now()))
    initial = {"session": application.session.reference if application.session else ""}
    form = SessionForm(request.POST or None, sessions=sessions, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.choose_session(application, form.chosen(), by=request.user)
        messages.success(request, _("Your application is for another session now."))
        return redirect(application)
    context = shared(request, application) | {"form": form, "sessions": sessions}
    return render(request, "observers/application_session.html", context, status=422 if form.errors else 200)


@login_required
def withdraw(request, reference):
    """Take it back, at any time before the Council has decided."""
    application = to_send(request, reference)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_application(application, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The application is withdrawn. You can begin again from a copy at any time."))
        return redirect(application)
    context = shared(request, application) | {"form": form}
    return render(request, "observers/application_withdraw.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def again(request, reference):
    """Begin again from a copy of one that is over."""
    application = mine(request, reference)
    if not policies.may_start_application(request.user, application.organization):
        raise PermissionDenied
    fresh = actions.copy_application(application, by=request.user)
    messages.success(request, _("A new draft has begun with your earlier answers. Check each of them."))
    return redirect(fresh)


@login_required
def hand_over(request, reference):
    """Somebody else of the organization is written to from now on."""
    application = mine(request, reference)
    if not policies.may_hand_over_application(request.user, application):
        raise PermissionDenied
    people = [one.user for one in members(application.organization) if one.user_id != application.correspondent_id]
    form = HandOverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        actions.hand_over_application(application, form.chosen(), by=request.user)
        messages.success(request, _("From now on IOM writes to this person."))
        return redirect(application)
    context = shared(request, application) | {"form": form, "people": people}
    return render(request, "observers/application_hand_over.html", context, status=422 if form.errors else 200)


def _organizations(user):
    """Those for which this person may begin an application."""
    found = [membership.organization for membership in user.current_memberships()]
    return [organization for organization in found if policies.may_start_application(user, organization)]


def _carried(request):
    """The answers of the self-check, when they are about the criteria that are live."""
    kept, live = request.session.get(SELF_CHECK, {}), CriteriaSet.objects.live()
    return kept.get("answers", {}) if live and kept.get("set") == live.reference else {}
