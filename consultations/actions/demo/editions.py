"""Invented consultations for the demonstration, made by the same verbs as real ones."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consultations.actions.agenda import add_agenda_item
from consultations.actions.consultations import create_consultation, create_series, move_consultation
from consultations.queries.calendar import today_in
from consultations.states import ConsultationState
from registry.models import Area, Country, Organization, Region

S = ConsultationState
SOURCE = "Invented demonstration data"
TO_THE_END = (S.PLANNED, S.INVITING, S.REGISTRATION_CLOSED, S.RUNNING, S.REPORTING, S.FOLLOW_UP)


def add_editions(*, by):
    """A past, a coming, a thought-of and a cancelled one."""
    today = today_in("Africa/Nairobi")
    series = create_series(
        code="invented-regional",
        name_en="Invented regional consultations",
        name_fr="Consultations régionales inventées",
        name_es="Consultas regionales inventadas",
        source=SOURCE,
        by=by,
    )
    past = _add(
        by,
        today - timedelta(days=410),
        slug="invented-regional-past",
        series=series,
        kinds=["annual", "regional"],
        claimed_number="first",
        name_en="Past regional consultation (invented)",
        name_fr="Consultation régionale passée (inventée)",
        name_es="Consulta regional pasada (inventada)",
        seats=65,
    )
    _item(past, past.starts_on, (14, 0), (15, 30), by, name_en="Working groups", name_fr="Groupes de travail")
    for state in TO_THE_END:
        move_consultation(past, to=state, by=by)
    coming = _add(
        by,
        today + timedelta(days=107),
        slug="invented-regional-coming",
        series=series,
        copied_from=past,
        kinds=["annual", "regional"],
        claimed_number="second",
        name_en="Coming regional consultation (invented)",
        name_fr="Consultation régionale à venir (inventée)",
        seats=90,
        format="hybrid",
    )
    add_agenda(coming, by)
    for state in (S.PLANNED, S.INVITING):
        move_consultation(coming, to=state, by=by)
    _add(
        by,
        None,
        slug="invented-idea",
        kinds=["information"],
        name_en="Information session that is only an idea (invented)",
        format="online",
    )
    cancelled = _add(
        by,
        today + timedelta(days=40),
        slug="invented-cancelled",
        kinds=["thematic"],
        name_en="Humanitarian consultation that was cancelled (invented)",
        name_es="Consulta humanitaria cancelada (inventada)",
    )
    move_consultation(cancelled, to=S.PLANNED, by=by)
    move_consultation(cancelled, to=S.CANCELLED, reason="The hall is under repair (invented).", language="en", by=by)


def _add(by, first_day, **facts):
    """Three days in Nairobi, unless the facts say something else."""
    public = Organization.objects.filter(listing__isnull=False, is_at_risk=False).order_by("pk")
    quiet = {
        "description_en": "Invented for the demonstration. Civil society organizations and IOM missions agree"
        " priorities.",
        "description_fr": "Inventé pour la démonstration. Organisations de la société civile et missions de l’OIM"
        " conviennent de priorités.",
        "region": Region.objects.filter(countries="KEN").order_by("position", "code").first(),
        "areas": Area.objects.filter(parent=None).order_by("position")[:3],
        "co_organizers": public[:1],
        "place": "Nairobi",
        "country": Country.objects.filter(pk="KEN").first(),
        "zone": "Africa/Nairobi",
        "starts_on": first_day,
        "ends_on": first_day and first_day + timedelta(days=2),
        "languages": ["en", "fr"],
        "interpretation": ["en", "fr", "sw"],
        "contact_email": "consultations@demo.example",
        "source": SOURCE,
    }
    return create_consultation(by=by, is_demo=True, **(quiet | facts))


def add_agenda(consultation, by):
    first = consultation.starts_on
    _item(consultation, first, (9, 0), (9, 45), by, name_en="Opening", name_fr="Ouverture", name_es="Apertura")
    session = _item(
        consultation, first, (11, 30), (13, 0), by, name_en="Working groups: return", name_fr="Groupes : retour"
    )
    for number in (1, 2):
        _item(
            consultation,
            first,
            (11, 45),
            (12, 45),
            by,
            name_en=f"Group {number} (invented)",
            kind="breakout",
            parent=session,
            room=f"Room {number}",
            speakers=[(f"Invented Person {number}", True), (f"Unnamed Person {number}", False)],
        )
    _item(consultation, first + timedelta(days=2), (15, 0), (16, 0), by, name_en="Closing", name_fr="Clôture")


def _item(consultation, day: date, starts, ends, by, **facts):
    zone = ZoneInfo(consultation.zone)
    facts = {"kind": "plenary", "room": "Room 1"} | facts
    return add_agenda_item(
        consultation,
        starts_at=datetime.combine(day, time(*starts), zone),
        ends_at=datetime.combine(day, time(*ends), zone),
        by=by,
        **facts,
    )
