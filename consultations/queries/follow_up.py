"""What became of recommendations, as each reader may know it; and what the next edition begins with."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from consultations.models import ActionUpdate, Consultation, ManagementResponse, Recommendation
from consultations.queries.calendar import GENEVA, today_in
from consultations.states import HELD, UNDER_WAY, RecommendationState
from registry.models import Organization

R = RecommendationState


def told(recommendations, *, organizations):
    """The recommendations with all that is told of them: `organizations` are those that the reader may know of.

    Whoever else proposed, leads or reported is left out, with what it wrote: not even a number tells of it.
    """
    named = organizations.prefetch_related("names")
    known = Q(organization=None) | Q(organization__in=organizations.values("pk"))
    updates = ActionUpdate.objects.filter(known).select_related("organization").order_by("-at", "-pk")
    return (
        recommendations.waiting()
        .select_related("consultation", "unit", "area", "session", "response")
        .prefetch_related(
            Prefetch("proposers", named, to_attr="known_proposers"),
            Prefetch("leads", named, to_attr="known_leads"),
            Prefetch("updates", updates.prefetch_related("organization__names"), to_attr="known_updates"),
        )
    )


def told_publicly(recommendations):
    return told(recommendations.public(), organizations=Organization.objects.named_publicly())


def is_named_publicly(update):
    """Whether everybody reads this report: its organization, if it has one, is among those of `told_publicly`."""
    named = Organization.objects.named_publicly()
    return update.organization_id is None or named.filter(pk=update.organization_id).exists()


def today():
    """The day by which it is judged what is overdue: that of IOM's headquarters."""
    return today_in(GENEVA)


def asked_of_units(user):
    """What the units in which this person works are to answer or to do, what is due first at the top."""
    units = {assignment.unit_id for assignment in user.current_assignments()} - {None}
    return Recommendation.objects.filter(unit__in=units)


def named_organizations():
    """[(reference, name)] of those that proposed or lead something public, as far as the public may name them."""
    public = Recommendation.objects.public().values("pk")
    asked = Q(recommendations__in=public) | Q(recommendations_led__in=public)
    found = Organization.objects.named_publicly().filter(asked).distinct().prefetch_related("names")
    return sorted(((one.reference, one.name) for one in found), key=lambda pair: pair[1].casefold())


def earlier_edition(consultation):
    """The one it was copied from, or the one before it in its series, as far as it took place."""
    if consultation.copied_from and consultation.copied_from.state in HELD:
        return consultation.copied_from
    if not (consultation.series_id and consultation.starts_on):
        return None
    before = Consultation.objects.filter(series=consultation.series_id, starts_on__lt=consultation.starts_on)
    return before.filter(state__in=HELD).order_by("-starts_on", "-pk").first()


@dataclass(frozen=True)
class Standing:
    """Where the recommendations of an edition stand on a day; each is in one of the lists."""

    on: date
    made: int
    done: list
    under_way: list
    overdue: list
    waiting: list
    refused: list
    dropped: list
    # How many have an answer of IOM, whatever became of them.
    answered: int


def standing(recommendations, *, on):
    lists = {"done": [], "under_way": [], "overdue": [], "waiting": [], "refused": [], "dropped": []}
    for one in recommendations:
        lists[_shelf(one, on)].append(one)
    return Standing(on=on, made=sum(map(len, lists.values())), answered=recommendations.answered().count(), **lists)


def _shelf(one, on):
    if one.state in (R.DONE, R.DROPPED):
        return str(one.state)
    if is_overdue(one, on=on):
        return "overdue"
    if one.state not in UNDER_WAY:
        return "waiting"
    is_refused = hasattr(one, "response") and one.response.verdict == ManagementResponse.Verdict.NOT
    return "refused" if is_refused else "under_way"


def is_overdue(recommendation, *, on):
    """Of one that was read with `waiting`."""
    return recommendation.due is not None and recommendation.due < on
