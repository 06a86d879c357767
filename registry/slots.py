"""Where other apps plug in: an organization's page, the staff's list of work.

Settings name functions by dotted path; each takes the thing (a public profile, a user) and returns
{"template": …, "context": …} or None. The registry does not know who answers.
"""

from django.conf import settings
from django.utils.module_loading import import_string


def fill(place, *about):
    """What the apps have to say at `place` about these things, in the order of the settings."""
    answers = (import_string(path)(*about) for path in settings.SLOTS[place])
    return [answer for answer in answers if answer]
