"""What people need: asked for with their registration, answered by staff."""

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock
from consultations.actions.telling import tell_focal_point
from consultations.models import Need
from consultations.states import NEXT, ConsultationState, NeedState
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Refused

N = NeedState


def set_needs(registration, needs):
    """Keep what is asked for now: {kind: {"text", "language"}}. What staff answered already stays with its answer."""
    known = {need.kind: need for need in registration.needs.all()}
    for kind in set(known) - set(needs):
        if known[kind].state == N.ASKED:
            known[kind].delete()
    for kind, said in needs.items():
        need = known.get(kind) or Need(registration=registration, kind=kind)
        if need.state == N.ASKED:
            need.text, need.language = said.get("text", ""), said.get("language", "")
            with promises_of(Need):
                need.save()


def refuse_cancelled(consultation):
    if consultation.state == ConsultationState.CANCELLED:
        raise Refused(_("This consultation was cancelled, so its registrations stay as they are."))


@transaction.atomic
def answer_need(need, *, to, by, reason=""):
    """Grant, refuse with a reason, or say that it is done. The organization is told."""
    consultation = lock(need.registration.consultation)
    refuse_cancelled(consultation)
    found = Need.objects.select_related("registration__organization").select_for_update(of=("self",)).filter(pk=need.pk)
    need = found.first()
    if need is None:
        raise Refused(_("This is not asked for any more. Look at the registration again."))
    if to not in NEXT[N][need.state]:
        raise Refused(
            _("This is at “%(state)s” already. Look at the registration again.") % {"state": need.get_state_display()}
        )
    was, need.state, need.reason = need.state, to, reason.strip() if to == N.REFUSED else ""
    need.version += 1
    with promises_of(Need):
        need.save()
    need.registration.consultation = consultation
    tell_focal_point("consultations.need_answered", need.registration, need=need)
    diff = {"kind": ["", need.kind], "state": [str(was), str(to)]}
    record("registration.need_answered", subject=need.registration.reference, by=by, diff=diff)
    return need
