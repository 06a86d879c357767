"""Which personal data of a consultation is still there, until when, and what was emptied."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from consultations.models import Consultation, ConsultationInvitation, Need, Registration
from consultations.queries.calendar import today_in
from consultations.queries.participants import on_public_list
from consultations.retention import RULES, Rule
from consultations.states import RegistrationState
from registry.models import Message
from registry.states import MessageState


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
    """The registrations, or invitations, that still hold what the rule empties."""
    if rule.takes_needs:
        return consultation.registrations.filter(pk__in=Need.objects.values("registration"))
    rows = consultation.invitations if rule.of_invitations else consultation.registrations
    found = rows.filter(reduce(or_, (~Q(**{name: nothing}) for name, nothing in empty(rule).items())))
    return found.exclude(pk__in=_on_list_for_good(found).values("pk")) if rule.spares_who_agreed else found


def _on_list_for_good(registrations):
    """Who did not come is on no list, whatever she agreed to."""
    return on_public_list(registrations).filter(state=RegistrationState.ATTENDED)


def empty(rule):
    """{field: what stands in it when it is emptied}"""
    return {name: model_of(rule)._meta.get_field(name).get_default() for name in rule.fields}


def model_of(rule):
    return ConsultationInvitation if rule.of_invitations else Registration


def mails(consultation, rule):
    """Those about its people that still hold words or an address that the rule empties; what waits is still sent."""
    people = consultation.registrations.values("reference")
    kinds = reduce(or_, (Q(kind__startswith=kind) for kind in rule.mails), Q(pk=None))
    held = ~Q(body="") | (Q(recipient=None) & ~Q(address=""))
    return Message.objects.filter(kinds, held, subject_reference__in=people).exclude(state=MessageState.WAITING)


def over_for_days(days, *, today):
    """Those whose last day was so long ago that something may be due."""
    return Consultation.objects.filter(ends_on__lte=today - timedelta(days=days)).order_by("pk")
