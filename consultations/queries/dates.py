"""The dates of consultations for somebody's calendar: the days, the sessions and until when something can be done."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.states import ConsultationState
from registry.exporters.calendar import Entry

DEADLINES = ("topics_until", "answers_until", "registration_until", "contributions_until")


def of_all(consultations):
    """The days and the deadlines of each; in one query."""
    found = consultations.select_related("country").order_by("starts_on", "pk")
    return [entry for consultation in found for entry in _days(consultation)]


def of_one(consultation):
    """Its days, its deadlines and what the public reads of its agenda."""
    sessions = consultation.agenda.order_by("starts_at", "pk")
    return [*_days(consultation), *(_session(consultation, item) for item in sessions)]


def _days(consultation):
    told = {name: day for name in DEADLINES if (day := getattr(consultation, name))}
    return [
        _entry(
            consultation,
            consultation.reference,
            consultation.name,
            consultation.starts_on,
            ends=consultation.ends_on,
            place=_place(consultation),
        ),
        *(
            _entry(consultation, f"{consultation.reference}-{name}", _title(consultation, name), day)
            for name, day in told.items()
        ),
    ]


def _title(consultation, deadline):
    """What ends on a day, whole: a calendar shows it without anything around it."""
    sentences = {
        "topics_until": _("Last day to propose topics: %(consultation)s"),
        "answers_until": _("Last day to answer the invitation: %(consultation)s"),
        "registration_until": _("Last day to name or replace people: %(consultation)s"),
        "contributions_until": _("Last day for written contributions: %(consultation)s"),
    }
    return sentences[deadline] % {"consultation": consultation.name}


def _session(consultation, item):
    return _entry(
        consultation,
        item.reference,
        item.name,
        item.starts_at,
        ends=item.ends_at,
        zone=consultation.zone,
        text=consultation.name,
        place=", ".join(filter(None, [item.room, _place(consultation)])),
    )


def _place(consultation):
    return ", ".join(filter(None, [consultation.place, consultation.country and consultation.country.name]))


def _entry(consultation, key, title, starts, **facts):
    site = settings.SITE_ORIGIN
    page = reverse("consultations:consultation-detail", args=[consultation.slug])
    return Entry(
        key=f"{key}@{site.partition('://')[2]}",
        title=title,
        starts=starts,
        url=f"{site}{page}",
        changed_at=consultation.updated_at,
        # Every change of its facts and its agenda counts.
        version=consultation.version,
        is_cancelled=consultation.state == ConsultationState.CANCELLED,
        **facts,
    )
