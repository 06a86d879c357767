"""The link of an invitation: anybody who holds it reads whom IOM invites to what, and answers for that organization.

A look writes nothing, for mail programs and scanners follow links by themselves: that it was opened is noted when
somebody presses a button.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations import actions
from consultations.forms.audiences import DeclineForm
from consultations.models import ConsultationInvitation
from consultations.queries.links import deadline_of, read_link, told_answer
from consultations.states import ConsultationInvitationState
from consultations.views.own_acts import led_back
from consultations.views.words import is_past, place_words
from registry.errors import Refused
from registry.views.records import opened_version

HOW = ConsultationInvitation.Answered.LINK
INVITED = ConsultationInvitationState


@require_safe
@never_cache
def invitation(request, token):
    link = read_link(token)
    return _unknown(request) if link is None else _page(request, link, token)


@led_back("consultations:invitation-link", "token")
@never_cache
def accept(request, token):
    return _answer(
        request,
        token,
        lambda invitation, **told: actions.accept_invitation(invitation, how=HOW, **told),
        done=_("Thank you. Your organization accepts the invitation."),
        to=INVITED.ACCEPTED,
    )


@led_back("consultations:invitation-link", "token")
@never_cache
def decline(request, token):
    form = DeclineForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else None
    return _answer(
        request,
        token,
        lambda invitation, **told: actions.decline_invitation(invitation, reason, how=HOW, **told),
        done=_("Thank you for telling us. Your organization does not come."),
        to=INVITED.DECLINED,
        form=form,
    )


@led_back("consultations:invitation-link", "token")
@never_cache
def later(request, token):
    return _answer(
        request,
        token,
        lambda invitation, version, **told: actions.note_opened(invitation, **told),
        done=_("We know that you have seen it. You can answer by the same link."),
        to=INVITED.OPENED,
    )


def _answer(request, token, act, *, done, to, form=None):
    link = read_link(token)
    if link is None:
        return _unknown(request)
    if form is not None and not form.is_valid():
        return _page(request, link, token, form=form, status=422)
    try:
        act(link.invitation, by=link.token.user or "invitation link", link=link.token, version=opened_version(request))
    except Refused as refused:
        # What a colleague answered meanwhile stands on the page as it is now.
        link = read_link(token)
        if link is None:
            return _unknown(request)
        # The button was pressed twice: the answer stands.
        if link.invitation.state != to or link.invitation.answered_how != HOW:
            return _page(request, link, token, refused=str(refused), status=409)
    messages.success(request, done)
    return redirect("consultations:invitation-link", token)


def _page(request, link, token, *, form=None, refused="", status=200):
    invitation, consultation = link.invitation, link.invitation.consultation
    context = {
        "link": link,
        "token": token,
        "invitation": invitation,
        "consultation": consultation,
        "organization": invitation.organization,
        "place": place_words(consultation),
        "is_past": is_past(consultation),
        "until": deadline_of(invitation),
        "answer": told_answer(invitation),
        "may_accept": not link.closed and invitation.state != INVITED.ACCEPTED,
        "may_decline": not link.closed and invitation.state != INVITED.DECLINED,
        "may_wait": not link.closed and invitation.state == INVITED.SENT,
        "form": form or DeclineForm(),
        "refused": refused,
    }
    return render(request, "consultations/invitation_link.html", context, status=status)


def _unknown(request):
    return render(request, "consultations/invitation_link_unknown.html", status=404)
