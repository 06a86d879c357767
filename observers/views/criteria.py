"""The staff's pages of criteria: read a version, write a draft, see it as applicants will, publish it, retire it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observers import actions, policies
from observers.actions.criteria import CLOCKS
from observers.forms.criteria import CriteriaSetForm, CriterionForm, SelfCheckForm
from observers.models import CriteriaSet, Criterion
from observers.queries.criteria import LANGUAGES, documents_to_prepare, in_order, missing_in_criteria
from registry.errors import Contradiction, Stale
from registry.views.doors import staff_page


@staff_page
def criteria_list(request):
    """Every version, with its state and how many applications are judged by it."""
    sets = CriteriaSet.objects.annotate(
        applied=Count("applications", distinct=True), asked=Count("criteria", distinct=True)
    ).order_by("code", "-number")
    context = {"sets": sets, "live": CriteriaSet.objects.live()}
    return render(request, "observers/criteria_list.html", context)


@staff_page
def detail(request, reference):
    criteria_set = get_object_or_404(CriteriaSet, reference=reference)
    can_manage = policies.may_manage_criteria(request.user)
    criteria = in_order(criteria_set)
    context = {
        "criteria_set": criteria_set,
        "criteria": criteria,
        "documents": documents_to_prepare(criteria),
        "applied": criteria_set.applications.count(),
        "live": CriteriaSet.objects.live(),
        "can_manage": can_manage,
        "can_edit": can_manage and criteria_set.is_draft,
        "missing": missing_in_criteria(criteria_set) if criteria_set.is_draft else [],
        "limits": [
            {"label": CriteriaSet._meta.get_field(name).verbose_name, "value": getattr(criteria_set, name)}
            for name in CLOCKS
        ],
    }
    return render(request, "observers/criteria_detail.html", context)


@staff_page
def preview(request, reference):
    """Exactly what applicants will read, in the language that the address names."""
    criteria_set = get_object_or_404(CriteriaSet, reference=reference)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else translation.get_language()[:2]
    criteria = in_order(criteria_set)
    with translation.override(language):
        form = SelfCheckForm(criteria=[criterion for criterion in criteria if criterion.in_self_check])
        context = {"criteria_set": criteria_set, "criteria": criteria, "rows": form.rows()}
        shown = render_to_string("observers/_criteria_preview.html", context)
    context = {"criteria_set": criteria_set, "language": language, "languages": LANGUAGES, "shown": shown}
    return render(request, "observers/criteria_preview.html", context)


@staff_page
def edit(request, reference):
    criteria_set = _managed(request, reference)
    return _ask(
        request,
        criteria_set,
        CriteriaSetForm,
        criteria_set,
        lambda changes, version: actions.edit_criteria_set(
            criteria_set, changes=changes, by=request.user, version=version
        ),
        title=_("Edit names and time limits"),
        button=_("Save"),
        done=_("The version was saved."),
    )


@staff_page
def criterion_new(request, reference):
    criteria_set = _managed(request, reference)
    return _ask(
        request,
        criteria_set,
        CriterionForm,
        Criterion(),
        lambda changes, _version: actions.add_criterion(criteria_set, by=request.user, **changes),
        title=_("Add a criterion"),
        button=_("Add the criterion"),
        done=_("The criterion was added."),
    )


@staff_page
def criterion_edit(request, reference, code):
    criteria_set, criterion = _criterion(request, reference, code)
    return _ask(
        request,
        criteria_set,
        CriterionForm,
        criterion,
        lambda changes, version: actions.edit_criterion(criterion, changes=changes, by=request.user, version=version),
        title=_("Edit the criterion %(code)s") % {"code": criterion.code},
        button=_("Save the criterion"),
        done=_("The criterion was saved."),
        code=criterion.code,
    )


@staff_page
@require_POST
def criterion_move(request, reference, code):
    criteria_set, criterion = _criterion(request, reference, code)
    actions.move_criterion(criterion, up=request.POST.get("to") == "up", by=request.user)
    return redirect(criteria_set)


@staff_page
@require_POST
def criterion_remove(request, reference, code):
    criteria_set, criterion = _criterion(request, reference, code)
    actions.remove_criterion(criterion, by=request.user)
    messages.success(request, _("The criterion %(code)s was removed from this draft.") % {"code": code})
    return redirect(criteria_set)


@staff_page
@require_POST
def new_version(request, reference):
    draft = actions.new_version(_managed(request, reference), by=request.user)
    messages.success(request, _("Version %(number)s is a draft now. Only staff see it.") % {"number": draft.number})
    return redirect(draft)


@staff_page
def publish(request, reference):
    """Asked once more, for it cannot be undone: the version becomes public."""
    criteria_set = _managed(request, reference)
    if request.method != "POST":
        if not criteria_set.is_draft or missing_in_criteria(criteria_set):
            return redirect(criteria_set)
        context = {"criteria_set": criteria_set, "live": CriteriaSet.objects.filter(state="published").first()}
        return render(request, "observers/criteria_publish.html", context)
    actions.publish_criteria(criteria_set, by=request.user, version=_opened_version(request))
    messages.success(request, _("The version is public now. New applications are judged by it."))
    return redirect(criteria_set)


@staff_page
@require_POST
def retire(request, reference):
    criteria_set = actions.retire_criteria(_managed(request, reference), by=request.user)
    messages.success(request, _("The version is retired. Applications that began by it keep it."))
    return redirect(criteria_set)


def _ask(request, criteria_set, form_class, thing, verb, *, title, button, done, code=""):
    """A page with one form over a draft. When a colleague saved first, both texts are shown and the person chooses."""
    if request.method == "GET" and not criteria_set.is_draft:
        return redirect(criteria_set)
    form, conflict = form_class(request.POST or None, instance=thing), None
    if request.method == "POST" and form.is_valid():
        try:
            verb(_without_what_was_left(form.cleaned_data, request.POST), _opened_version(request))
        except Contradiction as contradiction:
            form.add_error(None, str(contradiction))
        except Stale:
            conflict = {"rows": _both_texts(form)}
            criteria_set = CriteriaSet.objects.get(pk=criteria_set.pk)
        else:
            messages.success(request, done)
            return redirect(criteria_set)
    context = {
        "criteria_set": criteria_set,
        "form": form,
        "groups": form.groups(),
        "conflict": conflict,
        "title": title,
        "button": button,
        "code": code,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "observers/criteria_form.html", context, status=status)


def _without_what_was_left(typed, posted):
    """After a conflict a person said for each field whether her text or her colleague's is to stand."""
    return {name: value for name, value in typed.items() if posted.get(f"keep-{name}") != "theirs"}


def _both_texts(form):
    """Where what was typed differs from what is saved now."""
    saved = get_object_or_404(type(form.instance), pk=form.instance.pk)
    rows = []
    for name, typed in form.cleaned_data.items():
        theirs = getattr(saved, name)
        if theirs != typed:
            words = [_in_words(form.fields[name], value) for value in (theirs, typed)]
            rows.append({"field": name, "label": form[name].label, "theirs": words[0], "mine": words[1]})
    return rows


def _in_words(field, value):
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(dict(getattr(field, "choices", [])).get(value, "" if value is None else value))


def _managed(request, reference):
    criteria_set = get_object_or_404(CriteriaSet, reference=reference)
    if not policies.may_manage_criteria(request.user):
        raise PermissionDenied
    return criteria_set


def _criterion(request, reference, code):
    criteria_set = _managed(request, reference)
    return criteria_set, get_object_or_404(criteria_set.criteria, code=code)


def _opened_version(request):
    """The version that was on the screen; 0, which nothing has, when what was sent makes no sense."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
