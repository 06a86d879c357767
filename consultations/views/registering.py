"""A focal point names people for a consultation, changes, replaces and withdraws them, and answers an offered seat."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations import actions, policies
from consultations.forms.registrations import ConsentForm, PersonForm
from consultations.models import Registration
from consultations.queries import mine
from consultations.queries.places import is_late
from consultations.states import ConsultationInvitationState, RegistrationState
from consultations.views.letters import visa_letter_for
from consultations.views.my import ask, found, page_of, posted
from consultations.views.own_acts import act, led_back
from consultations.views.words import beforehand
from registry.views.records import opened_version

R = RegistrationState
# What a member can give up.
LEAVES = (R.NOMINATED, R.CONFIRMED, R.WAITLISTED)


@login_required
def register(request, slug):
    """Name one person; the page says what becomes of it."""
    consultation = found(request, slug)
    asked = mine.invitations_of(request.user, consultation=consultation)
    if not asked:
        raise Http404
    speaks_for = [one for one in asked if policies.may_take_part(request.user, one.organization)]
    if not speaks_for:
        raise PermissionDenied
    accepted = [one for one in speaks_for if one.state == ConsultationInvitationState.ACCEPTED] or speaks_for[:1]
    form = PersonForm(
        posted(request),
        consultation=consultation,
        invitations=accepted,
        initial={"language": get_language()},
    )

    def name(**cleaned):
        chosen = [one for one in accepted if one.reference == cleaned.get("invitation")] or accepted
        return actions.name_person(chosen[0], by=request.user, **form.facts())

    return ask(
        request,
        form,
        name,
        consultation=consultation,
        title=_("Name a person"),
        texts=beforehand(consultation, accepted),
        done=_("The person is named. The page says where the registration stands."),
        is_done=lambda cleaned: _is_named(accepted, cleaned),
        countries=True,
    )


@login_required
def edit(request, slug, person):
    """Change what is known of a person, or put another one in her place; after the cut-off only the consents."""
    registration = _spoken_for(request, slug, person)
    consultation = registration.consultation
    version = opened_version(request) if request.method == "POST" else registration.version
    if is_late(consultation):
        initial = {name: getattr(registration, name) for name in ConsentForm.base_fields}
        form = ConsentForm(posted(request), initial=initial)
        text = _("Registration is closed. What the person agrees to can still change.")
    else:
        form = PersonForm(posted(request), consultation=consultation, initial=PersonForm.initial_of(registration))
        text = _(
            "With another name and address, another person takes this place. Both are told by e-mail, and what the new"
            " person agrees to is asked anew: open this page again after you asked."
        )
        if registration.state != R.CONFIRMED:
            text = _(
                "With another name and address, another person takes this place. No e-mail goes to either while no"
                " place is confirmed. What the new person agrees to is asked anew: open this page again after you"
                " asked."
            )

    def save(**_cleaned):
        facts = form.facts()
        needs = facts.pop("needs", None)
        return actions.edit_registration(registration, changes=facts, needs=needs, by=request.user, version=version)

    return ask(
        request,
        form,
        save,
        consultation=consultation,
        title=_("Change or replace a person"),
        texts=[text],
        done=_("The registration was saved."),
        is_done=lambda cleaned: _is_saved(registration, cleaned),
        countries=True,
        version=version,
    )


@login_required
def withdraw(request, slug, person):
    """Asked on a page of its own: a seat that is given up goes to the next, and does not come back."""
    registration = _spoken_for(request, slug, person)
    if request.method != "POST" and registration.state not in LEAVES:
        return redirect(page_of(registration.consultation))
    return ask(
        request,
        Form(posted(request)),
        partial(actions.withdraw_registration, registration, by=request.user),
        consultation=registration.consultation,
        title=_("Withdraw %(person)s") % {"person": registration.name},
        texts=[_("After that this person is not expected any more, and a place that becomes free goes to the next.")],
        done=_("The person is withdrawn. A seat that became free goes to the next."),
        is_done=lambda _cleaned: _is_now(registration, R.WITHDRAWN),
    )


@led_back("consultations:my-consultation", "slug")
@login_required
def accept_offer(request, slug, person):
    registration = _spoken_for(request, slug, person)
    return act(
        request,
        partial(actions.accept_offer, registration, by=request.user),
        back=page_of(registration.consultation),
        done=_("The seat is taken. The person is registered."),
        is_done=lambda: _is_now(registration, R.CONFIRMED),
    )


@require_safe
@login_required
def visa_letter(request, slug, person, language):
    return visa_letter_for(_registration(request, slug, person), language)


def _is_now(registration, state):
    return Registration.objects.filter(pk=registration.pk, state=state).exists()


def _is_named(invitations, cleaned):
    """The same person, by name and address, is named for one of these already."""
    same = Registration.objects.live().filter(name=cleaned["name"], email__iexact=cleaned["email"])
    return same.filter(invitation__in=invitations).exists()


def _is_saved(registration, cleaned):
    """What was typed is what stands, needs and all."""
    standing = Registration.objects.prefetch_related("needs").get(pk=registration.pk)
    told = PersonForm.initial_of(standing)
    return all(told[name] == value for name, value in cleaned.items() if name in told)


def _registration(request, slug, reference):
    consultation = found(request, slug)
    ours = mine.organizations_of(request.user)
    known = Registration.objects.filter(consultation=consultation, organization__in=ours)
    return get_object_or_404(known.select_related("consultation__country", "organization"), reference=reference)


def _spoken_for(request, slug, reference):
    registration = _registration(request, slug, reference)
    if not policies.may_take_part(request.user, registration.organization):
        raise PermissionDenied
    return registration
