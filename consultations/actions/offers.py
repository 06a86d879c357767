"""A seat that is kept for the next of the waiting list: taken, or gone on when nobody answers in time."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.apart import each_apart
from consultations.actions.consultations import lock
from consultations.actions.registrations import lock_registration, refuse_not_expecting
from consultations.actions.seats import fill_seats, record_offers, save_change
from consultations.actions.speaking import refuse_who_does_not_speak
from consultations.actions.telling import tell_focal_point, tell_person
from consultations.models import Consultation, Registration
from consultations.states import EXPECTING, RegistrationState
from registry.actions import record, record_many
from registry.errors import Refused

R = RegistrationState
CLOCK = "clock"


@transaction.atomic
def accept_offer(registration, *, by):
    """She still comes: the seat that was kept is hers."""
    consultation, registration = lock_registration(registration)
    refuse_not_expecting(consultation)
    refuse_who_does_not_speak(by, registration.organization)
    if registration.offered_until is None or registration.offered_until < timezone.now():
        raise Refused(_("No seat is kept for this person any more. Look at the page again."))
    registration.state, registration.offered_until = R.CONFIRMED, None
    save_change(registration)
    tell_person("consultations.registered", registration)
    record("registration.confirmed", subject=registration.reference, by=by)
    return registration


def let_offers_lapse():
    """Offers that nobody answered in time go on to the next; returns how many lapsed. Twice is the same as once."""
    late = Registration.objects.filter(offered_until__lt=timezone.now())
    consultations = Consultation.objects.filter(pk__in=late.values("consultation")).order_by("pk")
    return each_apart(consultations, _lapse)


@transaction.atomic
def _lapse(consultation):
    consultation = lock(consultation)
    late = consultation.registrations.filter(offered_until__lt=timezone.now()).order_by("pk")
    lapsed = list(late.select_for_update(of=("self",), no_key=True).select_related("organization"))
    for registration in lapsed:
        registration.consultation = consultation
        registration.state, registration.offered_until = R.WITHDRAWN, None
        registration.reason = _("The offer of a seat was not answered in time.")
        save_change(registration)
        if consultation.state in EXPECTING:
            tell_focal_point("consultations.offer_lapsed", registration)
    offered = fill_seats(consultation)
    record_many([{"verb": "registration.offer_lapsed", "subject": one.reference} for one in lapsed], by=CLOCK)
    record_offers(offered, by=CLOCK)
    return len(lapsed)
