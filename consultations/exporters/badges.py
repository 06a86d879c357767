"""Badges to print and to cut: ten on a sheet, each with a code that the camera of a phone reads."""

import io
from collections.abc import Iterable
from typing import Any

import qrcode
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from consultations.exporters.contents import Person
from registry.exporters.text import plain, said, shortened
from registry.exporters.typeset import pdf


def badges_pdf(people: Iterable[Person], *, event: str, language: str) -> bytes:
    return pdf(
        "badges",
        {
            "language": language,
            "title": _("Badges"),
            "iom": _("International Organization for Migration"),
            "badges": [_badge(person, event) for person in people],
        },
    )


def _badge(person: Person, event: str) -> dict[str, Any]:
    return {
        "event": said(shortened(event, 70)[0]),
        "name": said(shortened(person.name, 200)[0]),
        "organization": said(shortened(person.organization, 200)[0]),
        "facts": [plain(fact) for fact in (person.country, person.part, person.language) if fact],
        "reference": plain(person.reference),
        "code": _code(person.address),
        "code_says": _("Code to check in %(reference)s") % {"reference": plain(person.reference)},
    }


def _code(address: str) -> str:
    """A drawing of black squares, with a quiet border that cameras need."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    drawn = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(drawn)
    return drawn.getvalue().decode()
