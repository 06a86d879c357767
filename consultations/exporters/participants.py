"""Lists of participants: for the door, to tick and to sign, and for all who take part."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultations.exporters.contents import Person
from registry.exporters.text import cell, plain, said
from registry.exporters.typeset import pdf


def participants_pdf(people: Iterable[Person], *, event: str, footer: str, language: str, for_the_door: bool) -> bytes:
    heads = [_("Name"), _("Organization"), _("Country")]
    return pdf(
        "participants",
        {
            "language": language,
            "title": _("List for the door") if for_the_door else _("List of participants"),
            "says": _("Personal data: for staff at the door only. Destroy it when the consultation is over.")
            if for_the_door
            else _("Only those who agreed to be on this list are named. Do not pass it on."),
            "iom": _("International Organization for Migration"),
            "event": said(event),
            "footer": plain(footer),
            "page-words": _("Page {page} of {pages}"),
            "for_the_door": for_the_door,
            "heads": ["", pgettext("check-in", "Present"), *heads, _("Signature")] if for_the_door else ["", *heads],
            "rows": [
                {
                    "number": str(number),
                    "name": said(cell(person.name, 200)),
                    "function": said(cell(person.function, 120)) if person.function and not for_the_door else None,
                    "organization": said(cell(person.organization, 200)),
                    "country": cell(person.country, 60),
                }
                for number, person in enumerate(people, start=1)
            ],
        },
    )
