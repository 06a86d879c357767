"""Every verb of the consultations."""

from consultations.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
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

__all__ = [
    "accept_invitation",
    "accept_offer",
    "add_agenda_item",
    "answer_need",
    "approve_registration",
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
    "refuse_registration",
    "remove_agenda_item",
    "withdraw_registration",
]
