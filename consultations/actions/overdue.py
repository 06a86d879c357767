"""What is overdue is told: first to whoever is to answer or to act, after two weeks to the organizers. Once a step."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from consultations.actions.apart import each_apart
from consultations.models import Escalation, Recommendation
from consultations.queries.calendar import GENEVA, today_in
from consultations.queries.recipients import organizers, people_of, people_of_unit
from consultations.states import RecommendationState
from registry.actions import notify, record

AFTER = {Escalation.Step.THEIRS: timedelta(0), Escalation.Step.ORGANIZERS: timedelta(days=14)}


def escalate_overdue(*, on=None, by="clock"):
    """Tell of everything that is overdue on that day; returns how many steps were taken."""
    on = on or today_in(GENEVA)
    late = Recommendation.objects.public().overdue(on=on).order_by("pk").values_list("pk", flat=True)
    return each_apart(list(late), partial(_escalate, on=on, by=by))


@transaction.atomic
def _escalate(pk, on, by):
    # Looked at again under the lock: it may have been answered meanwhile.
    late = Recommendation.objects.overdue(on=on).select_for_update(of=("self",), no_key=True)
    recommendation = late.select_related("consultation", "unit").filter(pk=pk).first()
    if recommendation is None:
        return 0
    taken = 0
    for step, wait in AFTER.items():
        if recommendation.due + wait >= on:
            continue
        _row, is_new = Escalation.objects.get_or_create(
            recommendation=recommendation, about=_about(recommendation), due_on=recommendation.due, step=step
        )
        if is_new:
            _tell(recommendation, step)
            record("recommendation.escalated", subject=recommendation.reference, by=by, diff={"step": ["", str(step)]})
            taken += 1
    return taken


def _about(recommendation):
    theirs = recommendation.addressee == Recommendation.Addressee.CSOS
    is_unanswered = recommendation.state == RecommendationState.ASSIGNED and not theirs
    return Escalation.About.ANSWER if is_unanswered else Escalation.About.ACTION


def _tell(recommendation, step):
    """Where nobody of them can be told, the organizers are told at once."""
    kind, people = "consultations.recommendation_overdue", []
    if step == Escalation.Step.THEIRS and recommendation.addressee == Recommendation.Addressee.CSOS:
        kind, people = "consultations.action_overdue", list(people_of(recommendation.leads.values("pk")))
    elif step == Escalation.Step.THEIRS:
        people = list(people_of_unit(recommendation.unit))
    if not people:
        kind, people = "consultations.recommendation_overdue", organizers()
    for person in people:
        notify(
            kind,
            recipient=person,
            subject=recommendation.reference,
            context={"recommendation": recommendation, "about": _about(recommendation)},
        )
