"""What runs when. Beat wakes the workers; what is due is known to PostgreSQL alone."""

from datetime import timedelta

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

_HOURS = timedelta(hours=3)

# Every hour where a day ends at another hour in every place, and where what was missed is to be made up for soon.
TIMETABLE = (
    Entry("age-listings", _("Age what is published"), At(10, (1,)), "registry.tasks.age_listings"),
    Entry("age-partnerships", _("Age partnerships"), At(20, (1,)), "registry.tasks.age_partnerships"),
    Entry(
        "count-name-keys",
        _("Count the words of names anew"),
        At(30, (1,)),
        "registry.tasks.count_name_keys",
        is_long=True,
    ),
    Entry(
        "find-duplicates",
        _("Look for duplicates"),
        At(50, (1,)),
        kind="duplicates.scan",
        is_long=True,
        within=_HOURS,
    ),
    Entry(
        "check-inventory",
        _("Look for what is unlikely"),
        At(20, (2,)),
        "registry.tasks.check_inventory",
        is_long=True,
        within=_HOURS,
    ),
    Entry("forget-runs", _("Forget runs of long ago"), At(30, (2,)), "registry.tasks.forget_runs"),
    # At night; the later runs are for a view that somebody was changing at that moment.
    Entry("send-digests", _("Write digests of saved views"), At(5, tuple(range(3, 24))), "registry.tasks.send_digests"),
    # Every hour over the figures of the same day: the last ones of a day are kept.
    Entry("count-missions", _("Keep the figures of missions"), At(5), "registry.tasks.count_missions", is_long=True),
    Entry("expire-claims", _("Close claims whose link ran out"), At(15), "registry.tasks.expire_claims"),
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
    Entry(
        "empty-personal-data",
        _("Empty personal data of participants"),
        At(40, (2,)),
        "consultations.tasks.purge_participants",
    ),
)
