"""Times as people type them: by the clocks of a place."""

from datetime import UTC
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

ZONES = sorted(
    name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
)


class WallTimeField(forms.DateTimeField):
    """A day and an hour by the clock on the wall of some place; which place, the form knows."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        super().__init__(**({"widget": widget, "required": False, "input_formats": formats} | kwargs))

    def to_python(self, value):
        # Django would read the time in the reader's own zone.
        return None if value in self.empty_values else self._read(value)

    def _read(self, value):
        for written in self.input_formats:
            try:
                return self.strptime(value.strip(), written).replace(tzinfo=None)
            except ValueError:
                continue
        raise forms.ValidationError(_("Write the day and the time, such as 2027-01-31 23:59."), "invalid")


def instant(wall_time, zone):
    """The moment at which the clocks of `zone` show this time.

    Raises ValidationError for a time that the clocks jump over, or that comes twice, when summer time begins or ends.
    """
    first, second = (wall_time.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall_time:
        raise forms.ValidationError(_("The clocks there jump over this time on that day. Choose another time."))
    raise forms.ValidationError(
        _("This time comes twice on that day, because the clocks go back. Choose another time.")
    )
