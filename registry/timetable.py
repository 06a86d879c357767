"""The timetable: what the clock asks for, and when. Which entries there are stands in iom_partners/schedule.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EVERY_HOUR = tuple(range(24))


@dataclass(frozen=True)
class At:
    """At this minute of these hours, UTC: the clock of no place in particular, and without summer time."""

    minute: int
    hours: tuple[int, ...] = _EVERY_HOUR

    @property
    def is_hourly(self) -> bool:
        return self.hours == _EVERY_HOUR

    def after(self, moment: datetime) -> datetime:
        """The first time later than `moment`."""
        return next(one for one in self._around(moment, 1) if one > moment)

    def until(self, moment: datetime) -> datetime:
        """The last time not later than `moment`."""
        return next(one for one in self._around(moment, -1) if one <= moment)

    def _around(self, moment: datetime, step: int) -> Iterator[datetime]:
        this_hour = moment.astimezone(UTC).replace(minute=self.minute, second=0, microsecond=0)
        # Its own hour of the same day may be over, or not yet begun: a whole day and that hour again.
        hours = (this_hour + timedelta(hours=step * n) for n in range(25))
        return (one for one in hours if one.hour in self.hours)


@dataclass(frozen=True)
class Entry:
    """One routine: a task by its dotted path, or a kind of job that runs by chunks."""

    key: str
    title: str
    at: At
    task: str = ""
    kind: str = ""
    # Whatever takes more than seconds goes to the workers that mails and short work never wait for.
    is_long: bool = False
    # Not done so long after its time, it is late and people are told.
    within: timedelta = timedelta(minutes=30)
