"""Every verb of the consultations."""

from consultations.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from consultations.actions.assignments import assign_recommendations
from consultations.actions.attendance import check_in, close_attendance, take_check_ins, undo_check_in
from consultations.actions.audiences import (
    add_invitation,
    change_quota,
    freeze_audience,
    remove_invitation,
    remove_target,
    set_target,
)
from consultations.actions.consultations import create_consultation, create_series, edit_consultation, move_consultation
from consultations.actions.contributions import (
    add_question,
    edit_question,
    remove_question,
    save_contribution,
    send_contribution,
    take_back_contribution,
)
from consultations.actions.copying import copy_consultation
from consultations.actions.demo import load_consultation_demo
from consultations.actions.documents import add_consultation_document, add_document_file, take_off_document_file
from consultations.actions.followers import follow_recommendation, unfollow_recommendation
from consultations.actions.invitations import accept_invitation, decline_invitation, note_opened
from consultations.actions.needs import answer_need
from consultations.actions.notes import hand_in_notes, name_rapporteur, write_notes
from consultations.actions.offers import accept_offer, let_offers_lapse
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
from consultations.actions.registrations import (
    approve_registration,
    edit_registration,
    enter_participant,
    name_person,
    refuse_registration,
    withdraw_registration,
)
from consultations.actions.reports import (
    begin_report,
    edit_report,
    publish_report,
    return_report,
    send_report_to_review,
)
from consultations.actions.responses import answer_recommendation, close_recommendation, report_action
from consultations.actions.retention import purge_participants, purge_what_is_due
from consultations.actions.sending import expire_invitations, remind_all, send_invitations, send_reminders, write_mails
from consultations.actions.topics import (
    end_topic_support,
    keep_topic,
    leave_topic_out,
    propose_topic,
    support_topic,
    withdraw_topic,
)

__all__ = [
    "accept_invitation",
    "accept_offer",
    "add_agenda_item",
    "add_consultation_document",
    "add_document_file",
    "add_invitation",
    "add_question",
    "answer_need",
    "answer_recommendation",
    "approve_registration",
    "assign_recommendations",
    "begin_report",
    "change_quota",
    "check_in",
    "close_attendance",
    "close_recommendation",
    "copy_consultation",
    "create_consultation",
    "create_series",
    "decline_invitation",
    "drop_recommendation",
    "edit_agenda_item",
    "edit_consultation",
    "edit_question",
    "edit_recommendation",
    "edit_registration",
    "edit_report",
    "end_topic_support",
    "enter_participant",
    "escalate_overdue",
    "expire_invitations",
    "follow_recommendation",
    "freeze_audience",
    "hand_in_notes",
    "keep_topic",
    "leave_topic_out",
    "let_offers_lapse",
    "link_similar",
    "load_consultation_demo",
    "move_consultation",
    "name_person",
    "name_rapporteur",
    "note_opened",
    "number_recommendations",
    "propose_topic",
    "publish_recommendations",
    "publish_report",
    "purge_participants",
    "purge_what_is_due",
    "recommend_lines",
    "record_recommendation",
    "refuse_registration",
    "remind_all",
    "remove_agenda_item",
    "remove_invitation",
    "remove_question",
    "remove_target",
    "report_action",
    "return_report",
    "save_contribution",
    "send_contribution",
    "send_invitations",
    "send_reminders",
    "send_report_to_review",
    "set_target",
    "support_topic",
    "take_back_contribution",
    "take_check_ins",
    "take_off_document_file",
    "undo_check_in",
    "unfollow_recommendation",
    "withdraw_registration",
    "withdraw_topic",
    "write_mails",
    "write_notes",
]
