"""Who comes to one consultation, for its organizers: exceptions, waiting list, needs, changes, people they enter."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.registrations import NeedForm, OptionalReasonForm, ParticipantForm, PersonForm, ReasonForm
from consultations.models import Registration
from consultations.queries import registrations as queries
from consultations.queries import waiting
from consultations.queries.edits import agreed_to, edits_of
from consultations.states import EXPECTING, LIVE_REGISTRATIONS, NEXT, RegistrationState
from consultations.views.asking import ask
from consultations.views.letters import visa_letter_for
from consultations.views.my import posted
from consultations.views.organize import found
from consultations.views.tabs import tabs
from registry.queries.words import language_names
from registry.views.doors import staff_page
from registry.views.records import opened_version

R = RegistrationState
PAGE = 50


@require_safe
@staff_page
def registration_list(request, reference):
    """Everybody, or those at one state, page by page; with the room, the exceptions, the line and the needs in total.

    Of the exceptions, the offers and the line it shows the first, and says how many more there are.
    """
    consultation = _readable(request, reference)
    user, state = request.user, request.GET.get("state", "")
    state = state if state in R else ""
    told, line = queries.figures(consultation, user=user), waiting.line(consultation, user=user)
    paginator = Paginator(queries.people(consultation, user=user, state=state), PAGE)
    paginator.count = told.by_state[state] if state else told.total
    page, first = paginator.get_page(request.GET.get("page")), line[: queries.SHOWN]
    found = queries.shown(consultation, user=user, page=page.object_list, line=[one.registration.pk for one in first])
    is_expecting = consultation.state in EXPECTING
    numbers = (told.by_state[R.NOMINATED] if is_expecting else 0, len(line), told.offers)
    context = {
        "room": told.room,
        "online": told.online,
        "states": told.states,
        "people": [one for one in found if one.on_page],
        "state": state,
        "has_people": bool(told.total),
        "twice": {one.pk for one in found if one.on_page and one.is_twice},
        "exceptions": queries.exceptions_of(found) if is_expecting else [],
        "line": queries.line_of(first, found),
        "offers": queries.offers_of(found),
        "more": sum(max(0, number - queries.SHOWN) for number in numbers),
        "page": page,
        "needs": queries.totals(consultation, user=user),
        "may_enter": is_expecting,
    }
    return _part(request, consultation, "consultations/staff_registrations.html", context)


@require_safe
@staff_page
def detail(request, reference, person):
    """One person: what is known, what she needs, and what changed since she was named."""
    registration = _person(request, reference, person)
    following = NEXT[R][registration.state]
    context = {
        "registration": registration,
        "needs": queries.needs_of(registration),
        "letters": queries.letters_of(registration),
        "language": language_names([registration.language])[0],
        "agreed": agreed_to(registration),
        "others": queries.others_with_her_address(registration, user=request.user),
        "edits": edits_of(registration),
        "is_exception": registration.state == R.NOMINATED and registration.consultation.state in EXPECTING,
        "may_refuse": R.REFUSED in following,
        "may_withdraw": R.WITHDRAWN in following and registration.consultation.state in EXPECTING,
        "may_edit": registration.state in LIVE_REGISTRATIONS and registration.consultation.state != "cancelled",
    }
    return _part(request, registration.consultation, "consultations/staff_registration.html", context)


@staff_page
def new(request, reference):
    consultation = _readable(request, reference)
    form = ParticipantForm(posted(request), consultation=consultation, user=request.user)
    return ask(
        request,
        form,
        lambda **_cleaned: actions.enter_participant(consultation, by=request.user, **form.facts()),
        consultation=consultation,
        title=_("Enter a person"),
        text=_("With a free seat the person is registered at once, else put on the waiting list."),
        button=_("Enter"),
        done=_("The person is entered. The list says where the registration stands."),
        back=reverse("consultations:registrations", args=[reference]),
    )


@staff_page
def edit(request, reference, person):
    registration = _person(request, reference, person)
    initial = PersonForm.initial_of(registration)
    form = PersonForm(posted(request), consultation=registration.consultation, initial=initial)

    version = opened_version(request)

    def save(**_cleaned):
        facts = form.facts()
        needs = facts.pop("needs")
        return actions.edit_registration(registration, changes=facts, needs=needs, by=request.user, version=version)

    return _ask(request, registration, form, save, title=_("Change or replace a person"), done=_("It was saved."))


@require_POST
@staff_page
def approve(request, reference, person):
    registration = actions.approve_registration(_person(request, reference, person), by=request.user)
    told = _("The exception is approved. The registration is now at “%(state)s”.")
    messages.success(request, told % {"state": registration.get_state_display()})
    return redirect("consultations:registrations", reference)


@staff_page
def refuse(request, reference, person):
    registration = _person(request, reference, person)
    act = partial(actions.refuse_registration, registration, by=request.user)
    form = ReasonForm(posted(request))
    return _ask(request, registration, form, act, title=_("Refuse the registration"), done=_("It is refused."))


@staff_page
def withdraw(request, reference, person):
    registration = _person(request, reference, person)
    act = partial(actions.withdraw_registration, registration, by=request.user)
    form = OptionalReasonForm(posted(request))
    return _ask(request, registration, form, act, title=_("Withdraw the registration"), done=_("It is withdrawn."))


@require_POST
@staff_page
def confirm(request, reference, person):
    """The organization said by telephone that she takes the seat that is kept for her."""
    actions.accept_offer(_person(request, reference, person), by=request.user)
    messages.success(request, _("The seat is taken. The person is registered."))
    return redirect("consultations:registrations", reference)


@staff_page
def answer(request, reference, person, need):
    registration = _person(request, reference, person)
    need = get_object_or_404(registration.needs, reference=need)
    form = NeedForm(posted(request), need=need)
    act = partial(actions.answer_need, need, by=request.user)
    title = _("Answer: %(need)s") % {"need": need.get_kind_display()}
    return _ask(request, registration, form, act, title=title, done=_("It is answered, and the organization is told."))


@require_safe
@staff_page
def visa_letter(request, reference, person, language):
    return visa_letter_for(_person(request, reference, person), language)


def _readable(request, reference):
    if not policies.may_read_registrations(request.user):
        raise PermissionDenied
    return found(reference)


def _person(request, reference, person):
    consultation = _readable(request, reference)
    known = Registration.objects.filter(consultation=consultation).visible_to(request.user)
    known = known.select_related("consultation__country", "organization", "invitation", "country", "named_by")
    return get_object_or_404(known, reference=person)


def _part(request, consultation, template, context):
    shown = {"consultation": consultation, "tabs": tabs(consultation, request.user, current="registrations")}
    return render(request, template, shown | context)


def _ask(request, registration, form, act, *, title, done):
    return ask(
        request,
        form,
        act,
        consultation=registration.consultation,
        part=registration,
        title=title,
        text=_("About %(name)s.") % {"name": registration.name},
        button=title,
        done=done,
        back=reverse("consultations:registration", args=[registration.consultation.reference, registration.reference]),
    )
