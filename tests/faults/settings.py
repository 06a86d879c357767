"""The registry as it is, with work of our own on its timetable that can be counted and can kill its worker."""

from iom_partners.settings import *  # noqa: F403

TIMETABLE = "tests.faults.work.TABLE"
