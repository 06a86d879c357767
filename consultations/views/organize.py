"""Consultations as staff prepare them: thought of, copied from an earlier one, planned, moved on."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.consultations import CancelForm, ConsultationForm, NewConsultationForm, SeriesForm
from consultations.models import Consultation
from consultations.queries import calendar
from consultations.states import NEXT, OPEN, ConsultationState
from consultations.views.asking import ask
from consultations.views.tabs import tabs
from consultations.views.words import deadlines, place_words
from registry.models import Change
from registry.queries.changes import heads
from registry.queries.words import language_names
from registry.views.doors import staff_page
from registry.views.records import opened_version

S = ConsultationState
RECENT = 6
OWN_OF_AN_EDITION = (
    "starts_on",
    "ends_on",
    "topics_until",
    "answers_until",
    "registration_until",
    "contributions_until",
    "claimed_number",
    "source",
)


@require_safe
@staff_page
def consultation_list(request):
    shelves = calendar.shelves(Consultation.objects.all(), today=calendar.today_in("UTC"))
    context = {"shelves": shelves, "can_manage": policies.may_manage_consultations(request.user)}
    return render(request, "consultations/staff_list.html", context)


@require_safe
@staff_page
def detail(request, reference):
    consultation, can_manage = found(reference), policies.may_manage_consultations(request.user)
    steps = [state for state in S if state in NEXT[S][consultation.state] and state != S.CANCELLED]
    too_early = {state: calendar.too_early(consultation, state) for state in steps}
    context = {
        "consultation": consultation,
        "place": place_words(consultation),
        "deadlines": deadlines(consultation),
        "areas": consultation.areas.order_by("position"),
        "languages": language_names(consultation.languages),
        "interpretation": language_names(consultation.interpretation),
        "co_organizers": calendar.known_co_organizers(consultation, user=request.user),
        "days": calendar.agenda(consultation, is_public=False),
        "steps": [(state, state.label) for state in steps if not too_early[state]],
        "waiting_steps": [(state.label, too_early[state]) for state in steps if too_early[state]],
        "can_cancel": S.CANCELLED in NEXT[S][consultation.state],
        "is_open": consultation.state in OPEN,
        "can_manage": can_manage,
        "may_edit": can_manage and consultation.state in OPEN,
        "tabs": tabs(consultation, request.user, current="staff-consultation"),
        "recent": heads(Change.objects.about(consultation.reference)[:RECENT]),
    }
    return render(request, "consultations/staff_detail.html", context)


@staff_page
def new(request):
    permitted(request)
    return _begin(request, title=_("Add a consultation"))


@staff_page
def clone(request, reference):
    """The facts of an earlier edition on a new form, and its agenda; its days and its number are the new one's own."""
    permitted(request)
    earlier = found(reference)
    initial = _initial(earlier, request.user)
    for own in OWN_OF_AN_EDITION:
        del initial[own]
    title = _("Copy %(consultation)s") % {"consultation": earlier}
    text = _(
        "The facts below are copied. With the new days written, the sessions of the agenda are copied too, at the same"
        " hours counted from the first day. Not copied are speakers, documents, topics, invitations and registrations."
    )
    return _begin(
        request,
        title=title,
        text=f"{text} {_only_staff_read_it()}",
        initial=initial,
        begin=partial(_copy, request, earlier),
    )


@staff_page
def edit(request, reference):
    permitted(request)
    consultation = found(reference)

    def form_of(data):
        return ConsultationForm(data, user=request.user, initial=_initial(consultation, request.user))

    def save(**changes):
        before = _times_of(consultation)
        actions.edit_consultation(consultation, changes=changes, by=request.user, version=opened_version(request))
        if _times_of(consultation) != before:
            messages.info(request, _("The sessions of the agenda moved with the first day, at the same hours."))

    return ask(
        request,
        form_of(request.POST or None),
        save,
        again=form_of,
        consultation=consultation,
        title=_("Edit the consultation"),
        text=_moves_along() if consultation.agenda.exists() else "",
        button=_("Save"),
        done=_("The consultation was saved."),
    )


@staff_page
def cancel(request, reference):
    permitted(request)
    consultation = found(reference)
    return ask(
        request,
        CancelForm(request.POST or None),
        partial(actions.move_consultation, consultation, to=S.CANCELLED, by=request.user),
        consultation=consultation,
        title=_("Cancel the consultation"),
        button=_("Cancel the consultation for good"),
        done=_("The consultation is cancelled."),
    )


@require_POST
@staff_page
def move(request, reference, to):
    permitted(request)
    consultation = found(reference)
    if to not in S or to == S.CANCELLED:
        raise Http404
    consultation = actions.move_consultation(consultation, to=to, by=request.user)
    told = _("The consultation is now at “%(state)s”.") % {"state": consultation.get_state_display()}
    messages.success(request, told)
    return redirect("consultations:staff-consultation", reference)


@staff_page
def new_series(request):
    permitted(request)
    return ask(
        request,
        SeriesForm(request.POST or None),
        partial(actions.create_series, by=request.user),
        title=_("Add a series"),
        button=_("Add the series"),
        done=_("The series was added."),
    )


def found(reference):
    return get_object_or_404(Consultation.objects.select_related("country", "region", "series"), reference=reference)


def permitted(request):
    if not policies.may_manage_consultations(request.user):
        raise PermissionDenied


def _times_of(consultation):
    """When its sessions begin: what moved is told."""
    return dict(consultation.agenda.values_list("reference", "starts_at"))


def _moves_along():
    return _(
        "When no session of the agenda lies in the new days, all of them move with the first day, at the same hours."
    )


def _copy(request, earlier, **facts):
    """Copy it, and tell what came along."""
    made = actions.copy_consultation(earlier, by=request.user, **facts)
    copied, all_of_it = made.agenda.count(), earlier.agenda.count()
    if copied:
        told = ngettext("%(n)s session of the agenda was copied.", "%(n)s sessions of the agenda were copied.", copied)
        messages.info(request, told % {"n": copied})
    if copied < all_of_it:
        left_out = all_of_it - copied
        told = ngettext(
            "%(n)s session was not copied, because it has no place in the new days.",
            "%(n)s sessions were not copied, because they have no place in the new days.",
            left_out,
        )
        messages.warning(request, told % {"n": left_out})
    return made


def _only_staff_read_it():
    return _("It begins as an idea, which only staff read. Everybody reads it when it is planned.")


def _begin(request, *, title, text="", initial=None, begin=None):
    form = NewConsultationForm(request.POST or None, user=request.user, initial=initial)
    return ask(
        request,
        form,
        begin or partial(actions.create_consultation, by=request.user),
        title=title,
        text=text or _only_staff_read_it(),
        button=_("Add the consultation"),
        done=_("The consultation was added."),
    )


def _initial(consultation, user):
    names = [name for name in ConsultationForm.base_fields if name not in ("areas", "co_organizers")]
    return {name: getattr(consultation, name) for name in names} | {
        "areas": list(consultation.areas.all()),
        "co_organizers": calendar.known_co_organizers(consultation, user=user),
    }
