"""What a data portal wants to know of the data before it takes them (HDX asks for these by name)."""

from django.utils.translation import gettext as _

# Files are made each night; as a duration, and by its name in the European Union's list.
UPDATE_FREQUENCY, DAILY = "P1D", "http://publications.europa.eu/resource/authority/frequency/DAILY"


def source():
    return _("What organizations, IOM offices and registers told this registry. Each row names its own source.")


def methodology():
    return _(
        "Staff of IOM put together what is told, join what stands there twice, and verify against evidence: `trust`,"
        " `verified_on` and `freshness` say how far."
    )


def caveats():
    return _(
        "Not every organization is listed, and what is told grows old. A count is that of what is listed, and no"
        " measure of civil society in a country."
    )


def location():
    return _("World")
