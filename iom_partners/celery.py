"""The Celery app. Workers read settings from Django; what runs when stands in schedule.py."""

import os

from celery import Celery

from iom_partners.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iom_partners.settings")

app = Celery("iom_partners")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
