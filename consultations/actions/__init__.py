"""Every verb of the consultations."""

from consultations.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from consultations.actions.assignments import assign_recommendations
from consultations.actions.consultations import (
    create_consultation,
    create_series,
    edit_consultation,
    move_consultation,
)
from consultations.actions.demo import load_consultation_demo
from consultations.actions.followers import follow_recommendation, unfollow_recommendation
from consultations.actions.notes import hand_in_notes, name_rapporteur, write_notes
from consultations.actions.overdue import escalate_overdue
from consultations.actions.recommendations import (
    drop_recommendation,
    edit_recommendation,
    link_similar,
    number_recommendations,
    publish_recommendations,
    recommend_lines,
    record_recommendation,
)
from consultations.actions.responses import answer_recommendation, close_recommendation, report_action

__all__ = [
    "add_agenda_item",
    "answer_recommendation",
    "assign_recommendations",
    "close_recommendation",
    "create_consultation",
    "create_series",
    "drop_recommendation",
    "edit_agenda_item",
    "edit_consultation",
    "edit_recommendation",
    "escalate_overdue",
    "follow_recommendation",
    "hand_in_notes",
    "link_similar",
    "load_consultation_demo",
    "move_consultation",
    "name_rapporteur",
    "number_recommendations",
    "publish_recommendations",
    "recommend_lines",
    "record_recommendation",
    "remove_agenda_item",
    "report_action",
    "unfollow_recommendation",
    "write_notes",
]
