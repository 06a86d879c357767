"""The consultations of a member: what her organizations are invited to, what is open, what is past; one of them."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations import actions, policies
from consultations.forms.registrations import OptionalReasonForm
from consultations.models import Consultation, ConsultationInvitation
from consultations.queries import calendar, mine
from consultations.states import ConsultationInvitationState
from consultations.views.my_parts import parts
from consultations.views.own_acts import act, led_back
from consultations.views.words import place_words, situation
from registry.views.acts import attempt, country_names

S = ConsultationInvitationState
ONLINE = ConsultationInvitation.Answered.ONLINE


@require_safe
@login_required
def consultation_list(request):
    shelves, others, invited = mine.my_shelves(request.user)
    rows = {"invited": shelves.coming, "past": shelves.past, "cancelled": shelves.cancelled, "others": others}
    context = {name: [row_of(one, invited.get(one.pk, ())) for one in found] for name, found in rows.items()}
    return render(request, "consultations/my_list.html", context)


@require_safe
@login_required
def consultation_detail(request, slug):
    consultation = found(request, slug, among=mine.with_what_there_is(Consultation.objects.public()))
    invitations = mine.invitations_of(request.user, consultation=consultation)
    context = row_of(consultation, invitations) | {"parts": parts(request.user, consultation, invitations)}
    return render(request, "consultations/my_detail.html", context)


@led_back("consultations:my-consultation", "slug")
@login_required
def accept(request, slug, invitation):
    invitation = spoken_for(request, slug, invitation)
    return act(
        request,
        partial(actions.accept_invitation, invitation, by=request.user, how=ONLINE),
        back=page_of(invitation.consultation),
        done=_("The invitation is accepted. Now name who comes."),
        is_done=lambda: _is_now(invitation, state=S.ACCEPTED),
    )


@login_required
def decline(request, slug, invitation):
    invitation = spoken_for(request, slug, invitation)

    return ask(
        request,
        OptionalReasonForm(posted(request)),
        partial(actions.decline_invitation, invitation, by=request.user, how=ONLINE),
        consultation=invitation.consultation,
        title=_("Decline the invitation"),
        texts=[_("Nobody of your organization comes. While invitations are being sent you can still accept.")],
        done=_("The invitation is declined. Thank you for the answer."),
        is_done=lambda cleaned: _is_now(invitation, state=S.DECLINED, reason=cleaned["reason"].strip()),
    )


def posted(request):
    """What a form is bound to: what was sent, be it empty; nothing when one only looks."""
    return request.POST if request.method == "POST" else None


def ask(request, form, verb, *, consultation, title, done, is_done, texts=(), countries=False, version=None):
    """An act of a member on one consultation: one page, one form, one verb. `is_done`: whether it was done already."""
    tried = attempt(request, form, verb, done=done)
    if tried.refused and is_done(form.cleaned_data):
        messages.success(request, done)
        return redirect(page_of(consultation))
    if tried.is_done:
        return redirect(page_of(consultation))
    context = {
        "form": form,
        "title": title,
        "texts": texts,
        "consultation": consultation,
        "back": page_of(consultation),
        "countries": country_names(countries),
        "version": version,
    }
    return render(request, "consultations/my_form.html", context, status=tried.status)


def page_of(consultation):
    return reverse("consultations:my-consultation", args=[consultation.slug])


def _is_now(invitation, **facts):
    return ConsultationInvitation.objects.filter(pk=invitation.pk, **facts).exists()


def found(request, slug, *, among=None):
    """A consultation that everybody may know of, for who acts for an organization."""
    consultations = Consultation.objects.public() if among is None else among
    consultation = get_object_or_404(consultations.select_related("country", "region", "series"), slug=slug)
    if not mine.organizations_of(request.user):
        raise Http404
    return consultation


def spoken_for(request, slug, reference):
    """An invitation of one of her organizations, for which she may answer."""
    consultation = found(request, slug)
    invitations = mine.invitations_of(request.user, consultation=consultation, reference=reference)
    if not invitations:
        raise Http404
    if not policies.may_take_part(request.user, invitations[0].organization):
        raise PermissionDenied
    return invitations[0]


def row_of(consultation, invitations):
    return {
        "consultation": consultation,
        "place": place_words(consultation),
        "situation": situation(consultation, today=calendar.today_in(consultation.zone)),
        "invitations": invitations,
    }
