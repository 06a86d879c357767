"""What staff do with one observer: look, ask it to confirm, weigh its changes, suspend and reinstate."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from observers import actions, policies
from observers.forms import statuses as forms
from observers.models import CouncilSession, Observer
from observers.queries import living, statuses
from observers.states import ConfirmationState, StatusState
from observers.views.acts import ask
from observers.views.desk import posted
from observers.views.words import event_rows, state_look
from registry import policies as registry_policies
from registry.views.doors import staff_page

ACT = "observers/observer_act.html"
PAGE = 50


@staff_page
@require_safe
def observer_list(request):
    """Every observer with its state, its last confirmation, and what waits for somebody."""
    refuse_unless(policies.may_read_observers(request.user))
    found = living.staff_rows(request.user)
    asked, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    if asked:
        found = [row for row in found if asked.casefold() in row["observer"].name.casefold()]
    if state == "waiting":
        found = [row for row in found if _waits(row["observer"])]
    elif state:
        found = [row for row in found if row["state"] == state]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row["look"] = state_look(row["state"], is_inside=True)
    context = {
        "page": page,
        "q": asked,
        "state": state,
        "states": [("waiting", _("Waiting for IOM")), *StatusState.choices],
        "can_manage": policies.may_manage_observers(request.user),
        "sessions": CouncilSession.objects.order_by("-starts_on", "-pk")[:6],
    }
    return render(request, "observers/observer_list.html", context)


@staff_page
@require_safe
def observer_record(request, reference):
    """One observer: its events, its people, and every act that may be done now."""
    observer = _visible(request, reference)
    life = living.life_of(observer)
    can_manage = policies.may_manage_observer(request.user, observer)
    context = {
        "observer": observer,
        "life": life,
        "look": state_look(life.state, is_inside=True),
        "events": event_rows(observer),
        "correspondent": statuses.correspondent(observer),
        "can_manage": can_manage,
        "can_read_contacts": observer.organization_id is not None
        and registry_policies.may_read_contacts(request.user, observer.organization),
        "can_ask": can_manage and observer.organization_id and life.state == StatusState.ACTIVE,
        "can_accept": can_manage and life.confirmation and life.confirmation.state == ConfirmationState.SENT,
        "can_suspend": can_manage and life.may_take_part and not life.suspension,
        "can_decide": can_manage and life.suspension and life.suspension.notified_by_id != request.user.pk,
        "can_reinstate": can_manage and life.state in (StatusState.SUSPENDED, StatusState.WITHDRAWN),
        "can_withdraw": can_manage and life.state == StatusState.SUSPENDED,
        "can_link": can_manage and observer.organization_id is None,
    }
    return render(request, "observers/observer_record.html", context)


# --- Confirmations and changes ------------------------------------------------------------------------------------


@staff_page
@require_POST
def confirmation_ask(request, reference):
    observer = _managed(request, reference)
    actions.ask_confirmation(observer, by=request.user)
    messages.success(request, _("The organization is asked to confirm."))
    return redirect("observers:staff-observer", reference)


@staff_page
@require_POST
def confirmation_accept(request, reference):
    observer = _managed(request, reference)
    actions.accept_confirmation(_sent(observer), by=request.user)
    messages.success(request, _("The confirmation was accepted."))
    return redirect("observers:staff-observer", reference)


@staff_page
def confirmation_return(request, reference):
    observer = _managed(request, reference)
    return _act(
        request,
        observer,
        forms.ReasonForm(posted(request)),
        partial(actions.return_confirmation, _sent(observer), by=request.user),
        title=_("Send the confirmation back"),
        button=_("Send it back"),
        done=_("The confirmation went back to the organization."),
    )


@staff_page
def notice_assess(request, reference, notice):
    observer = _managed(request, reference)
    notice = get_object_or_404(observer.notices.select_related("observer"), reference=notice)
    return _act(
        request,
        observer,
        forms.AssessForm(posted(request)),
        partial(actions.assess_notice, notice, by=request.user),
        title=_("What does this change mean for the status?"),
        text=_("%(kind)s: %(value)s") % {"kind": notice.get_kind_display(), "value": notice.value},
        button=_("Save"),
        done=_("The notice was assessed. The organization is told."),
    )


# --- Suspension, reinstatement, withdrawal ------------------------------------------------------------------------


@staff_page
def suspension_new(request, reference):
    observer = _managed(request, reference)
    form = forms.SuspensionNoticeForm(posted(request))
    if statuses.rule(observer, "reply_days"):
        del form.fields["reply_until"]
    return _act(
        request,
        observer,
        form,
        partial(actions.notify_suspension, observer, by=request.user),
        title=_("Notice of suspension"),
        text=_("The organization reads the reasons and can reply. Somebody else decides afterwards."),
        button=_("Send the notice"),
        done=_("The notice was sent."),
    )


@staff_page
def suspension_decide(request, reference):
    observer = _managed(request, reference)
    suspension = get_object_or_404(observer.suspensions.select_related("observer"), ended_at=None)
    return _act(
        request,
        observer,
        forms.SuspensionDecisionForm(posted(request)),
        partial(actions.decide_suspension, suspension, by=request.user),
        title=_("Decide the notice of suspension"),
        button=_("Record the decision"),
        done=_("The decision was recorded. The organization is told."),
        suspension=suspension,
    )


@staff_page
def reinstate(request, reference):
    observer = _managed(request, reference)
    return _act(
        request,
        observer,
        forms.ActForm(posted(request)),
        partial(actions.reinstate, observer, by=request.user),
        title=_("Reinstate the status"),
        button=_("Record the reinstatement"),
        done=_("The status is reinstated. The organization is told."),
    )


@staff_page
def withdraw(request, reference):
    observer = _managed(request, reference)
    return _act(
        request,
        observer,
        forms.ActForm(posted(request)),
        partial(actions.withdraw_status, observer, by=request.user),
        title=_("Withdraw the status"),
        text=_("Only by a decision that can be cited. Representatives and nominations end with it."),
        button=_("Record the withdrawal"),
        done=_("The status is withdrawn. The organization is told."),
        is_danger=True,
    )


@staff_page
def link(request, reference):
    observer = _managed(request, reference)
    form = forms.LinkForm(posted(request), user=request.user)
    return _act(
        request,
        observer,
        form,
        partial(actions.link_observer, observer, by=request.user),
        facts=lambda: {"organization": form.cleaned_data["reference"]},
        title=_("Link to a record of the registry"),
        text=_("Its members then see the status, and can confirm it and name representatives."),
        button=_("Link"),
        done=_("The observer is linked to its record."),
    )


# --- Shared -------------------------------------------------------------------------------------------------------


def _act(request, observer, form, verb, **words):
    back = reverse("observers:staff-observer", args=[observer.reference])
    return ask(request, form, verb, template=ACT, back=back, observer=observer, **words)


def _waits(observer):
    return observer.to_look_at or observer.open_notices or observer.open_suspensions


def _sent(observer):
    return get_object_or_404(observer.confirmations.select_related("observer"), state=ConfirmationState.SENT)


def _visible(request, reference):
    """Not allowed to know: 404."""
    refuse_unless(policies.may_read_observers(request.user))
    found = Observer.objects.visible_to(request.user).select_related("organization")
    return get_object_or_404(found, reference=reference)


def _managed(request, reference):
    observer = _visible(request, reference)
    refuse_unless(policies.may_manage_observer(request.user, observer))
    return observer


def refuse_unless(is_allowed):
    if not is_allowed:
        raise PermissionDenied
