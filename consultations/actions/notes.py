"""Notes of break-out groups: a rapporteur is named, writes, hands in."""

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock
from consultations.models import BreakoutNote
from consultations.states import HEARD, NEXT, BreakoutNoteState, ConsultationState
from registry.actions import notify, record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale

N = BreakoutNoteState


@transaction.atomic
def name_rapporteur(item, *, person, by):
    """Ask a person with an account to write the notes of a session; she is told."""
    consultation = lock(item.consultation)
    _refuse_over(consultation)
    if item.notes.filter(state=N.HANDED_IN).exists():
        raise Refused(_("Notes of this session were handed in already, so nobody else is asked for them."))
    note = BreakoutNote(item=item, written_by=person, language=person.language)
    with promises_of(BreakoutNote):
        note.save()
    notify("consultations.notes_asked", recipient=person, subject=note.reference, context={"item": item})
    record("consultation.rapporteur_named", subject=consultation.reference, by=by, diff={"session": ["", item.name]})
    return note


@transaction.atomic
def write_notes(note, *, text, language, by, version=None):
    """Keep what she wrote so far; only she and the organizers read it."""
    return _write(note, text, language, by, version)


@transaction.atomic
def hand_in_notes(note, *, text, language, by, version=None):
    """Give the notes to the organizers; from then on they stay as they are."""
    note = _write(note, text, language, by, version)
    if N.HANDED_IN not in NEXT[N][note.state]:
        raise Refused(_too_late())
    if note.item.consultation.state not in HEARD:
        raise Refused(
            _("This consultation has not begun, so nothing was said yet. Save your notes, and hand them in afterwards.")
        )
    note.state = N.HANDED_IN
    with promises_of(BreakoutNote):
        note.save()
    diff = {"session": ["", note.item.name]}
    record("consultation.notes_handed_in", subject=note.item.consultation.reference, by=by, diff=diff)
    return note


def _write(note, text, language, by, version):
    consultation = lock(note.item.consultation)
    note = (
        BreakoutNote.objects.select_for_update(of=("self",), no_key=True)
        .select_related("item__consultation")
        .get(pk=note.pk)
    )
    if note.state != N.DRAFT:
        raise Refused(_too_late())
    _refuse_over(consultation)
    if version is not None and version != note.version:
        raise Stale(_("These notes were saved meanwhile, in another window. Copy your text, then look at them again."))
    note.text, note.language = text.strip(), language
    note.version += 1
    note.save()
    return note


def _refuse_over(consultation):
    if consultation.state == ConsultationState.CANCELLED:
        raise Refused(_("This consultation was cancelled, so nobody writes notes of it."))
    if consultation.state == ConsultationState.CLOSED:
        raise Refused(_("This consultation is closed, so nobody writes notes of it any more. Tell the organizers."))


def _too_late():
    return _("These notes were handed in already, so they stay as they are. Tell the organizers what is wrong.")
