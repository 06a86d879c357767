"""Whom to invite: a question to the registry, looked at before its answer is written down; and the balance wanted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from consultations import actions
from consultations.actions.audiences import PREPARING
from consultations.forms.audiences import FACETS, OWN_LABELS, AudienceForm, TargetForm
from consultations.queries.audiences import asked, invitable, sort
from consultations.queries.balance import among
from consultations.views.organize import found, permitted
from registry.errors import Refused
from registry.models import ViewedList
from registry.views.acts import ask
from registry.views.doors import staff_page
from registry.views.labels import filter_words, labels_of_values

PAGE = 25
REASON_LABELS = {
    "at_risk": gettext_lazy("At risk: an invitation would name it"),
    "unpublished": gettext_lazy("Not published"),
    "invited": gettext_lazy("Invited already"),
    "unreachable": gettext_lazy("No address to write to"),
}
LIST_LABELS = {
    ViewedList.DIRECTORY: gettext_lazy("Organizations of the directory"),
    ViewedList.INVENTORY: gettext_lazy("Organizations of the inventory"),
}


@require_safe
@staff_page
def choose(request, reference):
    """Ask, and look at what the question finds. Nothing is written."""
    permitted(request)
    consultation = found(reference)
    form = _form(request, request.GET if request.GET.get("quota") else None)
    return _page(request, consultation, form)


@require_POST
@staff_page
def freeze(request, reference):
    permitted(request)
    consultation = found(reference)
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, consultation, form, status=422)
    try:
        audience = actions.freeze_audience(
            consultation,
            question=form.question,
            quota=form.cleaned_data["quota"],
            saved_view=form.saved_view,
            by=request.user,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, consultation, form, status=409)
    told = ngettext(
        "%(n)s organization is on the list. Nothing was sent yet.",
        "%(n)s organizations are on the list. Nothing was sent yet.",
        audience.invited,
    )
    messages.success(request, told % {"n": audience.invited})
    return redirect("consultations:staff-invitations", reference)


@staff_page
def new_target(request, reference):
    permitted(request)
    consultation = found(reference)

    def want(*, share, percent):
        dimension, _colon, value = share.partition(":")
        return actions.set_target(consultation, dimension=dimension, value=value, percent=percent, by=request.user)

    return ask(
        request,
        TargetForm(request.POST or None),
        want,
        crumbs=crumbs(consultation),
        title=_("Set a balance target"),
        text=_(
            "It shows how far you are and keeps nobody out. A second target for the same people replaces the first."
        ),
        button=_("Set the target"),
        done=_("The target is set."),
    )


@require_POST
@staff_page
def remove_target(request, reference, dimension, value):
    permitted(request)
    target = get_object_or_404(
        found(reference).targets.select_related("consultation"), dimension=dimension, value=value
    )  # fmt: skip
    actions.remove_target(target, by=request.user)
    messages.success(request, _("The target is taken away."))
    return redirect("consultations:staff-invitations", reference)


def question_words(question, labels=None):
    """A question in the reader's words: which list, then what is asked of it. `labels` are those of the registry."""
    own = [
        str(labels[code])
        for name, labels in OWN_LABELS.items()
        for code in question.filters.get(name, ())
        if code in labels
    ]
    filters = {name: codes for name, codes in question.filters.items() if name not in OWN_LABELS}
    return [str(LIST_LABELS[question.list_name]), *filter_words(question.list_name, filters, labels), *own]


def _form(request, data):
    return AudienceForm(data, user=request.user, labels=labels_of_values())


def _page(request, consultation, form, *, status=200):
    is_asked = form.is_bound and status != 422
    if is_asked and status == 200 and not form.is_valid():
        is_asked, status = False, 422
    context = {
        "consultation": consultation,
        "crumbs": crumbs(consultation),
        "form": form,
        "facets": [form[name] for name in FACETS],
        "may_prepare": consultation.state in PREPARING,
        "preview": _preview(request, consultation, form.question) if is_asked else None,
        # What was asked, once more, for the button that writes the answer down.
        "asked_again": _asked_again(form) if is_asked else [],
    }
    return render(request, "consultations/audience.html", context, status=status)


def _asked_again(form):
    return [(name, value) for name, values in form.data.lists() if name in form.fields for value in values]


def _preview(request, consultation, question):
    """What the question finds: how many, and page by page who can be invited and who is left out."""
    every = asked(question, consultation, request.user)
    may_come = invitable(every)
    told = sort(every)
    left_out = _page_of(
        every.exclude(why="").order_by("listing__sort_name", "pk"),
        number=request.GET.get("left"),
        count=told.found - told.invitable,
    )
    return {
        "told": told,
        "words": question_words(question),
        "meter": among(consultation, may_come),
        "reasons": [(REASON_LABELS[reason], number) for reason, number in told.left_out.items()],
        "page": _page_of(may_come, number=request.GET.get("page"), count=told.invitable),
        "left_out": left_out,
        "left_out_rows": [(one, REASON_LABELS[one.why]) for one in left_out],
        # A refused answer stands at an address that only acts.
        "has_pages": request.method == "GET",
    }


def _page_of(organizations, *, number, count):
    """One page of them; how many there are is counted already."""
    paginator = Paginator(organizations.select_related("hq_country").prefetch_related("names"), PAGE)
    paginator.count = count
    return paginator.get_page(number)


def crumbs(consultation):
    return [
        (reverse("consultations:staff-consultations"), _("Consultations")),
        (reverse("consultations:staff-consultation", args=[consultation.reference]), consultation.name),
        (reverse("consultations:staff-invitations", args=[consultation.reference]), _("Invitations")),
    ]
