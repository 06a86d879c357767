"""To whom recommendations are assigned: to a unit of IOM, which answers, or to organizations, which act."""

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock
from consultations.actions.followers import tell_followers
from consultations.actions.recommendations import DAYS_TO_ANSWER, unknown_to
from consultations.models import Recommendation
from consultations.queries.calendar import today_in
from consultations.queries.recipients import people_of, people_of_unit
from consultations.states import RecommendationState
from registry.actions import notify
from registry.actions.history import record_many
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.models import Organization

R = RecommendationState


@transaction.atomic
def assign_recommendations(consultation, *, recommendations, by, unit=None, leads=(), due_on=None):
    """Assign some of one edition, all at once; whoever is to answer or to act is told once.

    Without a day it is sixty days after the recommendations were published, or will be.
    """
    consultation = lock(consultation)
    if (unit is None) == (not leads):
        raise Contradiction(_("Choose one: the unit that answers, or the organizations that act."))
    found = _lock_all(consultation, recommendations)
    in_time = today_in(consultation.zone) + DAYS_TO_ANSWER
    for one in found:
        one.state, one.unit, one.due_on = R.ASSIGNED, unit, due_on or (in_time if one.published_at else None)
        one.addressee = Recommendation.Addressee.IOM if unit else Recommendation.Addressee.CSOS
        one.version += 1
    with promises_of(Recommendation):
        Recommendation.objects.bulk_update(found, ["state", "unit", "due_on", "addressee", "version"])
    _set_leads(found, leads, by)
    _tell(consultation, found, unit, leads)
    for one in found:
        tell_followers(one, "assigned")
    asked = {"unit": ["", unit.code if unit else ""]}
    record_many(
        [
            {
                "verb": "recommendation.assigned",
                "subject": one.reference,
                "diff": asked | {"due_on": ["", str(one.due_on or "")]},
            }
            for one in found
        ],
        by=by,
    )
    return found


def _lock_all(consultation, recommendations):
    found = list(
        consultation.recommendations.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[one.pk for one in recommendations])
        .order_by("pk")
    )
    if not found:
        raise Contradiction(_("Choose one recommendation at least."))
    late = sorted(one.number for one in found if one.state not in (R.RECORDED, R.ASSIGNED))
    if late:
        raise Refused(
            _("Somebody answered or dropped these already: %(numbers)s. Take them out, then assign the others.")
            % {"numbers": ", ".join(map(str, late))}
        )
    return found


def _set_leads(found, leads, by):
    """Who leads already and is unknown to this person goes on, as long as it is for organizations to act."""
    row = Recommendation.leads.through
    held = row.objects.filter(recommendation__in=found)
    if leads:
        hidden = unknown_to(by, Organization.objects.filter(recommendations_led__in=found))
        held = held.exclude(organization__in=hidden.values("pk"))
    held.delete()
    row.objects.bulk_create(
        [row(recommendation=one, organization=lead) for one in found for lead in leads], ignore_conflicts=True
    )


def _tell(consultation, found, unit, leads):
    context = {"consultation": consultation, "count": len(found)}
    kind, people = (
        ("consultations.recommendations_assigned", people_of_unit(unit))
        if unit
        else ("consultations.actions_assigned", people_of(leads))
    )
    for person in people:
        notify(kind, recipient=person, subject=consultation.reference, context=context)
