"""Personal data of participants is emptied when its time is over; counts and a proof remain."""

import hashlib
from dataclasses import asdict

from django.db import transaction

from consultations.actions.apart import each_apart
from consultations.actions.consultations import lock
from consultations.models import Need, ParticipationFigures, PurgeProof
from consultations.queries import retention
from consultations.queries.calendar import today_in
from consultations.queries.participants import counts, genders, needs
from consultations.retention import RULES
from registry.actions import forget_bounces, record


@transaction.atomic
def purge_participants(consultation, *, by):
    """Empty what is due; once everything is emptied there is nothing to do. Returns the proofs."""
    consultation = lock(consultation)
    due = retention.due(consultation)
    for rule in due:
        _empty_mails(consultation, rule)
    held = [(rule, _lock_all(retention.holding(consultation, rule))) for rule in due]
    held = [(rule, people) for rule, people in held if people]
    if not held:
        return []
    _freeze_figures(consultation)
    proofs = [_empty(consultation, rule, people) for rule, people in held]
    diff = {proof.kind: [proof.rows, 0] for proof in proofs}
    record("consultation.participants_purged", subject=consultation.reference, by=by, diff=diff)
    return proofs


def purge_what_is_due(*, by):
    """Every consultation, each for itself. Returns of how many people something was emptied, kind by kind."""
    soonest = min(rule.days for rule in RULES)
    # The latest day that it is anywhere: the verb asks the clocks of each place.
    over = retention.over_for_days(soonest, today=today_in("Pacific/Kiritimati"))
    return each_apart(over, lambda one: sum(proof.rows for proof in purge_participants(one, by=by)))


def _lock_all(rows):
    return list(rows.select_related("organization").order_by("pk").select_for_update(of=("self",), no_key=True))


def _freeze_figures(consultation):
    """Once, while all is still there to count."""
    if ParticipationFigures.objects.filter(consultation=consultation).exists():
        return
    ParticipationFigures.objects.create(
        consultation=consultation,
        genders=genders(consultation),
        needs=needs(consultation),
        **asdict(counts(consultation)),
    )


def _empty(consultation, rule, people):
    if rule.fields:
        rows = retention.model_of(rule).objects.filter(pk__in=[one.pk for one in people])
        rows.update(**retention.empty(rule))
    if rule.takes_needs:
        Need.objects.filter(registration__in=people).delete()
    references = sorted(one.reference for one in people)
    return PurgeProof.objects.create(
        consultation=consultation,
        kind=rule.kind,
        rows=sum(1 for one in people if not (one.organization and one.organization.is_at_risk)),
        sha256=hashlib.sha256("\n".join(references).encode()).hexdigest(),
    )


def _empty_mails(consultation, rule):
    """Only that something was sent is known afterwards; looked at every night, for what was sent late too."""
    mails = retention.mails(consultation, rule)
    forget_bounces(mails.filter(recipient=None))
    # What a mail server answered names the address too.
    mails.filter(recipient=None).update(address="", body="", error="")
    mails.update(body="")
