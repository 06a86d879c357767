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
from consultations.actions.invitations import accept_invitation, decline_invitation
from consultations.actions.needs import answer_need
from consultations.actions.offers import accept_offer, let_offers_lapse
from consultations.actions.registrations import (
    approve_registration,
    edit_registration,
    enter_participant,
    name_person,
    refuse_registration,
    withdraw_registration,
)
from consultations.actions.retention import purge_participants, purge_what_is_due

__all__ = [
    "accept_invitation",
    "accept_offer",
    "add_agenda_item",
    "answer_need",
    "approve_registration",
    "check_in",
    "close_attendance",
    "create_consultation",
    "create_series",
    "decline_invitation",
    "edit_agenda_item",
    "edit_consultation",
    "edit_registration",
    "enter_participant",
    "let_offers_lapse",
    "load_consultation_demo",
    "move_consultation",
    "name_person",
    "purge_participants",
    "purge_what_is_due",
    "refuse_registration",
    "remove_agenda_item",
    "take_check_ins",
    "undo_check_in",
    "withdraw_registration",
]
