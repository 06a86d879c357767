"""Which personal data of a consultation is still there, until when, and what was emptied."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from consultations.models import Consultation, Need, Registration
from consultations.queries.calendar import today_in
from consultations.queries.participants import on_public_list
from consultations.retention import RULES, Rule


@dataclass(frozen=True)
class Kept:
    """One kind of data of one consultation; `left`: of how many people it is there; `proofs`: what was emptied."""

    rule: Rule
    due_on: date | None
    left: int
    proofs: list


def kept(consultation, *, user):
    """Kind by kind, counted among the people whom this member of the staff may know of."""
    proofs = list(consultation.purge_proofs.order_by("at", "pk"))
    return [
        Kept(
            rule,
            due_on=consultation.ends_on and consultation.ends_on + timedelta(days=rule.days),
            left=holding(consultation, rule).visible_to(user).count(),
            proofs=[proof for proof in proofs if proof.kind == rule.kind],
        )
        for rule in RULES
    ]


def due(consultation):
    """The rules whose day has come, by the clocks of the place."""
    if consultation.ends_on is None:
        return []
    age = (today_in(consultation.zone) - consultation.ends_on).days
    return [rule for rule in RULES if age >= rule.days]


def holding(consultation, rule):
    """The registrations that still hold what the rule empties."""
    if rule.takes_needs:
        return consultation.registrations.filter(pk__in=Need.objects.values("registration"))
    found = consultation.registrations.filter(reduce(or_, (~Q(**{name: empty(name)}) for name in rule.fields)))
    return found.exclude(pk__in=on_public_list(found).values("pk")) if rule.spares_who_agreed else found


def empty(name):
    return Registration._meta.get_field(name).get_default()


def over_for_days(days, *, today):
    """Those whose last day was so long ago that something may be due."""
    return Consultation.objects.filter(ends_on__lte=today - timedelta(days=days)).order_by("pk")
