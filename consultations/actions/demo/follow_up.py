"""Invented recommendations of the past edition in every state, one of them overdue, and notes of a break-out group."""

from datetime import timedelta

from consultations.actions.assignments import assign_recommendations
from consultations.actions.notes import hand_in_notes, name_rapporteur
from consultations.actions.recommendations import (
    drop_recommendation,
    publish_recommendations,
    recommend_lines,
    record_recommendation,
)
from consultations.actions.responses import answer_recommendation, close_recommendation, report_action
from consultations.models import AgendaItem, Consultation
from consultations.queries.calendar import today_in
from registry.models import Area, Membership, Organization, Unit, User

EVIDENCE = "https://example.org/invented-evidence"
TEXTS = [
    (
        "Share security information with local partners every week (invented).",
        "Partager chaque semaine les informations de sécurité avec les partenaires locaux (inventé).",
        "Compartir cada semana la información de seguridad con los socios locales (inventado).",
    ),
    (
        "Pay the administrative costs of local organizations (invented).",
        "Payer les frais administratifs des organisations locales (inventé).",
        "Pagar los costos administrativos de las organizaciones locales (inventado).",
    ),
    ("End detention of children at borders (invented).", "", ""),
    ("Translate every guidance note into the languages of the field (invented).", "", ""),
    (
        "Agree on one code of conduct among organizations (invented).",
        "Convenir d’un code de conduite commun aux organisations (inventé).",
        "",
    ),
]


def add_follow_up(*, by):
    """Six recommendations: done, accepted in part, not accepted, overdue, led by an organization, dropped.

    They need the mission and the member of the registry's own demonstration; without these there are none.
    """
    past = Consultation.objects.get(slug="invented-regional-past")
    today = today_in(past.zone)
    unit = Unit.objects.filter(code="demo-mission-ken").first()
    membership = Membership.objects.filter(user__email="member.en@demo.example", left_at=None).first()
    if unit is None or membership is None:
        return
    member = membership.organization
    others = Organization.objects.filter(listing__isnull=False, is_at_risk=False).exclude(pk=member.pk).order_by("pk")
    area = Area.objects.filter(parent=None).order_by("position").first()
    asked = [
        record_recommendation(
            past,
            text_en=en,
            text_fr=fr,
            text_es=es,
            area=area,
            level="regional",
            proposers=[member, *others[:1]],
            by=by,
        )
        for en, fr, es in TEXTS
    ]
    dropped = _from_notes(past, by)
    late = today - timedelta(days=20)
    assign_recommendations(past, recommendations=asked[:3], unit=unit, by=by)
    assign_recommendations(past, recommendations=[asked[3]], unit=unit, due_on=late, by=by)
    due_on = today + timedelta(days=90)
    assign_recommendations(past, recommendations=[asked[4]], leads=[member], due_on=due_on, by=by)
    publish_recommendations(past, by=by)
    _answer(asked, due_on, by)
    report_action(
        asked[4], claims="in_progress", text="A first draft was shared (invented).", organization=member, by=by
    )
    drop_recommendation(dropped, reason="Said twice: it is part of the first one (invented).", language="en", by=by)


def _answer(asked, due_on, by):
    accepted = {"owner": "Mission in Kenya (invented)", "due_on": due_on}
    answer_recommendation(
        asked[0],
        verdict="accept",
        action_en="A weekly call for all partners (invented).",
        action_fr="Un appel hebdomadaire pour tous les partenaires (inventé).",
        by=by,
        **accepted,
    )
    update = report_action(asked[0], claims="done", text="The call takes place (invented).", link=EVIDENCE, by=by)
    close_recommendation(asked[0], update=update, by=by)
    answer_recommendation(
        asked[1],
        verdict="part",
        reason_en="Only new agreements can pay such costs (invented).",
        reason_fr="Seuls les nouveaux accords peuvent payer ces frais (inventé).",
        reason_es="Solo los acuerdos nuevos pueden pagar esos costos (inventado).",
        action_en="Seven per cent in every new agreement (invented).",
        by=by,
        **accepted,
    )
    answer_recommendation(
        asked[2], verdict="not", reason_en="Governments decide it; IOM goes on advising them (invented).", by=by
    )


def _from_notes(past, by):
    session = AgendaItem.objects.filter(consultation=past).order_by("starts_at", "pk").first()
    person = User.objects.get(email="organizer@demo.example")
    note = name_rapporteur(session, person=person, by=by)
    text = "Share information on dangers (invented).\nMeet again in a year (invented)."
    note = hand_in_notes(note, text=text, language="en", by=person)
    [made] = recommend_lines(session, lines=[(note, 0)], by=by)
    return made
