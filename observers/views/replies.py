"""The questions of IOM: each belongs to a criterion, is answered once, and all answers of a round go together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from observers import actions, policies
from observers.forms.applications import DraftReplyForm, ReplyForm, first_problem
from observers.models import Question
from observers.queries.evidence import own_documents
from observers.queries.questions import asked_before, reusable_answers
from observers.views.applicant import mine, shared, to_write
from observers.views.tasks import deadline, document_row
from registry.errors import Refused, Stale
from registry.views.acts import typed


@require_safe
@login_required
def questions(request, reference):
    """What IOM asks, and what it asked before."""
    application = mine(request, reference)
    asked = list(_sent(application))
    waiting = [question for question in asked if _is_open(question)]
    context = shared(request, application) | {
        "waiting": waiting,
        "left": sum(question.answered_at is None for question in waiting),
        "earlier": [question for question in asked if not _is_open(question)],
        "deadline": deadline(application),
        "can_answer": policies.may_answer_questions(request.user, application),
    }
    return render(request, "observers/application_questions.html", context)


@login_required
def question(request, reference, question):
    """Read one question and answer it; an earlier answer can be taken and changed."""
    application = to_write(request, reference) if request.method == "POST" else mine(request, reference)
    question = get_object_or_404(_sent(application), reference=question)
    if request.content_type == "application/json" and request.method == "POST":
        return _autosave(request, question)
    form = ReplyForm(
        request.POST or None, request.FILES or None, initial={"text": question.answer, "version": question.version}
    )
    if request.method == "POST" and "reuse" in request.POST:
        return _reuse(request, application, question)
    if request.method == "POST" and form.is_valid():
        ticked = set(request.POST.getlist("document"))
        documents = [document for document in own_documents(application) if document.reference in ticked]
        told = {"text": form.cleaned_data["text"], "version": form.cleaned_data["version"]}
        try:
            actions.answer_question(question, by=request.user, documents=documents, **told)
            if form.cleaned_data["file"]:
                actions.add_reply_file(
                    question, file=form.cleaned_data["file"], title=form.cleaned_data["title"], by=request.user
                )
        except Stale as stale:
            return _page(request, application, question, form, stale=stale)
        messages.success(request, _("Your answer is saved. It reaches IOM when you send all answers."))
        return redirect("observers:application-questions", reference)
    return _page(request, application, question, form)


@require_POST
@login_required
def send_answers(request, reference):
    application = to_write(request, reference)
    actions.send_answers(application, by=request.user)
    messages.success(request, _("Your answers are sent. IOM goes on with the review."))
    return redirect(application)


def _autosave(request, question):
    """What the page's script sends while somebody writes: {text, version} in, {version, saved_at} out."""
    form = DraftReplyForm(typed(request))
    if not form.is_valid():
        return JsonResponse({"problem": first_problem(form)}, status=422)
    try:
        question = actions.answer_question(question, by=request.user, **form.cleaned_data)
    except Stale as stale:
        return JsonResponse({"problem": str(stale), "theirs": stale.theirs}, status=409)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return JsonResponse({"version": question.version, "saved_at": question.updated_at.isoformat()})


def _reuse(request, application, question):
    """The earlier answer goes under what was typed; nothing is saved until she says so."""
    earlier = next((one for one in reusable_answers(application) if one.key == request.POST["reuse"]), None)
    typed = request.POST.get("text", "").strip()
    text = "\n\n".join(part for part in (typed, earlier.text if earlier else "") if part)
    return _page(request, application, question, ReplyForm(initial={"text": text}), reused=earlier)


def _page(request, application, question, form, *, reused=None, stale=None):
    shown = set(request.POST.getlist("document")) or {one.reference for one in question.documents.all()}
    shown |= {one.reference for one in reused.documents} if reused else set()
    context = shared(request, application) | {
        "question": question,
        "criterion": question.criterion,
        "form": form,
        "is_reused": reused is not None,
        "reused_documents": reused.documents if reused else (),
        "stale": stale,
        "version": stale.theirs["version"] if stale else question.version,
        "deadline": deadline(application) if _is_open(question) else None,
        "can_answer": policies.may_answer_questions(request.user, application) and _is_open(question),
        "documents": [
            document_row(document) | {"is_ticked": document.reference in shown}
            for document in own_documents(application)
        ],
        "answer": application.answers.filter(criterion=question.criterion).first(),
        "earlier": [one for one in asked_before(application, question.criterion) if one.pk != question.pk],
        "reusable": [one for one in reusable_answers(application) if one.question_id != question.pk],
        "device_key": f"draft:{request.user.reference}:{application.reference}:{question.reference}",
    }
    return render(
        request, "observers/application_question.html", context, status=409 if stale else 422 if form.errors else 200
    )


def _sent(application):
    """What went out, the latest first; what reviewers still collect is not there."""
    found = Question.objects.filter(round__application=application, round__sent_at__isnull=False)
    found = found.select_related("round__application", "criterion").prefetch_related("documents")
    return found.order_by("-round__number", "criterion__position", "pk")


def _is_open(question):
    return question.round.answered_at is None and question.round.closed_at is None
