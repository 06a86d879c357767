"""Every verb of the consultations."""

from consultations.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from consultations.actions.consultations import (
    create_consultation,
    create_series,
    edit_consultation,
    move_consultation,
)
from consultations.actions.demo import load_consultation_demo
from consultations.actions.invitations import accept_invitation, decline_invitation, note_opened

__all__ = [
    "accept_invitation",
    "add_agenda_item",
    "create_consultation",
    "create_series",
    "decline_invitation",
    "edit_agenda_item",
    "edit_consultation",
    "load_consultation_demo",
    "move_consultation",
    "note_opened",
    "remove_agenda_item",
]
