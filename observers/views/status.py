"""What an observer does with its status: confirms, tells of changes, names and sends people, replies, resigns."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from observers import actions, policies
from observers.forms import statuses as forms
from observers.models import ChangeNotice, Observer
from observers.queries import statuses
from observers.queries.living import activities_of, life_of, record_of, sessions_to_come
from observers.states import ConfirmationState
from observers.views.acts import ask
from observers.views.desk import posted
from observers.views.words import event_rows, state_look

ACT = "observers/status_act.html"


@require_safe
@login_required
def my_status(request, reference):
    """The status, what is due, who represents the organization, and every act that may be done now."""
    observer = _mine(request, reference)
    life = life_of(observer)
    context = _page(request, observer) | {
        "life": life,
        "look": state_look(life.state, is_inside=True),
        "events": event_rows(observer),
        "can_write": policies.may_write_confirmation(request.user, observer),
        "notice_kinds": ChangeNotice.Kind.choices,
    }
    return render(request, "observers/status_home.html", context)


# --- Confirmation: three screens ----------------------------------------------------------------------------------


@login_required
def confirmation(request, reference, step):
    """1: is the record right; 2: activities with IOM; 3: still interested, check and send."""
    observer = _mine(request, reference)
    if not policies.may_write_confirmation(request.user, observer):
        raise PermissionDenied
    opened = observer.confirmations.filter(state=ConfirmationState.OPEN).first()
    if opened is None:
        raise Http404
    opened.observer = observer
    screen = {1: _record_screen, 2: _activities_screen, 3: _send_screen}.get(step)
    if screen is None:
        raise Http404
    return screen(request, observer, opened)


def _record_screen(request, observer, opened):
    said = {None: "", True: "yes", False: "no"}[opened.is_record_right]
    form = forms.RecordRightForm(posted(request), initial={"is_record_right": said, "changes": opened.changes})
    if form.is_valid():
        actions.answer_record(opened, by=request.user, **form.facts())
        return redirect(_step(observer, 2))
    return _screen(request, observer, opened, form, 1, record=record_of(observer.organization))


def _activities_screen(request, observer, opened):
    activities = activities_of(observer.organization, opened.activities)
    form = forms.ActivitiesForm(
        posted(request),
        activities=activities,
        initial={"note": opened.activities_note},
    )
    if form.is_valid():
        actions.answer_activities(opened, by=request.user, **form.facts())
        return redirect(_step(observer, 3))
    return _screen(request, observer, opened, form, 2, activities=activities)


def _send_screen(request, observer, opened):
    if opened.is_record_right is None:
        return redirect(_step(observer, 1))
    if not opened.are_activities_answered:
        return redirect(_step(observer, 2))
    form = forms.InterestForm(posted(request))
    if request.method == "POST" and not policies.may_speak_for_observer(request.user, observer):
        raise PermissionDenied
    if form.is_valid():
        sent = actions.send_confirmation(opened, by=request.user, **form.facts())
        if sent.state == ConfirmationState.ACCEPTED:
            messages.success(request, _("The status of your organization is confirmed."))
        else:
            messages.success(request, _("The confirmation was sent. IOM looks at what has changed."))
        return redirect("observers:my-status", observer.reference)
    can_send = policies.may_speak_for_observer(request.user, observer)
    return _screen(request, observer, opened, form, 3, can_send=can_send)


def _screen(request, observer, opened, form, step, **more):
    context = _page(request, observer) | {"confirmation": opened, "form": form, "step": step} | more
    context |= {"previous": _step(observer, step - 1) if step > 1 else ""}
    return render(request, "observers/status_confirmation.html", context, status=422 if form.errors else 200)


def _step(observer, step):
    return reverse("observers:my-confirmation", args=[observer.reference, step])


# --- Changes ------------------------------------------------------------------------------------------------------


@login_required
def notice_new(request, reference, kind):
    """Tell of a change; it acts in the registry as soon as it is sent."""
    observer = _spoken_for(request, reference)
    if kind not in ChangeNotice.Kind.values:
        raise Http404
    form = forms.NOTICES[kind](
        posted(request), request.FILES or None, observer=observer, initial=_what_it_was(observer, kind)
    )
    is_head = kind == ChangeNotice.Kind.HEAD
    leaves = is_head and request.POST.get("former_head") == request.user.reference
    return ask(
        request,
        form,
        partial(actions.send_notice, observer, kind=kind, by=request.user),
        facts=form.facts,
        template=ACT,
        title=ChangeNotice.Kind(kind).label,
        text=_notice_text(kind),
        button=_("Send"),
        done=_("The change was recorded. IOM looks at what it means for the status."),
        # Who reports her own departure has no page of the organization any more.
        back=reverse("registry:my-home") if leaves else _home(observer),
        countries=kind == ChangeNotice.Kind.ADDRESS,
        **_page(request, observer),
    )


def _what_it_was(observer, kind):
    organization = observer.organization
    if kind == ChangeNotice.Kind.ADDRESS:
        return {"value": organization.hq_city, "country": organization.hq_country}
    if kind == ChangeNotice.Kind.HEAD:
        head = organization.contacts.filter(role="head", ends_on=None).exclude(email="").first()
        account = head and organization.memberships.filter(left_at=None, user__email__iexact=head.email).first()
        return {"former_head": account.user.reference} if account else {}
    return {}


def _notice_text(kind):
    return {
        ChangeNotice.Kind.NAME: _("The new name is shown at once. The old one stays findable as a former name."),
        ChangeNotice.Kind.HEAD: _(
            "It acts at once: the former head represents your organization no more, and the account that you choose"
            " can do nothing for it."
        ),
        ChangeNotice.Kind.STATUTES: _("The file goes to the documents of your organization, where IOM reads it."),
        ChangeNotice.Kind.ADDRESS: _("The record of your organization changes at once. The town is not public."),
        ChangeNotice.Kind.MERGER: _("IOM looks at it and writes to you. Nothing changes by itself."),
    }[kind]


# --- Representatives ----------------------------------------------------------------------------------------------


@login_required
def representatives(request, reference):
    """Who represents the organization, and a form for one more."""
    observer = _spoken_for(request, reference)
    form = forms.DesignationForm(posted(request))
    return ask(
        request,
        form,
        partial(actions.designate, observer, by=request.user),
        template="observers/status_representatives.html",
        title=_("Representatives"),
        button=_("Add this representative"),
        done=_("This person can represent your organization from now on."),
        back=reverse("observers:my-representatives", args=[reference]),
        life=life_of(observer),
        most=statuses.rule(observer, "most_representatives"),
        **_page(request, observer),
    )


@require_POST
@login_required
def representative_end(request, reference, designation):
    observer = _spoken_for(request, reference)
    actions.end_designation(get_object_or_404(observer.designations, reference=designation), by=request.user)
    messages.success(request, _("This person represents your organization no more."))
    return redirect("observers:my-representatives", reference)


@login_required
def nominate(request, reference, session):
    """Send one of the representatives to a session of the Council or of the Dialogue."""
    observer = _spoken_for(request, reference)
    session = get_object_or_404(sessions_to_come(), reference=session)
    form = forms.NominationForm(posted(request), designations=observer.designations.filter(ended_at=None))
    return ask(
        request,
        form,
        lambda designation: actions.nominate(designation, session=session, by=request.user),
        facts=lambda: {"designation": form.chosen()},
        template=ACT,
        title=_("Nominate for %(session)s") % {"session": session},
        button=_("Nominate"),
        done=_("The representative is nominated."),
        back=_home(observer),
        **_page(request, observer),
    )


@require_POST
@login_required
def nomination_withdraw(request, reference, session, designation):
    observer = _spoken_for(request, reference)
    designation = get_object_or_404(observer.designations, reference=designation)
    nominated = designation.participations.select_related("designation__observer")
    participation = get_object_or_404(nominated, session__reference=session, withdrawn_at=None)
    actions.withdraw_nomination(participation, by=request.user)
    messages.success(request, _("The nomination was withdrawn."))
    return redirect("observers:my-status", reference)


# --- Suspension and the end ---------------------------------------------------------------------------------------


@login_required
def suspension_reply(request, reference):
    observer = _spoken_for(request, reference)
    suspension = get_object_or_404(observer.suspensions.select_related("observer"), ended_at=None)
    form = forms.ReplyForm(posted(request))
    return ask(
        request,
        form,
        partial(actions.reply_suspension, suspension, by=request.user),
        template=ACT,
        title=_("Reply to the notice of suspension"),
        button=_("Send the reply"),
        done=_("The reply was sent. IOM reads it before it decides."),
        back=_home(observer),
        suspension=suspension,
        **_page(request, observer),
    )


@login_required
def resign(request, reference):
    observer = _spoken_for(request, reference)
    form = forms.ResignForm(posted(request))
    return ask(
        request,
        form,
        partial(actions.resign, observer, by=request.user),
        facts=dict,
        template=ACT,
        title=_("Give up observer status"),
        text=_("Your representatives and their nominations end with it. Your organization can apply again later."),
        button=_("Give up the status"),
        done=_("Your organization has given up its observer status."),
        back=_home(observer),
        is_danger=True,
        **_page(request, observer),
    )


def _mine(request, reference):
    """The observer whose organization I act for now; to everybody else, staff too, there is nothing here."""
    mine = Observer.objects.filter(
        organization__memberships__user=request.user, organization__memberships__left_at=None
    )
    return get_object_or_404(mine.select_related("organization"), reference=reference)


def _spoken_for(request, reference):
    observer = _mine(request, reference)
    if not policies.may_speak_for_observer(request.user, observer):
        raise PermissionDenied
    return observer


def _home(observer):
    return reverse("observers:my-status", args=[observer.reference])


def _page(request, observer):
    return {"observer": observer, "can_speak": policies.may_speak_for_observer(request.user, observer)}
