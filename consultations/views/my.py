"""The consultations of a member: what her organizations are invited to, what is open, what is past; one of them."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.registrations import OptionalReasonForm
from consultations.models import Consultation, ConsultationInvitation
from consultations.queries import calendar, mine
from consultations.views.my_parts import parts
from consultations.views.words import place_words, situation
from registry.views.acts import attempt, country_names


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
    consultation = found(request, slug)
    invitations = mine.invitations_of(request.user, consultation=consultation)
    context = row_of(consultation, invitations) | {"parts": parts(request.user, consultation, invitations)}
    return render(request, "consultations/my_detail.html", context)


@require_POST
@login_required
def accept(request, slug, invitation):
    invitation = spoken_for(request, slug, invitation)
    actions.accept_invitation(invitation, by=request.user, how=ConsultationInvitation.Answered.ONLINE)
    return redirect("consultations:my-consultation", slug)


@login_required
def decline(request, slug, invitation):
    invitation = spoken_for(request, slug, invitation)

    def act(reason):
        online = ConsultationInvitation.Answered.ONLINE
        return actions.decline_invitation(invitation, reason, by=request.user, how=online)

    return ask(
        request,
        OptionalReasonForm(posted(request)),
        act,
        consultation=invitation.consultation,
        title=_("Decline the invitation"),
        text=_("Nobody of your organization comes. While invitations are being sent you can still accept."),
        done=_("The invitation is declined. Thank you for the answer."),
    )


def posted(request):
    """What a form is bound to: what was sent, be it empty; nothing when one only looks."""
    return request.POST if request.method == "POST" else None


def ask(request, form, act, *, consultation, title, done, text="", countries=False, version=None):
    """An act of a member on one consultation: one page, one form, one verb."""
    tried = attempt(request, form, act, done=done)
    if tried.is_done:
        return redirect("consultations:my-consultation", consultation.slug)
    context = {
        "form": form,
        "title": title,
        "text": text,
        "consultation": consultation,
        "back": reverse("consultations:my-consultation", args=[consultation.slug]),
        "countries": country_names(countries),
        "version": version,
    }
    return render(request, "consultations/my_form.html", context, status=tried.status)


def found(request, slug):
    """A consultation that everybody may know of, for who acts for an organization."""
    consultations = Consultation.objects.public().select_related("country", "region", "series")
    consultation = get_object_or_404(consultations, slug=slug)
    if not mine.organizations_of(request.user).exists():
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
