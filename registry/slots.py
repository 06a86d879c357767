"""Where other apps plug in: an organization's page, the menus, a member's list of her organizations, the directory.

Settings name functions by dotted path. The registry does not know who answers; each place says what it takes:

    organization      a public profile; answers {"template": …, "context": …} or None
    directory         references of organizations; answers those that bear the mark "Council observer"
    api_filters       nothing; answers [{"name", "help", "codes", "keys"}], filters of the API's list of organizations:
                      `keys` takes the codes and a day or None, and answers the keys of those it finds
    observer_since    references of organizations; answers [(reference, since which day)] of those with observer status
    site_menu         nothing; answers [{"name": name of the address, "label": …}]
    staff_menu        a user; answers [{"label": …, "items": [{"name", "icon", "label"}]}], what she may open
    my_organization   a user and an organization of hers; answers [{"url", "icon", "label"}]
    my_documents      documents of one organization of hers; answers [{"document": its key, "url", "label"}], its uses
"""

from django.conf import settings
from django.utils.module_loading import import_string


def fill(place, *about):
    """What the apps have to say at `place` about these things, in the order of the settings."""
    answers = (import_string(path)(*about) for path in settings.SLOTS[place])
    return [answer for answer in answers if answer]


def gather(place, *about):
    """The same where each app answers with several: all of them in one list."""
    return [one for answer in fill(place, *about) for one in answer]
