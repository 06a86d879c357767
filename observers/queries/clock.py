"""The one clock that deadlines are held to: the database's. A web machine's own may be minutes off."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

# Monday to Friday. Holidays differ from place to place, and which count is not known.
_WORKING = range(5)
GENEVA = "Europe/Zurich"


def database_now():
    """The moment at which the database began this transaction, as an aware datetime.

    A request's body has arrived as a whole before its transaction begins.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def end_of_working_day(start, days, *, zone=GENEVA):
    """The end of the working day that lies `days` working days after `start`; None when no number is set."""
    if days is None:
        return None
    day = start.astimezone(ZoneInfo(zone)).date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() in _WORKING
    return _end_of(day, zone)


def end_of_day(start, days, *, zone=GENEVA):
    """The end of the day that lies `days` days after `start`; None when no number is set."""
    if days is None:
        return None
    return _end_of(start.astimezone(ZoneInfo(zone)).date() + timedelta(days=days), zone)


def working_days_between(start, end, *, zone=GENEVA):
    """How many working days began after the day of `start`, up to the day of `end`."""
    first, last = start.astimezone(ZoneInfo(zone)).date(), end.astimezone(ZoneInfo(zone)).date()
    days = (last - first).days
    return sum((first + timedelta(days=n)).weekday() in _WORKING for n in range(1, days + 1))


def day_in(moment, zone=GENEVA):
    """The day that it is somewhere at that moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _end_of(day, zone):
    return datetime.combine(day, time(23, 59), ZoneInfo(zone))
