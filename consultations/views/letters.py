"""The letter for a visa, as a file for who asked for it."""

from django.http import Http404
from django.utils import timezone, translation

from consultations.exporters.visa_letter import Invited, visa_letter_pdf
from consultations.queries.registrations import letters_of
from registry.views.files import made


def visa_letter_for(registration, language):
    """404 until staff have granted it."""
    if language not in letters_of(registration):
        raise Http404
    consultation, organization = registration.consultation, registration.organization
    with translation.override(language):
        letter = Invited(
            language=language,
            reference=registration.reference,
            written_on=timezone.localdate(),
            name=registration.name,
            function=registration.function,
            organization=organization.name if organization else registration.affiliation,
            consultation=consultation.name,
            place=", ".join(filter(None, [consultation.place, consultation.country and consultation.country.name])),
            starts_on=consultation.starts_on,
            ends_on=consultation.ends_on,
            is_demo=consultation.is_demo,
        )
    name = f"visa-letter-{registration.reference}-{language}.pdf"
    return made(visa_letter_pdf(letter), name=name, media_type="application/pdf")
