"""Where the documentation stands in the menu of the site."""

from django.utils.translation import gettext as _


def site_menu():
    return [{"name": "docs:start", "label": _("Data and API")}]
