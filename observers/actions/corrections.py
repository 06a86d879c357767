"""Corrections: the organization says which fact of the letter is wrong; somebody who had no part in it answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers import policies
from observers.actions.moves import correspondent_of, lock, managers_of
from observers.actions.screening import refuse_undeclared
from observers.actions.uploads import keep_document
from observers.models import Correction
from observers.queries.clock import database_now
from registry.actions import notify, record
from registry.actions.promises import promises_of
from registry.errors import Refused
from registry.models import Document


@transaction.atomic
def ask_correction(application, *, text, by, criterion=None, file=None):
    """The organization says which fact is wrong, and may show it; who may answer is told."""
    application = lock(application)
    if not application.decisions.exists():
        raise Refused(_("There is no decision yet whose facts could be corrected."))
    if criterion and criterion.criteria_set_id != application.criteria_set_id:
        raise Refused(_("This criterion belongs to another set. Open the application again."))
    correction = Correction(
        application=application, criterion=criterion, text=text.strip(), asked_at=database_now(), asked_by=by
    )
    if file:
        correction.document = _kept(application, file, by)
    with promises_of(Correction):
        correction.save()
    _tell(correction, application)
    record("application.correction_asked", subject=application.reference, by=by)
    return correction


@transaction.atomic
def answer_correction(correction, *, text, is_accepted, by):
    """Answered by somebody who had no part in anything that led to the decision."""
    application = lock(correction.application)
    correction = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if correction.answered_at:
        raise Refused(_("This correction was answered already."))
    refuse_undeclared(application, by)
    if by.pk in policies.took_part(application):
        raise Refused(_("You had a part in this application, so somebody else answers."))
    correction.answer, correction.is_accepted = text.strip(), is_accepted
    correction.answered_at, correction.answered_by = database_now(), by
    correction.version += 1
    correction.save()
    recipient = correspondent_of(application)
    if recipient:
        notify(
            "observers.correction_answered",
            recipient=recipient,
            subject=application.reference,
            organization=application.organization,
        )
    record("application.correction_answered", subject=application.reference, by=by)
    return correction


def _tell(correction, application):
    """Everybody who may answer; when nobody may, those who manage applications, so that somebody is found."""
    managers = list(managers_of(application))
    free = [person for person in managers if policies.may_answer_correction(person, correction)]
    for person in free or managers:
        notify(
            "observers.correction_asked",
            recipient=person,
            subject=application.reference,
            context={"can_answer": bool(free)},
        )


def _kept(application, file, by):
    """In the record of the organization, where its members and IOM find it."""
    return keep_document(
        application.organization,
        file,
        by=by,
        kind=Document.Kind.OTHER,
        title=_("Shown for a correction"),
        visibility=Document.Visibility.MEMBERS,
    )
