"""What runs when: one line a job. Beat wakes the workers; what is due is known to PostgreSQL alone."""

from celery.schedules import crontab

# A tick that no worker took before the next one is worth nothing: it is forgotten instead of piling up.
SCHEDULE = {
    "take up jobs that wait or were left behind": {
        "task": "registry.tasks.take_up_jobs",
        "schedule": 3.0,
        "options": {"expires": 3},
    },
    "deliver messages": {"task": "registry.tasks.deliver_messages", "schedule": 5.0, "options": {"expires": 5}},
    "say that beat and a worker live": {"task": "registry.tasks.beat", "schedule": 15.0, "options": {"expires": 15}},
    "age listings": {"task": "registry.tasks.age_listings", "schedule": crontab(hour=1, minute=10)},
    "age partnerships": {"task": "registry.tasks.age_partnerships", "schedule": crontab(hour=1, minute=20)},
    "count name keys anew": {"task": "registry.tasks.count_name_keys", "schedule": crontab(hour=1, minute=30)},
    "find duplicates": {"task": "registry.tasks.find_duplicates", "schedule": crontab(hour=1, minute=50)},
    "find what looks unlikely": {"task": "registry.tasks.check_inventory", "schedule": crontab(hour=2, minute=20)},
    # At night; the later runs make up for a night on which the clock stood still.
    "send digests of saved views": {"task": "registry.tasks.send_digests", "schedule": crontab(hour="3-23", minute=5)},
    # Every hour over the figures of the same day: the last ones of a day are kept.
    "keep the figures of missions": {"task": "registry.tasks.count_missions", "schedule": crontab(minute=5)},
    "close claims whose link ran out": {"task": "registry.tasks.expire_claims", "schedule": crontab(minute=15)},
    "go on with refresh campaigns, and close what nobody answered": {
        "task": "registry.tasks.settle_refreshes",
        "schedule": crontab(minute="*/5"),
    },
    # Every hour: what was missed while the clock stood still is made up for within the hour.
    "ask observers to confirm": {"task": "observers.tasks.ask_confirmations", "schedule": crontab(minute=20)},
    "remind observers": {"task": "observers.tasks.remind_of_confirmations", "schedule": crontab(minute=25)},
    "remind of due dates": {"task": "observers.tasks.remind_of_due_dates", "schedule": crontab(minute=35)},
    "note who gave no opinion": {"task": "observers.tasks.note_silence", "schedule": crontab(minute=40)},
    "forget files that stopped half way": {
        "task": "observers.tasks.forget_uploads",
        "schedule": crontab(hour=2, minute=10),
    },
    "empty personal data of participants": {
        "task": "consultations.tasks.purge_participants",
        "schedule": crontab(hour=2, minute=40),
    },
    "offer seats to the next": {"task": "consultations.tasks.let_offers_lapse", "schedule": crontab(minute=45)},
    "say what lapses": {"task": "observers.tasks.let_lapse", "schedule": crontab(minute=30)},
    "write the mails of invitations": {
        "task": "consultations.tasks.write_mails",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "remind who has not answered an invitation": {
        "task": "consultations.tasks.remind_invited",
        "schedule": crontab(hour=5, minute=40),
    },
    # Every hour: a day ends at another hour in every place.
    "close invitations that nobody answered": {
        "task": "consultations.tasks.expire_invitations",
        "schedule": crontab(minute=50),
    },
    "say which recommendations are overdue": {
        "task": "consultations.tasks.escalate_overdue",
        "schedule": crontab(hour="4-23", minute=45),
    },
}
