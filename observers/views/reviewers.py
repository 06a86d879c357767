"""Who reviews a file: chosen, ended, and cleared of a connection that the registry found."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from observers import actions, policies
from observers.forms.reviews import PRIVATE, EndReviewForm, ReasonForm, ReviewerForm
from observers.queries.reviewers import eligible_reviewers, found_conflicts, seats
from observers.states import ApplicationState
from observers.views.desk import ask, file_page, posted
from registry.errors import Refused
from registry.models import User

S = ApplicationState


@file_page(policies.may_assign, when=(S.IN_REVIEW, S.CLARIFICATION))
def assign(request, application):
    """Choose a reviewer among those for whom the file is open; those whom the registry holds back stand below."""
    people = eligible_reviewers(application)
    form = ReviewerForm(posted(request), people=User.objects.filter(pk__in=[person.pk for person, _n in people]))
    form.fields["reviewer"].choices = [(person.reference, _loaded(person, load)) for person, load in people]
    return ask(
        request,
        application,
        form,
        partial(actions.assign_reviewer, application, by=request.user),
        title=_("Choose a reviewer"),
        text=_("Two people review each application. Neither sees what the other found before both are in."),
        button=_("Ask for the review"),
        done=_("The review was asked for. The person is told by e-mail."),
        more={"held": found_conflicts(application), "nobody": not people},
    )


@file_page(policies.may_assign, when=(S.IN_REVIEW, S.CLARIFICATION))
def end(request, application, number):
    """Somebody else is to review it; `number` is the seat, so that the address names nobody.

    A seat is taken by the next person when one ends: which review was meant, the form remembers.
    """
    taken = [one for one in seats(application, request.user) if one.review]
    seat = next((one for one in taken if one.number == number), None)
    if seat is None:
        raise Http404
    form = EndReviewForm(posted(request), hint=PRIVATE, initial={"review": key_of(seat.review)})
    if form.is_bound and form.data.get("review") != key_of(seat.review):
        raise Refused(_("This review has ended already. Look at the file again."))
    return ask(
        request,
        application,
        form,
        lambda **typed: actions.end_review(seat.review, reason=typed["reason"], by=request.user),
        title=_("End this review"),
        text=_("What was found is kept and counts no more. Then choose somebody else."),
        button=_("End the review"),
        done=_("The review was ended. Choose somebody else."),
        more={"person": seat.person},
    )


def key_of(review):
    """What the form remembers a review by."""
    return salted_hmac("observers.review", str(review.pk)).hexdigest()[:16]


@file_page(policies.may_manage_application)
def clear(request, application, person):
    """A second person looked at what the registry found, and says why it is no conflict of interest."""
    user = get_object_or_404(User, reference=person)
    held = next((one for one in found_conflicts(application) if one.person == user), None)
    if held is None:
        raise Http404
    return ask(
        request,
        application,
        ReasonForm(posted(request), hint=PRIVATE),
        partial(actions.clear_conflict, application, user, by=request.user),
        title=_("Say that this is no conflict of interest"),
        text=held.ground_label,
        button=_("Clear this person"),
        done=_("The person can be chosen now."),
        more={"person": user},
    )


def _loaded(person, load):
    if not load:
        return _("%(name)s, no review in work") % {"name": person}
    return ngettext("%(name)s, %(n)s review in work", "%(name)s, %(n)s reviews in work", load) % {
        "name": person,
        "n": load,
    }
