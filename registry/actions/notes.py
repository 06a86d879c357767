"""What is done to a note of staff. The history says that there is one and never what it says."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.living import lock_organization
from registry.errors import Contradiction, Refused
from registry.models import Note
from registry.states import NEXT, NoteState

_VERBS = {
    NoteState.OPEN: "note.agreed",
    NoteState.REFUSED: "note.refused",
    NoteState.CLOSED: "note.closed",
}


@transaction.atomic
def add_note(organization, *, kind, text, review_on, by):
    """Write a note. A remark counts at once; a concern waits for a second person."""
    organization = lock_organization(organization)
    state = NoteState.WAITING if kind == Note.Kind.CONCERN else NoteState.OPEN
    note = Note.objects.create(
        organization=organization, kind=kind, state=state, text=text, review_on=review_on, written_by=by
    )
    _record("note.added", note, by)
    return note


@transaction.atomic
def agree_to_concern(note, *, by, answer=""):
    """Second of the two people. Refused to the one who wrote it."""
    if note.written_by_id == by.pk:
        raise Refused(_("Two people must agree on a concern. Ask a colleague to look at it."))
    return _move(note, NoteState.OPEN, answer, by)


@transaction.atomic
def refuse_concern(note, *, answer, by):
    """A second person does not share it, and says why."""
    if note.written_by_id == by.pk:
        raise Refused(_("A colleague answers this concern. You can withdraw it by closing it."))
    return _move(note, NoteState.REFUSED, answer, by)


@transaction.atomic
def renew_note(note, *, review_on, by):
    """It is still so: look at it again by a later day."""
    note = _lock(note)
    if note.state != NoteState.OPEN:
        raise Refused(_("This note is over. Write a new one."))
    if review_on <= note.review_on:
        raise Contradiction(_("Choose a later day than the one that was set."))
    note.review_on = review_on
    note.version += 1
    note.save()
    _record("note.renewed", note, by)
    return note


@transaction.atomic
def close_note(note, *, answer, by):
    return _move(note, NoteState.CLOSED, answer, by)


def _move(note, to, answer, by):
    note = _lock(note)
    if to not in NEXT[NoteState][note.state]:
        raise Refused(
            _("Somebody answered this note already: %(state)s.") % {"state": note.get_state_display().lower()}
        )
    note.state, note.answer, note.answered_by, note.answered_at = to, answer, by, timezone.now()
    note.version += 1
    note.save()
    _record(_VERBS[to], note, by)
    return note


def _lock(note):
    return Note.objects.select_for_update(of=("self",)).select_related("organization").get(pk=note.pk)


def _record(verb, note, by):
    record(verb, subject=note.organization.reference, by=by, diff={"note": [None, note.reference]})
