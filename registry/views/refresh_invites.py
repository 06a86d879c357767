"""One question of a refresh campaign: what came of it, what the mission has to do, and what it was told instead."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.refreshes import AnswerForm
from registry.models import RefreshInvite
from registry.queries.change_words import field_label
from registry.states import NEXT, RefreshInviteState
from registry.views.acts import attempt
from registry.views.refreshes import runners_page


@runners_page
def detail(request, reference):
    """Look at it; with an answer in hand, write it down."""
    invite = _visible(request, reference)
    can_answer = policies.may_edit_organization(request.user, invite.organization)
    answers = NEXT[RefreshInviteState][invite.state] if can_answer else set()
    form = AnswerForm(request.POST or None, answers=answers)
    if request.method == "POST" and not answers:
        raise PermissionDenied
    tried = attempt(
        request,
        form,
        lambda **said: actions.record_answer(invite, by=request.user, **said),
        done=_("The answer is written down."),
    )
    if tried.is_done:
        return redirect(invite)
    context = {
        "invite": invite,
        "organization": invite.organization,
        "form": form if form.fields["answer"].choices else None,
        "changed": [capfirst(field_label(field)) for field in invite.changed],
        "can_read_contacts": policies.may_read_contacts(request.user, invite.organization),
        "can_finish": can_answer and invite.task and not invite.task_done_at,
    }
    return render(request, "registry/refresh_invite.html", context, status=tried.status)


@require_POST
@runners_page
def finish(request, reference):
    invite = _visible(request, reference)
    if not policies.may_edit_organization(request.user, invite.organization):
        raise PermissionDenied
    actions.finish_task(invite, by=request.user)
    messages.success(request, _("The task is done."))
    return redirect(invite)


def _visible(request, reference):
    invites = RefreshInvite.objects.visible_to(request.user).select_related(
        "campaign", "organization__hq_country", "contact", "answered_by", "task_done_by"
    )
    return get_object_or_404(invites.prefetch_related("organization__names"), reference=reference)
