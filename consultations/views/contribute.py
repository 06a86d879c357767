"""Written contributions as an organization writes them: one question at a time, kept while somebody types."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions, policies
from consultations.forms.contributions import ContributionForm
from consultations.queries.contributions import count_words, is_taken, languages, own, own_texts
from consultations.queries.mine import named_organizations_of
from consultations.states import ContributionState
from consultations.views.editions import public_edition
from consultations.views.own_acts import act, led_back
from registry.errors import Contradiction, Refused, Stale
from registry.views.acts import typed
from registry.views.doors import own_organization

S = ContributionState


@require_safe
@login_required
def question_list(request, slug):
    """The questions of a consultation, once for each organization for which this person may write.

    Whoever acts for none is led to where she finds hers.
    """
    consultation = public_edition(slug)
    acts_for = named_organizations_of(request.user)
    if not acts_for:
        return redirect("registry:my-home")
    organizations = [one for one in acts_for if policies.may_contribute(request.user, one, consultation)]
    if not organizations:
        raise PermissionDenied
    questions = list(consultation.questions.order_by("number"))
    texts = own_texts(consultation, organizations)

    def rows(organization):
        return [(question, texts.get(organization.pk, {}).get(question.pk)) for question in questions]

    context = {
        "consultation": consultation,
        "is_taken": is_taken(consultation),
        "organizations": [{"organization": one, "rows": rows(one)} for one in organizations],
    }
    return render(request, "consultations/contribute_list.html", context)


@login_required
def write(request, slug, reference, number):
    """Read and write; "Save draft" keeps what was typed."""
    question, organization = _asked(request, slug, reference, number)
    if request.method != "POST":
        return _page(request, question, organization)
    return _keep(request, question, organization, then=None)


@led_back("consultations:contribution", "slug", "reference", "number")
@login_required
def send(request, slug, reference, number):
    """Keep what was typed, then send it: what cannot be sent is kept all the same."""
    question, organization = _asked(request, slug, reference, number)
    verb = partial(actions.send_contribution, question, organization, by=request.user)
    return _keep(request, question, organization, then=verb)


@led_back("consultations:contribution", "slug", "reference", "number")
@login_required
def take_back(request, slug, reference, number):
    question, organization = _asked(request, slug, reference, number)
    return act(
        request,
        partial(actions.take_back_contribution, question, organization, by=request.user),
        back=reverse("consultations:contribution", args=[slug, reference, number]),
        done=_("The contribution is a draft again. Send it when it is ready, or it does not count."),
        is_done=lambda: _is_at(S.DRAFT, question, organization),
    )


@require_POST
@login_required
def autosave(request, slug, reference, number):
    """What the page's script sends while somebody writes: {text, language, version} in, {version, saved_at} out."""
    question, organization = _asked(request, slug, reference, number)
    form = ContributionForm(typed(request), languages=languages(question.consultation))
    if not form.is_valid():
        problem = " ".join(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"problem": problem}, status=422)
    told = {name: form.cleaned_data[name] for name in ("text", "language", "version")}
    try:
        contribution = actions.save_contribution(question, organization, by=request.user, **told)
    except Stale as stale:
        return JsonResponse({"problem": str(stale), "theirs": stale.theirs}, status=409)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return JsonResponse({"version": contribution.version, "saved_at": contribution.updated_at.isoformat()})


def _asked(request, slug, reference, number):
    consultation = public_edition(slug)
    may = partial(_may_contribute, consultation)
    organization = own_organization(request, reference, may=may)
    question = get_object_or_404(consultation.questions, number=number)
    question.consultation = consultation
    return question, organization


def _may_contribute(consultation, user, organization):
    return policies.may_contribute(user, organization, consultation)


def _keep(request, question, organization, *, then):
    form = ContributionForm(request.POST, languages=languages(question.consultation))
    if not form.is_valid():
        return _page(request, question, organization, form=form, status=422)
    try:
        actions.save_contribution(question, organization, by=request.user, **form.cleaned_data)
        if then:
            then()
    except Refused as refused:
        # The button was pressed twice: what was sent stands.
        if not (then and _is_sent(question, organization, form.cleaned_data)):
            return _refused(request, question, organization, form, refused)
    messages.success(request, _("Your contribution was sent.") if then else _("The draft was saved."))
    if then:
        return redirect("consultations:contribute", question.consultation.slug)
    return redirect("consultations:contribution", question.consultation.slug, organization.reference, question.number)


def _refused(request, question, organization, form, refused):
    if isinstance(refused, Stale):
        return _page(request, question, organization, form=form, stale=refused, status=409)
    form.add_error(None, str(refused))
    status = 422 if isinstance(refused, Contradiction) else 409
    return _page(request, question, organization, form=form, status=status)


def _is_at(state, question, organization):
    standing = own(question, organization)
    return standing is not None and standing.state == state


def _is_sent(question, organization, cleaned):
    standing = own(question, organization)
    same = ("text", "language", "may_be_published")
    return standing and standing.state == S.SENT and all(getattr(standing, name) == cleaned[name] for name in same)


def _page(request, question, organization, *, form=None, stale=None, status=200):
    consultation, contribution = question.consultation, own(question, organization)
    version = contribution.version if contribution else 0
    form = form or ContributionForm(languages=languages(consultation), initial=_initial(contribution))
    words = count_words(form["text"].value() or "")
    taken = is_taken(consultation)
    context = {
        "consultation": consultation,
        "question": question,
        "organization": organization,
        "contribution": contribution,
        "form": form,
        "stale": stale,
        # What could not be kept stays in its box, also when nothing is taken any more.
        "can_write": form.is_bound or (taken and (contribution is None or contribution.state == S.DRAFT)),
        "can_take_back": taken and contribution is not None and contribution.state == S.SENT,
        "is_taken": taken,
        "version": version,
        "word_count": words,
        "is_too_long": words > question.words_limit,
        "device_key": f"draft:{request.user.reference}:{consultation.reference}:{organization.reference}:{question.pk}",
    }
    return render(request, "consultations/contribution.html", context, status=status)


def _initial(contribution):
    if contribution is None:
        return {}
    return {name: getattr(contribution, name) for name in ("text", "language", "may_be_published")}
