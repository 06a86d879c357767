"""The recommendation: written by one, agreed by another, or returned by her with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.moves import lock_in, move
from observers.actions.screening import refuse_undeclared
from observers.models import Recommendation
from observers.queries.clock import database_now
from observers.queries.reviews import are_readable, disagreements
from observers.states import ApplicationState
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Refused

S = ApplicationState


@transaction.atomic
def recommend(application, *, advice, reason, by):
    """Sign first. Refused without two complete reviews, or while they differ."""
    application = lock_in(application, S.READY)
    refuse_undeclared(application, by)
    if not are_readable(application) or disagreements(application):
        raise Refused(_("Two complete reviews that agree, or are settled, come before a recommendation."))
    recommendation = Recommendation(
        application=application,
        cycle=application.cycle,
        advice=advice,
        reason=reason.strip(),
        signed_at=database_now(),
        signed_by=by,
    )
    with promises_of(Recommendation):
        recommendation.save()
    record("application.recommendation_signed", subject=application.reference, by=by)
    return recommendation


@transaction.atomic
def agree_recommendation(recommendation, *, by):
    """Sign second: from now on it stands."""
    application = lock_in(recommendation.application, S.READY)
    recommendation = _pending(recommendation, by)
    refuse_undeclared(application, by)
    recommendation.agreed_at, recommendation.agreed_by = database_now(), by
    recommendation.version += 1
    recommendation.save()
    move(application, to=S.RECOMMENDED, by=by, verb="application.recommended")
    return recommendation


@transaction.atomic
def return_recommendation(recommendation, *, reason, by):
    """Do not agree, and say why; the first person, or a third, writes another one."""
    application = lock_in(recommendation.application, S.READY)
    recommendation = _pending(recommendation, by)
    refuse_undeclared(application, by)
    if not reason.strip():
        raise Refused(_("Say why you do not agree."))
    recommendation.returned_at, recommendation.returned_by = database_now(), by
    recommendation.returned_reason = reason.strip()
    recommendation.version += 1
    recommendation.save()
    record("application.recommendation_returned", subject=application.reference, by=by)
    return recommendation


def _pending(recommendation, by):
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if recommendation.agreed_at or recommendation.returned_at:
        raise Refused(_("This recommendation was answered already."))
    if recommendation.signed_by_id == by.pk:
        raise Refused(_("Two people recommend. A colleague must agree."))
    return recommendation
