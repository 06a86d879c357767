"""Every verb of the consultations."""

from consultations.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from consultations.actions.attendance import check_in, close_attendance, take_check_ins, undo_check_in
from consultations.actions.consultations import (
    create_consultation,
    create_series,
    edit_consultation,
    move_consultation,
)
from consultations.actions.demo import load_consultation_demo
from consultations.actions.retention import purge_participants, purge_what_is_due

__all__ = [
    "add_agenda_item",
    "check_in",
    "close_attendance",
    "create_consultation",
    "create_series",
    "edit_agenda_item",
    "edit_consultation",
    "load_consultation_demo",
    "move_consultation",
    "purge_participants",
    "purge_what_is_due",
    "remove_agenda_item",
    "take_check_ins",
    "undo_check_in",
]
