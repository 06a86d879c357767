"""Every verb of the consultations."""

from consultations.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from consultations.actions.consultations import (
    create_consultation,
    create_series,
    edit_consultation,
    move_consultation,
)
from consultations.actions.contributions import (
    add_question,
    edit_question,
    remove_question,
    save_contribution,
    send_contribution,
    take_back_contribution,
)
from consultations.actions.demo import load_consultation_demo
from consultations.actions.reports import (
    begin_report,
    edit_report,
    publish_report,
    return_report,
    send_report_to_review,
)

__all__ = [
    "add_agenda_item",
    "add_question",
    "begin_report",
    "create_consultation",
    "create_series",
    "edit_agenda_item",
    "edit_consultation",
    "edit_question",
    "edit_report",
    "load_consultation_demo",
    "move_consultation",
    "publish_report",
    "remove_agenda_item",
    "remove_question",
    "return_report",
    "save_contribution",
    "send_contribution",
    "send_report_to_review",
    "take_back_contribution",
]
