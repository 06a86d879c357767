"""Who is invited, as organizers prepare it, send it and write down what they are told."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consultations import actions
from consultations.actions.audiences import PREPARING
from consultations.forms.audiences import AnswerForm, InviteForm, QuotaForm, RemoveForm
from consultations.models import ConsultationInvitation
from consultations.queries.audiences import frozen
from consultations.queries.balance import balance
from consultations.queries.invitations import Invited, counts
from consultations.queries.links import ANSWERABLE
from consultations.states import ENDED, NEXT, ConsultationInvitationState, ConsultationState
from consultations.views.audiences import crumbs, question_words
from consultations.views.organize import found, permitted
from consultations.views.tabs import tabs
from registry.views.acts import ask
from registry.views.doors import staff_page
from registry.views.labels import labels_of_values

PAGE = 50
INVITED = ConsultationInvitationState
Answered = ConsultationInvitation.Answered


@require_safe
@staff_page
def invitation_list(request, reference):
    permitted(request)
    consultation, user = found(reference), request.user
    state = request.GET.get("state", "")
    state = state if state in INVITED else ""
    told = counts(consultation, user)
    is_inviting = consultation.state == ConsultationState.INVITING
    paginator = Paginator(Invited(consultation, user, state=state), PAGE)
    paginator.count = told.by_state[state] if state else told.total
    page = paginator.get_page(request.GET.get("page"))
    audiences = frozen(consultation, user)
    labels = labels_of_values() if audiences else None
    context = {
        "consultation": consultation,
        "tabs": tabs(consultation, user, current="staff-invitations"),
        "page": page,
        "rows": [_row(invitation, consultation) for invitation in page],
        "state": state,
        "states": [(code, code.label, number) for code, number in told.by_state.items()],
        "total": told.total,
        "being_written": told.being_written,
        "sendable": told.sendable if is_inviting else 0,
        "remindable": told.remindable if is_inviting else 0,
        "is_inviting": is_inviting,
        "may_prepare": consultation.state in PREPARING,
        "may_change": consultation.state not in ENDED,
        "meter": balance(consultation, user=user),
        "audiences": [{"audience": audience, "words": question_words(audience, labels)} for audience in audiences],
    }
    return render(request, "consultations/invitation_list.html", context)


@staff_page
def add(request, reference):
    permitted(request)
    consultation = found(reference)

    def invite(**facts):
        return actions.add_invitation(consultation, by=request.user, **facts)

    return _ask(
        request,
        InviteForm(request.POST or None, user=request.user),
        invite,
        consultation,
        title=_("Invite one organization"),
        text=_("It is put on the list. Nothing is sent before you say so."),
        button=_("Put it on the list"),
        done=_("The organization is on the list."),
    )


@staff_page
def quota(request, reference, invitation):
    consultation, invitation = _known(request, reference, invitation)
    return _ask(
        request,
        QuotaForm(request.POST or None, initial={"quota": invitation.quota}),
        partial(actions.change_quota, invitation, by=request.user),
        consultation,
        title=_("How many people %(name)s may name") % {"name": invitation.organization.name},
        button=_("Save"),
        done=_("The number was changed."),
    )


@staff_page
def remove(request, reference, invitation):
    consultation, invitation = _known(request, reference, invitation)
    return _ask(
        request,
        RemoveForm(request.POST or None),
        partial(actions.remove_invitation, invitation, by=request.user),
        consultation,
        title=_("Take %(name)s off the list") % {"name": invitation.organization.name},
        button=_("Take it off the list"),
        done=_("The organization is off the list."),
    )


@staff_page
def answer(request, reference, invitation):
    """An answer that came by other means, also after the last day."""
    consultation, invitation = _known(request, reference, invitation)

    def write_down(*, answer, told_by, reason):
        told = {"by": request.user, "how": Answered.STAFF, "told_by": told_by}
        if answer == "accept":
            return actions.accept_invitation(invitation, **told)
        return actions.decline_invitation(invitation, reason, **told)

    return _ask(
        request,
        AnswerForm(request.POST or None),
        write_down,
        consultation,
        title=_("Record the answer of %(name)s") % {"name": invitation.organization.name},
        button=_("Record the answer"),
        done=_("The answer was recorded."),
    )


@require_POST
@staff_page
def send(request, reference):
    permitted(request)
    number = actions.send_invitations(found(reference), by=request.user)
    told = ngettext(
        "%(n)s invitation is being sent. The mails leave within minutes.",
        "%(n)s invitations are being sent. The mails leave within minutes.",
        number,
    )
    messages.success(request, told % {"n": number})
    return redirect("consultations:staff-invitations", reference)


@require_POST
@staff_page
def remind(request, reference):
    permitted(request)
    number = actions.send_reminders(found(reference), by=request.user)
    told = ngettext(
        "%(n)s organization is being reminded. The mails leave within minutes.",
        "%(n)s organizations are being reminded. The mails leave within minutes.",
        number,
    )
    messages.success(request, told % {"n": number})
    return redirect("consultations:staff-invitations", reference)


def _ask(request, form, act, consultation, *, title, button, done, text=""):
    """It leads back to the list of the invited."""
    return ask(request, form, act, crumbs=crumbs(consultation), title=title, text=text, button=button, done=done)


def _known(request, reference, invitation):
    """The consultation, and an invitation of it of which this person may know."""
    permitted(request)
    consultation = found(reference)
    known = consultation.invitations.visible_to(request.user).select_related("consultation", "organization")
    return consultation, get_object_or_404(known.prefetch_related("organization__names"), reference=invitation)


def _row(invitation, consultation):
    is_answerable = consultation.state in ANSWERABLE
    following = NEXT[INVITED][invitation.state]
    return {
        "invitation": invitation,
        "organization": invitation.organization,
        "can_answer": is_answerable and bool({INVITED.ACCEPTED, INVITED.DECLINED} & following),
        "can_remove": invitation.state == INVITED.PREPARED and consultation.state not in ENDED,
    }
