"""The recommendation: written by one person, agreed or returned by another."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observers import actions, policies
from observers.forms.reviews import PRIVATE, ReasonForm, RecommendationForm
from observers.models import Recommendation
from observers.queries.reviews import found
from observers.states import ApplicationState
from observers.views.desk import ask, file_page, posted
from observers.views.looks import found_row

S = ApplicationState


@file_page(policies.may_recommend, when=(S.READY,), acts_only=True)
def recommend(request, application):
    """The findings side by side, and the recommendation: to write, to agree with, or to read."""
    made = Recommendation.objects.filter(application=application, cycle=application.cycle)
    made = made.select_related("signed_by", "agreed_by", "returned_by").order_by("-signed_at", "-pk")
    standing = next((one for one in made if one.returned_at is None), None)
    may = policies.may_recommend(request.user, application)
    waits = standing is not None and standing.agreed_at is None
    return ask(
        request,
        application,
        RecommendationForm(posted(request)),
        partial(actions.recommend, application, by=request.user),
        title=_("Recommendation"),
        text=_("Two people recommend. Only the Council admits."),
        button=_("Sign the recommendation"),
        done=_("You signed the recommendation. A second person must agree."),
        template="observers/recommendation.html",
        more={
            "rows": [found_row(one) for one in found(application)],
            "standing": standing,
            "returned": [one for one in made if one.returned_at],
            "can_write": may and standing is None,
            "can_sign": may and waits and standing.signed_by_id != request.user.pk,
            "return_form": ReasonForm(hint=PRIVATE, auto_id="return-%s"),
        },
    )


@file_page(policies.may_recommend, when=(S.READY,))
@require_POST
def agree(request, application):
    """The second signature: from now on it stands."""
    actions.agree_recommendation(_pending(application), by=request.user)
    messages.success(request, _("You agreed. The application is recommended to the Council."))
    return redirect("observers:application-review", application.reference)


@file_page(policies.may_recommend, when=(S.READY,))
def give_back(request, application):
    """The second person does not agree, and says why."""
    return ask(
        request,
        application,
        ReasonForm(posted(request), hint=PRIVATE),
        partial(actions.return_recommendation, _pending(application), by=request.user),
        title=_("Return the recommendation"),
        text=_("Say why you do not agree. Somebody then writes another one."),
        button=_("Return it"),
        done=_("The recommendation was returned with your reason."),
    )


def _pending(application):
    """The recommendation of this cycle that was not returned; signed by two, the verb says so."""
    standing = Recommendation.objects.filter(application=application, cycle=application.cycle, returned_at=None).first()
    if standing is None:
        raise Http404
    return standing
