"""What runs when. Beat wakes the workers; what is due is known to PostgreSQL alone."""

from django.utils.translation import gettext_lazy as _

from registry.timetable import At, Entry

# Ticks of a few seconds have no rows of their own: thousands a day would say that nothing was to be done. What they
# look for is rows already: jobs, routines, messages, invitations. A tick that no worker took before the next one is
# worth nothing: it is forgotten instead of piling up.
SCHEDULE = {
    "take up short jobs that wait or were left behind": {
        "task": "registry.tasks.take_up_jobs",
        "kwargs": {"lane": "short"},
        "schedule": 3.0,
        "options": {"expires": 3, "queue": "short"},
    },
    "take up long jobs that wait or were left behind": {
        "task": "registry.tasks.take_up_jobs",
        "kwargs": {"lane": "long"},
        "schedule": 3.0,
        "options": {"expires": 3},
    },
    "deliver messages": {"task": "registry.tasks.deliver_messages", "schedule": 5.0, "options": {"expires": 5}},
    "tell webhooks": {
        "task": "registry.tasks.tell_webhooks",
        "schedule": 5.0,
        "options": {"expires": 5, "queue": "short"},
    },
    "read the mails that came back": {
        "task": "registry.tasks.read_bounces",
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "short"},
    },
    "begin to read the sources that are due": {
        "task": "registry.tasks.read_sources",
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "short"},
    },
    "go on with refresh campaigns, and close what nobody answered": {
        "task": "registry.tasks.settle_refreshes",
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "short"},
    },
    # Who left the inventory leaves the files of its editions within a minute or two.
    "write files of editions anew": {
        "task": "registry.tasks.write_editions_anew",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # So do they leave the copies for partner systems.
    "write exports anew": {
        "task": "registry.tasks.write_exports_anew",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "say that beat and a worker live": {"task": "registry.tasks.beat", "schedule": 15.0, "options": {"expires": 15}},
    "ask for the work that is due": {
        "task": "registry.tasks.ask_for_work",
        "schedule": 10.0,
        "options": {"expires": 10, "queue": "short"},
    },
    "write the mails of invitations": {
        "task": "consultations.tasks.write_mails",
        "schedule": 10.0,
        "options": {"expires": 10, "queue": "short"},
    },
}

# Every hour where a day ends at another hour in every place, and where what was missed is to be made up for soon.
TIMETABLE = (
    # The night's own steps stand in settings.NIGHT. Begun once a date.
    Entry("night", _("Do the work of the night"), At(10, (1,)), "registry.tasks.begin_night"),
    Entry("forget-runs", _("Forget runs of long ago"), At(30, (2,)), "registry.tasks.forget_runs"),
    # At night; the later runs are for a view that somebody was changing at that moment.
    Entry("send-digests", _("Write summaries"), At(5, tuple(range(3, 24))), "registry.tasks.send_digests"),
    # Every hour over the figures of the same day: the last ones of a day are kept.
    Entry("count-missions", _("Keep the figures of missions"), At(5), "registry.tasks.count_missions", is_long=True),
    Entry("send-reminders", _("Send reminders"), At(25), "registry.tasks.send_due_reminders"),
    Entry("expire-claims", _("Close claims whose link ran out"), At(15), "registry.tasks.expire_claims"),
    Entry("look-after-keys", _("Warn of keys that end soon"), At(50, (4,)), "registry.tasks.look_after_keys"),
    Entry("ask-observers", _("Ask observers to confirm"), At(20), "observers.tasks.ask_confirmations"),
    Entry("remind-observers", _("Remind observers"), At(25), "observers.tasks.remind_of_confirmations"),
    Entry("lapse-observers", _("Say which statuses lapse"), At(30), "observers.tasks.let_lapse"),
    Entry("remind-due-dates", _("Remind of due dates"), At(35), "observers.tasks.remind_of_due_dates"),
    Entry("note-silence", _("Note who gave no opinion"), At(40), "observers.tasks.note_silence"),
    Entry("forget-uploads", _("Forget files that stopped half way"), At(10, (2,)), "observers.tasks.forget_uploads"),
    Entry("offer-seats", _("Offer seats to the next"), At(45), "consultations.tasks.let_offers_lapse"),
    Entry(
        "close-invitations",
        _("Close invitations that nobody answered"),
        At(50),
        "consultations.tasks.expire_invitations",
    ),
    Entry(
        "remind-invited",
        _("Remind who has not answered an invitation"),
        At(40, (5,)),
        "consultations.tasks.remind_invited",
    ),
    Entry(
        "tell-overdue",
        _("Say which recommendations are overdue"),
        At(45, tuple(range(4, 24))),
        "consultations.tasks.escalate_overdue",
    ),
)
