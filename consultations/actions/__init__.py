"""Every verb of the consultations."""

from consultations.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from consultations.actions.audiences import (
    add_invitation,
    change_quota,
    freeze_audience,
    remove_invitation,
    remove_target,
    set_target,
)
from consultations.actions.consultations import (
    create_consultation,
    create_series,
    edit_consultation,
    move_consultation,
)
from consultations.actions.demo import load_consultation_demo
from consultations.actions.invitations import accept_invitation, decline_invitation, note_opened
from consultations.actions.sending import (
    expire_invitations,
    remind_all,
    send_invitations,
    send_reminders,
    write_mails,
)

__all__ = [
    "accept_invitation",
    "add_agenda_item",
    "add_invitation",
    "change_quota",
    "create_consultation",
    "create_series",
    "decline_invitation",
    "edit_agenda_item",
    "edit_consultation",
    "expire_invitations",
    "freeze_audience",
    "load_consultation_demo",
    "move_consultation",
    "note_opened",
    "remind_all",
    "remove_agenda_item",
    "remove_invitation",
    "remove_target",
    "send_invitations",
    "send_reminders",
    "set_target",
    "write_mails",
]
