"""Who follows a recommendation, and is told once of each change, in her own language."""

from django.db import transaction

from consultations.actions.speaking import refuse_who_does_not_speak
from consultations.models import RecommendationSubscription
from consultations.queries.recipients import people_of
from registry.actions import notify, record


@transaction.atomic
def follow_recommendation(recommendation, *, organization, by):
    refuse_who_does_not_speak(by, organization)
    followed, is_new = RecommendationSubscription.objects.get_or_create(
        recommendation=recommendation, organization=organization
    )
    if is_new:
        _record("recommendation.followed", recommendation, organization, by)
    return followed


@transaction.atomic
def unfollow_recommendation(recommendation, *, organization, by):
    refuse_who_does_not_speak(by, organization)
    ended, _rows = recommendation.subscriptions.filter(organization=organization).delete()
    if ended:
        _record("recommendation.no_longer_followed", recommendation, organization, by)


def subscribe(recommendation, organizations):
    """From the start, because they proposed it."""
    RecommendationSubscription.objects.bulk_create(
        [RecommendationSubscription(recommendation=recommendation, organization=one) for one in organizations],
        ignore_conflicts=True,
    )


def tell_followers(recommendation, event, **context):
    """One mail for each person; nobody is told of what is not public yet."""
    if recommendation.published_at is None:
        return
    context |= {"recommendation": recommendation, "event": event}
    for person in people_of(recommendation.subscriptions.values("organization")):
        notify(
            "consultations.recommendation_changed",
            recipient=person,
            subject=recommendation.reference,
            context=context,
        )


def _record(verb, recommendation, organization, by):
    """Told of the organization: who may not know of it reads nothing of what its people do either."""
    diff = {"recommendation": [None, recommendation.reference]}
    record(verb, subject=organization.reference, by=by, diff=diff)
