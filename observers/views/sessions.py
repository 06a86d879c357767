"""Sessions: the calendar, the agenda, the pack, and the outcomes of a whole session on one screen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from observers import actions, policies
from observers.exporters import council_pack_docx, council_pack_pdf
from observers.forms.sessions import OutcomeForm, ReasonForm, SessionForm
from observers.models import Application, Conflict, CouncilSession, Decision, Recommendation
from observers.queries import packs
from observers.queries.clock import database_now, day_in
from observers.states import ApplicationState
from observers.views.looks import application_look
from registry.errors import Refused, Stale
from registry.views.doors import staff_page

S = ApplicationState
FORMATS = {
    "pdf": (council_pack_pdf, "application/pdf"),
    "docx": (council_pack_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
LANGUAGES = ("en", "fr", "es")


@staff_page
@require_safe
def session_list(request):
    _permitted(request)
    sessions = CouncilSession.objects.order_by("-starts_on", "-pk")
    today = day_in(database_now())
    context = {
        "coming": [session for session in sessions if session.ends_on >= today][::-1],
        "past": [session for session in sessions if session.ends_on < today],
        "can_manage": policies.may_manage_sessions(request.user),
    }
    return render(request, "observers/session_list.html", context)


@staff_page
def new(request):
    _permitted(request, policies.may_manage_sessions)
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            session = actions.add_session(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The session is in the calendar."))
            return redirect(session)
    return _form(request, form, title=_("Add a session"), button=_("Add the session"))


@staff_page
def edit(request, reference):
    _permitted(request, policies.may_manage_sessions)
    session = get_object_or_404(CouncilSession, reference=reference)
    form = SessionForm(request.POST or None, initial=SessionForm.initial_of(session))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_session(session, changes=form.cleaned_data, by=request.user, version=_version(request))
        except Stale as stale:
            form.add_error(None, str(stale))
            session.refresh_from_db()
            theirs = _saved_meanwhile(form, session)
            return _form(
                request,
                form,
                session=session,
                title=str(session),
                button=_("Save the dates"),
                status=409,
                theirs=theirs,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The dates were saved."))
            return redirect(session)
    return _form(request, form, session=session, title=str(session), button=_("Save the dates"))


@staff_page
@require_safe
def detail(request, reference):
    """The agenda of a session, what may join it, and the pack."""
    _permitted(request)
    session = get_object_or_404(CouncilSession, reference=reference)
    agenda = _agenda(request, session)
    declared = _declared(request.user, agenda)
    waiting = Application.objects.open_to_staff(request.user).filter(state=S.RECOMMENDED)
    now = database_now()
    context = {
        "session": session,
        "rows": _rows(agenda, session, declared),
        "is_whole": len(agenda) == packs.on_agenda(session).count(),
        "has_declared": len(declared) == len(agenda),
        "waiting": waiting.select_related("organization").prefetch_related("organization__names").order_by("reference"),
        "has_begun": day_in(now, session.zone) >= session.starts_on,
        "can_manage": policies.may_manage_sessions(request.user),
        "can_decide": policies.may_record_decisions(request.user),
        "left": sum(application.state == S.WITH_COUNCIL for application in agenda),
        "languages": LANGUAGES,
        "is_council": session.kind != CouncilSession.Kind.IDM,
    }
    return render(request, "observers/session_detail.html", context)


@staff_page
@require_POST
def put_on_agenda(request, reference, application):
    session, application = _both(request, reference, application)
    if not policies.may_put_on_agenda(request.user, application):
        raise PermissionDenied
    actions.put_on_agenda(application, session, by=request.user)
    messages.success(request, _("The application is on the agenda."))
    return redirect(session)


@staff_page
def take_from_agenda(request, reference, application):
    session, application = _both(request, reference, application)
    if not policies.may_put_on_agenda(request.user, application):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take_from_agenda(application, by=request.user, **form.cleaned_data)
        messages.success(request, _("The application has left the agenda."))
        return redirect(session)
    title = _("Take %(reference)s from the agenda") % {"reference": application.reference}
    return _form(request, form, session=session, title=title, button=_("Take it from the agenda"))


@staff_page
def close_papers(request, reference):
    """Asked once more, for it cannot be undone: the pack is final."""
    _permitted(request, policies.may_manage_sessions)
    session = get_object_or_404(CouncilSession, reference=reference)
    if request.method == "POST":
        actions.close_papers(session, by=request.user)
        messages.success(request, _("The pack is final now."))
        return redirect(session)
    text = _(
        "From then on the pack is built from the same applications for ever: nothing joins the agenda, nothing leaves"
        " it, and the number and the days of the session stay. This cannot be undone."
    )
    title = _("Make the pack of %(session)s final?") % {"session": session}
    return _form(request, Form(), session=session, title=title, button=_("Make the pack final"), text=text)


@staff_page
@require_safe
def pack(request, reference, language, form):
    """The Council's pack, built anew from the same data at each download: whole, or not at all.

    Who may not know of one application on the agenda gets no pack, rather than one in which it is missing.
    """
    _permitted(request)
    session = get_object_or_404(CouncilSession, reference=reference)
    if language not in LANGUAGES or form not in FORMATS:
        raise Http404
    build, media_type = FORMATS[form]
    agenda = _agenda(request, session)
    if len(agenda) != packs.on_agenda(session).count():
        raise Http404
    if len(_declared(request.user, agenda)) != len(agenda):
        raise Refused(_("Say first, for each application on the agenda, whether you have a conflict of interest."))
    content = build(packs.council_pack(session, agenda, language=language), language=language)
    name = f"council-{session.number or session.reference}-{language}.{form}"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@staff_page
def decide(request, reference):
    """The outcomes of a whole session on one screen; all lines that are filled in are written together, or none."""
    _permitted(request, policies.may_record_decisions)
    session = get_object_or_404(CouncilSession, reference=reference)
    waiting = [application for application in _agenda(request, session) if application.state == S.WITH_COUNCIL]
    lines = [_line(request, session, application) for application in waiting]
    sentence, status = "", 200
    if request.method == "POST":
        typed = [line for line in lines if line["form"] is not None]
        if all([line["form"].is_valid() for line in typed]):
            entries = [_entry(line) for line in typed if line["form"].cleaned_data["outcome"]]
            try:
                decided = actions.record_decisions(session, entries, by=request.user)
            except Refused as refused:
                sentence, status = str(refused), 409
            else:
                messages.success(request, _written(len(decided)))
                return redirect(session)
        else:
            status = 422
    context = {"session": session, "lines": lines, "sentence": sentence}
    return render(request, "observers/session_decide.html", context, status=status)


def _written(count):
    if not count:
        return _("No outcome was chosen, so nothing was written.")
    return _("%(number)s outcomes were written. The organizations are told.") % {"number": count}


def _line(request, session, application):
    """A line of the screen; without a form for who signed the recommendation, or has not declared yet."""
    form, has_declared = None, policies.has_declared(request.user, application)
    if has_declared and policies.may_record_decision(request.user, application):
        initial = {"decided_on": max(session.starts_on, min(session.ends_on, day_in(database_now(), session.zone)))}
        form = OutcomeForm(request.POST or None, session=session, prefix=application.reference, initial=initial)
    return {"application": application, "form": form, "has_declared": has_declared}


def _entry(line):
    return actions.Entry(application=line["application"], **line["form"].cleaned_data)


def _rows(agenda, session, declared):
    """What is shown of each application on the agenda, in a fixed number of queries."""
    keys = [application.pk for application in agenda]
    advice = {
        (r.application_id, r.cycle): r
        for r in Recommendation.objects.filter(application__in=declared, agreed_at__isnull=False)
    }
    decisions = {d.application_id: d for d in Decision.objects.filter(application__in=keys, session=session)}
    return [
        {
            "application": application,
            "decision": (decision := decisions.get(application.pk)),
            "recommendation": advice.get((application.pk, decision.cycle if decision else application.cycle)),
            "has_declared": application.pk in declared,
            "look": decision and application_look(decision.outcome),
        }
        for application in agenda
    ]


def _agenda(request, session):
    """What stands on it, without what this person has a conflict of interest with."""
    known = Application.objects.open_to_staff(request.user).values("pk")
    return list(packs.on_agenda(session).filter(pk__in=known))


def _declared(user, agenda):
    """The keys of the applications on which she has said that she has no conflict of interest."""
    said = Conflict.objects.filter(user=user, says=Conflict.Says.NONE, application__in=[one.pk for one in agenda])
    return set(said.values_list("application", flat=True))


def _both(request, reference, application):
    _permitted(request)
    session = get_object_or_404(CouncilSession, reference=reference)
    return session, get_object_or_404(Application.objects.open_to_staff(request.user), reference=application)


def _permitted(request, may=policies.may_read_queue):
    if not may(request.user):
        raise PermissionDenied


def _version(request):
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _saved_meanwhile(form, session):
    """Where what a colleague saved differs from what was typed; saving again lets what was typed stand."""
    against_saved = SessionForm(form.data, initial=SessionForm.initial_of(session))
    return [
        {
            "label": bound.label,
            "theirs": _shown(bound.field, bound.initial),
            "mine": _shown(bound.field, bound.field.to_python(bound.data)),
        }
        for bound in against_saved
        if bound.name in against_saved.changed_data
    ]


def _shown(field, value):
    return str(dict(getattr(field, "choices", ())).get(value, value) or "")


def _form(request, form, *, title, button, session=None, status=None, theirs=(), text=""):
    status = status or (422 if form.is_bound else 200)
    context = {"form": form, "title": title, "button": button, "session": session, "theirs": theirs, "text": text}
    return render(request, "observers/session_form.html", context, status=status)
