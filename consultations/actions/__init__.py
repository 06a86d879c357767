"""Every verb of the consultations."""

from consultations.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from consultations.actions.consultations import (
    create_consultation,
    create_series,
    edit_consultation,
    move_consultation,
)
from consultations.actions.demo import load_consultation_demo
from consultations.actions.documents import (
    add_consultation_document,
    add_document_file,
    take_off_document_file,
)
from consultations.actions.topics import (
    end_topic_support,
    keep_topic,
    leave_topic_out,
    propose_topic,
    support_topic,
    withdraw_topic,
)

__all__ = [
    "add_agenda_item",
    "add_consultation_document",
    "add_document_file",
    "create_consultation",
    "create_series",
    "edit_agenda_item",
    "edit_consultation",
    "end_topic_support",
    "keep_topic",
    "leave_topic_out",
    "load_consultation_demo",
    "move_consultation",
    "propose_topic",
    "remove_agenda_item",
    "support_topic",
    "take_off_document_file",
    "withdraw_topic",
]
