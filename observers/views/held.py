"""The documents that IOM holds already, confirmed on one page: what was given once is not asked for again."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from observers import actions
from observers.queries.evidence import held_documents
from observers.views.applicant import mine, shared, to_write
from observers.views.tasks import document_row, next_url


@login_required
def documents(request, reference):
    """Each criterion that needs a document, with the one that IOM holds: ticked, it is shown for this criterion."""
    if request.method == "POST":
        application = to_write(request, reference)
        _choose(request, application)
        # What was not ticked is asked for on the criterion's own page.
        return redirect(next_url(application, one_by_one=True))
    application = mine(request, reference)
    rows = [
        document_row(held.document) | {"held": held, "criterion": held.answer.criterion}
        for held in held_documents(application)
    ]
    context = shared(request, application) | {"rows": rows}
    return render(request, "observers/application_documents.html", context)


def _choose(request, application):
    """Attach what was ticked, take away what was not, among the lines that the page showed."""
    on_the_page, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("held"))
    for held in held_documents(application):
        if held.key in ticked and not held.is_shown:
            actions.attach_document(application, held.answer.criterion, held.document, by=request.user)
        elif held.key in on_the_page - ticked and held.is_shown:
            actions.detach_document(application, held.answer.criterion, held.document, by=request.user)
