"""Refresh campaigns: whom IOM asks whether the record is still right, how the questions leave, what is answered."""

from registry.actions.refreshes.answers import (
    confirm_by_link,
    correct_by_link,
    leave_by_link,
    note_opened,
    record_answer,
    refuse_by_link,
)
from registry.actions.refreshes.campaigns import (
    discard_refresh,
    edit_refresh,
    end_refresh,
    pause_refresh,
    plan_refresh,
    resume_refresh,
    send_rest,
    start_refresh,
)
from registry.actions.refreshes.following import finish_task, mark_bounced, settle_refreshes
from registry.actions.refreshes.sending import SEND, do_send

__all__ = [
    "SEND",
    "confirm_by_link",
    "correct_by_link",
    "discard_refresh",
    "do_send",
    "edit_refresh",
    "end_refresh",
    "finish_task",
    "leave_by_link",
    "mark_bounced",
    "note_opened",
    "pause_refresh",
    "plan_refresh",
    "record_answer",
    "refuse_by_link",
    "resume_refresh",
    "send_rest",
    "settle_refreshes",
    "start_refresh",
]
