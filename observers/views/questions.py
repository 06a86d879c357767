"""Questions to the organization: collected for a criterion, sent together, and what to do when no answer comes."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observers import actions, policies
from observers.forms.reviews import BOTH_SIDES, QuestionForm, ReasonForm, RoundForm
from observers.models import Question
from observers.queries.questions import asked_before, similar_question
from observers.states import ApplicationState
from observers.views.desk import ask, file_page, posted

S = ApplicationState


@file_page(policies.may_ask, when=(S.IN_REVIEW,))
def add(request, application):
    """What was asked before on the criterion stands first; a repeat is refused with the earlier answer beside it."""
    criteria = application.criteria_set.criteria.order_by("position", "pk")
    about = request.POST.get("criterion") or request.GET.get("criterion", "")
    criterion = criteria.filter(code=about[:20].replace("\0", "")).first()
    form = QuestionForm(
        posted(request),
        criteria=criteria,
        may_repeat=_may_repeat(request.user, application),
        initial={"criterion": criterion.code if criterion else ""},
    )
    typed = request.POST.get("text", "") if request.method == "POST" else ""
    return ask(
        request,
        application,
        form,
        partial(actions.add_question, application, by=request.user),
        title=_("Ask a question"),
        text=_("Questions are collected and sent together. Each is asked once."),
        button=_("Add to the questions"),
        done=_("The question was added. It goes out when you send the questions."),
        more={
            "criterion": criterion,
            "earlier": asked_before(application, criterion) if criterion else [],
            "similar": similar_question(application, criterion, typed) if criterion and typed else None,
        },
    )


def _may_repeat(user, application):
    """Before the first round there is nothing to repeat."""
    return (
        policies.may_manage_application(user, application) and application.rounds.filter(sent_at__isnull=False).exists()
    )


@file_page(policies.may_ask, when=(S.IN_REVIEW,))
@require_POST
def drop(request, application, question):
    """Take back a question that has not gone out."""
    found = get_object_or_404(Question, round__application=application, reference=question)
    actions.drop_question(found, by=request.user)
    messages.success(request, _("The question was taken back."))
    return redirect("observers:application-review", application.reference)


@file_page(policies.may_ask, when=(S.IN_REVIEW,))
def send(request, application):
    """Send what was collected; one round more than the criteria allow needs a reason."""
    return ask(
        request,
        application,
        RoundForm(posted(request)),
        partial(actions.send_round, application, by=request.user),
        title=_("Send the questions"),
        text=_("While the organization answers, IOM’s clock stands still."),
        button=_("Send the questions"),
        done=_("The questions were sent. It is the organization’s turn."),
    )


@file_page(policies.may_manage_application)
def close(request, application):
    """Go on without all answers, and say why."""
    return ask(
        request,
        application,
        ReasonForm(posted(request), hint=BOTH_SIDES),
        partial(actions.close_round, application, by=request.user),
        title=_("Go on without all answers"),
        text=_("What the organization has answered stays. The review goes on."),
        button=_("Go on with the review"),
        done=_("The review goes on."),
    )
