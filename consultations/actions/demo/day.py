"""An invented consultation that takes place today, with people at its door; of the past one what is due is emptied."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from consultations.actions.agenda import add_agenda_item
from consultations.actions.attendance import check_in
from consultations.actions.consultations import create_consultation, move_consultation
from consultations.actions.demo.editions import SOURCE
from consultations.actions.retention import purge_participants
from consultations.models import Consultation, Registration
from consultations.queries.calendar import today_in
from consultations.states import ConsultationState, RegistrationState
from registry.models import Country, Organization, Region

S, R = ConsultationState, RegistrationState
ZONE = "Africa/Nairobi"
NAMES = (
    "Amina Invented",
    "José Inventado Pérez",
    "محمد المخترع",
    "Chinwe Imaginary",
    "María Fernanda de los Ángeles Inventada y Rodríguez",
    "Invented Person with a Long Name from the Northern Region",
    "Fatou Inventée",
    "Tariq Invented",
)
GENDERS = ("woman", "man", "man", "woman", "woman", "", "woman", "man")


def add_day(*, by):
    """People are confirmed, some are there, one waits; of the past edition what is due is emptied already."""
    today = _today(by)
    people = _people(today)
    _person(today, len(NAMES), None, part="iom", name="Ines Invented (IOM)", state=R.CONFIRMED)
    _person(
        today,
        len(NAMES) + 1,
        None,
        part="other",
        name="Wanda Waiting (invented)",
        state=R.WAITLISTED,
        waiting_since=timezone.now(),
    )
    session = today.agenda.order_by("starts_at").first()
    for one in people[:3]:
        check_in(one, by=by)
    for one in people[:2]:
        check_in(one, session=session, by=by)
    past = Consultation.objects.get(slug="invented-regional-past")
    purge_participants(past, by=by)


def _today(by):
    day = today_in(ZONE)
    today = create_consultation(
        by=by,
        is_demo=True,
        slug="invented-today",
        kinds=["thematic"],
        name_en="Humanitarian consultation of today (invented)",
        name_fr="Consultation humanitaire d’aujourd’hui (inventée)",
        name_es="Consulta humanitaria de hoy (inventada)",
        region=Region.objects.filter(countries="KEN").order_by("position", "code").first(),
        place="Nairobi",
        country=Country.objects.filter(pk="KEN").first(),
        zone=ZONE,
        starts_on=day,
        ends_on=day + timedelta(days=1),
        languages=["en", "fr"],
        seats=65,
        source=SOURCE,
    )
    _sessions(today, by)
    for state in (S.PLANNED, S.INVITING, S.REGISTRATION_CLOSED, S.RUNNING):
        today = move_consultation(today, to=state, by=by)
    return today


def _sessions(consultation, by):
    zone = ZoneInfo(ZONE)
    for first, last, name in ((9, 10, "Opening (invented)"), (11, 13, "Localization (invented)")):
        starts, ends = (datetime.combine(consultation.starts_on, time(hour), zone) for hour in (first, last))
        add_agenda_item(consultation, kind="plenary", name_en=name, starts_at=starts, ends_at=ends, by=by)


def _people(consultation):
    organizations = list(Organization.objects.filter(listing__isnull=False, is_at_risk=False).order_by("pk")[:6])
    return [
        _person(consultation, number, organizations[number % len(organizations)], name=name, state=R.CONFIRMED)
        for number, name in enumerate(NAMES)
        if organizations
    ]


def _person(consultation, number, organization, **facts):
    return Registration.objects.create(
        consultation=consultation,
        organization=organization,
        country=organization.hq_country if organization else None,
        email=f"participant{number}@invented.example",
        function="Invented function",
        gender=GENDERS[number] if number < len(GENDERS) else "",
        **facts,
    )
