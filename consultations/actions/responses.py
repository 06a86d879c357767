"""What becomes of a recommendation: answered, reported on, done with evidence."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.followers import tell_followers
from consultations.actions.recommendations import lock_in, move, told_state
from consultations.actions.speaking import refuse_who_does_not_speak
from consultations.models import ActionUpdate, ManagementResponse, Recommendation
from consultations.queries.follow_up import is_named_publicly
from consultations.states import UNDER_WAY, RecommendationState
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale
from registry.models import User

R = RecommendationState
VERDICT = ManagementResponse.Verdict
ANSWER = (
    "verdict",
    "reason_en",
    "reason_fr",
    "reason_es",
    "action_en",
    "action_fr",
    "action_es",
    "owner",
    "due_on",
)


@transaction.atomic
def answer_recommendation(recommendation, *, by, version=None, **answer):
    """Give IOM's answer, or a better one; facts as in ANSWER. `version` is the answer's, 0 while there is none."""
    recommendation = lock_in(recommendation)
    if recommendation.addressee != Recommendation.Addressee.IOM:
        raise Refused(_("This recommendation is addressed to organizations. They report on it; IOM does not answer."))
    response = ManagementResponse.objects.filter(recommendation=recommendation).first()
    if version is not None and version != (response.version if response else 0):
        raise Stale(_("Somebody else answered this recommendation meanwhile. Look at the answer again, then save."))
    if recommendation.state not in UNDER_WAY:
        move(recommendation, to=R.ANSWERED)
        recommendation.save()
    before = response.verdict if response else ""
    response = response or ManagementResponse(recommendation=recommendation, version=0)
    for field in ANSWER:
        if field in answer:
            setattr(response, field, answer[field])
    response.answered_at, response.answered_by = timezone.now(), by if isinstance(by, User) else None
    response.version += 1
    with promises_of(ManagementResponse):
        response.save()
    tell_followers(recommendation, "answered", response=response)
    diff = {"verdict": [before, response.verdict], "due_on": ["", str(response.due_on or "")]}
    record("recommendation.answered", subject=recommendation.reference, by=by, diff=diff, reason=response.reason[:500])
    return response


@transaction.atomic
def report_action(recommendation, *, claims, text, by, organization=None, link="", document=None, language="en"):
    """Say what was done; who says that it is done shows evidence. Staff report without an organization."""
    recommendation = lock_in(recommendation)
    if organization:
        refuse_who_does_not_speak(by, organization)
    _refuse_report(recommendation, organization)
    newest = recommendation.updates.order_by("-at", "-pk").first()
    said = {"organization": organization, "claims": claims, "text": text.strip(), "link": link, "document": document}
    # On a poor line a form is sent twice.
    if newest and all(getattr(newest, name) == value for name, value in said.items()):
        return newest
    update = ActionUpdate(
        recommendation=recommendation,
        organization=organization,
        claims=claims,
        text=text.strip(),
        language=language,
        link=link,
        document=document,
        by=by if isinstance(by, User) else None,
    )
    with promises_of(ActionUpdate):
        update.save()
    if recommendation.state != R.IN_PROGRESS:
        move(recommendation, to=R.IN_PROGRESS)
        recommendation.save()
    # A mail that leads to a report which nobody finds on the page would tell of an organization in danger.
    if is_named_publicly(update):
        tell_followers(recommendation, "reported")
    diff = {"claims": ["", claims], "recommendation": [None, recommendation.reference]}
    # Told of the organization: who may not know of it reads nothing of what its people do either.
    subject = organization.reference if organization else recommendation.reference
    record("recommendation.reported", subject=subject, by=by, diff=diff)
    return update


@transaction.atomic
def close_recommendation(recommendation, *, update, by):
    """It is done: somebody looked at the evidence of this report."""
    recommendation = lock_in(recommendation)
    if update.recommendation_id != recommendation.pk or update.claims != ActionUpdate.Claim.DONE:
        raise Refused(_("This report does not say that it is done, with evidence. Choose one that does."))
    move(recommendation, to=R.DONE)
    recommendation.done_by = update
    recommendation.save()
    if is_named_publicly(update):
        tell_followers(recommendation, "done")
    record("recommendation.done", subject=recommendation.reference, by=by, diff={"report": ["", update.reference]})
    return recommendation


def _refuse_report(recommendation, organization):
    response = ManagementResponse.objects.filter(recommendation=recommendation).first()
    if response and response.verdict == VERDICT.NOT:
        raise Refused(_("This recommendation was not accepted, so there is nothing to report on."))
    theirs = recommendation.addressee == Recommendation.Addressee.CSOS
    if recommendation.state not in UNDER_WAY and not (theirs and recommendation.state == R.ASSIGNED):
        raise Refused(told_state(recommendation))
    if organization and not recommendation.leads.filter(pk=organization.pk).exists():
        raise Refused(_("Your organization does not lead this action any more, so it cannot report on it."))
