"""One criterion at a time: what it means, the answer, the documents that show it; and the declarations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from observers import actions
from observers.forms.applications import AnswerForm, DeclarationForm, EvidenceForm
from observers.queries.evidence import fitting, own_documents, replaceable
from observers.queries.questions import asked_before
from observers.queries.readiness import asks_something, count_words, document_problem
from observers.queries.snapshots import ordered_answers
from observers.views.applicant import answer_of, mine, shared, to_write
from observers.views.tasks import document_row, next_url
from registry.errors import Contradiction, Refused, Stale
from registry.views.acts import typed


@login_required
def criterion(request, reference, code):
    """Read and answer: "Save and continue" keeps everything, then opens the next task."""
    if request.method == "POST":
        return _save(request, reference, code, then=_next_after)
    application = mine(request, reference)
    return _page(request, application, answer_of(application, code))


@require_POST
@login_required
def evidence(request, reference, code):
    """Add a document and stay. What was typed beside it is saved too, so a file that is not taken costs nothing."""
    return _save(request, reference, code, then=None)


@require_POST
@login_required
def autosave(request, reference, code):
    """What the page's script sends while somebody writes: {text, language, version} in, {version, saved_at} out."""
    application = to_write(request, reference)
    answer = answer_of(application, code)
    form = AnswerForm(typed(request))
    # A language that is not known is left for the page to tell; the text is kept all the same.
    if not form.is_valid() and set(form.errors) - {"language"}:
        return JsonResponse(
            {"problem": " ".join(error for errors in form.errors.values() for error in errors)}, status=422
        )
    told = form.cleaned_data
    try:
        answer = actions.save_answer(
            application,
            answer.criterion,
            by=request.user,
            version=told["version"],
            text=told["text"],
            language=told.get("language"),
        )
    except Stale as stale:
        return JsonResponse({"problem": str(stale), "theirs": stale.theirs}, status=409)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return JsonResponse({"version": answer.version, "saved_at": answer.updated_at.isoformat()})


@require_POST
@login_required
def attach(request, reference, code):
    """Show a document of the record for this criterion."""
    application = to_write(request, reference)
    document = get_object_or_404(own_documents(application), reference=request.POST.get("document", ""))
    actions.attach_document(application, answer_of(application, code).criterion, document, by=request.user)
    return redirect("observers:application-criterion", reference, code)


@require_POST
@login_required
def detach(request, reference, code):
    """Take it away from this criterion; in the record it stays."""
    application = to_write(request, reference)
    answer = answer_of(application, code)
    document = get_object_or_404(answer.documents, reference=request.POST.get("document", ""))
    actions.detach_document(application, answer.criterion, document, by=request.user)
    messages.success(request, _("The document is not shown for this criterion any more. It stays in your record."))
    return redirect("observers:application-criterion", reference, code)


@login_required
def declaration(request, reference):
    """What the organization declares, each with its source, all on one page."""
    application = to_write(request, reference) if request.method == "POST" else mine(request, reference)
    answers = [answer for answer in ordered_answers(application) if answer.criterion.asks_declaration]
    form = DeclarationForm(request.POST if request.method == "POST" else None, answers=answers)
    if request.method == "POST" and form.is_valid():
        for answer in answers:
            is_declared = form.cleaned_data[answer.criterion.code]
            actions.save_answer(application, answer.criterion, by=request.user, is_declared=is_declared)
        return redirect(next_url(application))
    context = shared(request, application) | {"form": form, "rows": form.rows()}
    return render(request, "observers/application_declaration.html", context)


def _next_after(application, criterion):
    """Who shows documents on the pages of the criteria goes on there; who writes comes to all documents on one page."""
    return next_url(application, one_by_one=criterion.needs_document)


def _save(request, reference, code, *, then):
    """Keep the text, the choice of documents and the file, each for itself; show what could not be kept."""
    application = to_write(request, reference)
    answer = answer_of(application, code)
    form = AnswerForm(request.POST)
    added = EvidenceForm(request.POST, request.FILES, replaceable=replaceable(application, answer))
    stale = _save_text(application, answer, form, request)
    _choose_documents(request, application, answer)
    document = _add_file(request, application, answer, added)
    if then is None and not document and not added.errors:
        added.add_error("file", _("Choose a file."))
    if stale or form.errors or added.errors:
        answer.refresh_from_db()
        return _page(request, application, answer, form=form, added=added, stale=stale)
    if problem := _over_the_limit(answer.criterion, form):
        messages.warning(request, problem)
    if document:
        messages.success(request, _("“%(title)s” was added. It stays in your record.") % {"title": document.title})
    if then:
        return redirect(then(application, answer.criterion))
    return redirect(f"{reverse('observers:application-criterion', args=[reference, code])}#documents")


def _save_text(application, answer, form, request):
    """Save what was typed; what a colleague wrote meanwhile comes back."""
    if not form.is_valid():
        return None
    told = form.cleaned_data
    try:
        actions.save_answer(
            application,
            answer.criterion,
            by=request.user,
            version=told["version"],
            text=told["text"] if answer.criterion.asks_answer else None,
            language=told["language"] if answer.criterion.asks_answer else None,
        )
    except Stale as stale:
        return stale
    return None


def _over_the_limit(criterion, form):
    """A longer answer is kept; whoever saves it is told at once that it cannot be sent so."""
    over = count_words(form.cleaned_data["text"]) - criterion.word_limit if criterion.asks_answer else 0
    if over <= 0:
        return ""
    return ngettext(
        "“%(criterion)s” is saved. It is %(n)s word over the limit: shorten it before sending.",
        "“%(criterion)s” is saved. It is %(n)s words over the limit: shorten it before sending.",
        over,
    ) % {"criterion": criterion, "n": over}


def _choose_documents(request, application, answer):
    """Attach what was ticked and detach what was not, among those that the page showed."""
    shown, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("document"))
    attached = {document.reference: document for document in answer.documents.all()}
    known = {document.reference: document for document in own_documents(application)} | attached
    for document in [known[reference] for reference in sorted(shown | ticked) if reference in known]:
        if document.reference in ticked and document.reference not in attached:
            actions.attach_document(application, answer.criterion, document, by=request.user)
        elif document.reference not in ticked and document.reference in attached:
            actions.detach_document(application, answer.criterion, document, by=request.user)


def _add_file(request, application, answer, form):
    if not form.is_valid() or not form.cleaned_data.get("file"):
        return None
    file = form.cleaned_data["file"]
    try:
        return actions.add_evidence(application, answer.criterion, file=file, by=request.user, **form.facts())
    except Contradiction as contradiction:
        form.add_error("file", str(contradiction))
    return None


def _page(request, application, answer, *, form=None, added=None, stale=None):
    criterion = answer.criterion
    if form is None:
        language = answer.language or application.language
        form = AnswerForm(initial={"text": answer.text, "language": language, "version": answer.version})
    added = added or EvidenceForm(replaceable=replaceable(application, answer))
    text = form["text"].value() or ""
    context = shared(request, application) | {
        "criterion": criterion,
        "own_address": reverse("observers:application-criterion", args=[application.reference, criterion.code]),
        "answer": answer,
        "form": form,
        "added": added,
        "stale": stale,
        "version": stale.theirs["version"] if stale else answer.version,
        "asks": asks_something(criterion),
        "word_count": count_words(text),
        "is_too_long": criterion.asks_answer and count_words(text) > criterion.word_limit,
        **_offered(application, answer),
        "on_their_way": application.uploads.filter(criterion=criterion, started_by=request.user, document=None),
        "earlier": asked_before(application, criterion),
        "device_key": f"draft:{request.user.reference}:{application.reference}:{criterion.code}",
    }
    status = 409 if stale else 422 if form.errors or added.errors else 200
    return render(request, "observers/application_criterion.html", context, status=status)


def _offered(application, answer):
    """The documents of the record: those that are shown, those of the kind that is wanted, and the rest."""
    criterion, shown = answer.criterion, list(answer.documents.order_by("kind", "reference"))
    known = [document for document in own_documents(application) if document not in shown]
    wanted = fitting(criterion, known)
    rows = {document: document_row(document) for document in [*shown, *known]}
    for document, row in rows.items():
        row |= {"problem": document_problem(criterion, document), "is_ticked": document in shown}
    good = [document for document in wanted if not rows[document]["problem"]]
    # Nobody has touched this criterion yet: the newest that fits is ticked, and "Save and continue" confirms it.
    if good and criterion.needs_document and not answer.text and not shown and answer.version == 1:
        rows[good[0]]["is_ticked"] = True
    return {
        "attached": [rows[document] for document in shown],
        "fitting": [rows[document] for document in wanted],
        "others": [rows[document] for document in known if document not in wanted],
        "needs_another": criterion.needs_document
        and not any(rows[document]["problem"] == "" for document in [*shown, *wanted]),
    }
