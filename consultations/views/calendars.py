"""Consultations for somebody's calendar program: it loads the file once, or looks again by itself."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from consultations.queries import dates
from consultations.views.editions import public_edition
from registry.exporters.calendar import MEDIA_TYPE, calendar_ics
from registry.views.files import made


@require_safe
def calendar(request):
    content = calendar_ics(dates.of_all(Consultation.objects.public()), name=_("Consultations of IOM"))
    return made(content, name="consultations.ics", media_type=MEDIA_TYPE)


@require_safe
def consultation_calendar(request, slug):
    consultation = public_edition(slug)
    content = calendar_ics(dates.of_one(consultation), name=consultation.name)
    return made(content, name=f"{slug}.ics", media_type=MEDIA_TYPE)
