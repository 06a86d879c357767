"""What came of the invented past edition: who took part, what organizations wrote, its report."""

from datetime import timedelta

from django.utils import timezone

from consultations.actions.contributions import add_question
from consultations.actions.demo.editions import add_agenda
from consultations.actions.reports import begin_report, edit_report, publish_report, send_report_to_review
from consultations.models import Consultation, ConsultationInvitation, Contribution, Registration
from registry.models import Organization, User

QUESTION = {
    "text_en": "What would help local organizations most? (invented)",
    "text_fr": "Qu’est-ce qui aiderait le plus les organisations locales ? (inventé)",
    "text_es": "¿Qué ayudaría más a las organizaciones locales? (inventado)",
}
WRITTEN = [
    ("en", "Shorter forms, and an answer within a month. (invented)", True),
    ("fr", "Des formations sur place, dans nos langues. (inventé)", True),
    ("en", "Only IOM reads this one. (invented)", False),
]
TEXTS = {
    "introduction_en": "Invented for the demonstration. Organizations and IOM met for three days in Nairobi.",
    "introduction_fr": "Inventé pour la démonstration. Des organisations et l’OIM se sont réunies trois jours à"
    " Nairobi.",
    "next_steps_en": "IOM answers each recommendation within 60 days. (invented)",
}


def add_outcomes(*, by):
    past = Consultation.objects.get(slug="invented-regional-past")
    coming = Consultation.objects.get(slug="invented-regional-coming")
    organizations = list(Organization.objects.filter(listing__isnull=False, is_at_risk=False).order_by("pk")[:30])
    add_agenda(past, by)
    _participants(past, organizations)
    _contributions(past, organizations, by)
    add_question(coming, by=by, words_limit=300, **QUESTION)
    _report(past, by)


def _participants(past, organizations):
    """Thirty were invited, twenty-four accepted, eighteen came, two with a second person; and IOM's own."""
    ConsultationInvitation.objects.bulk_create(
        [
            ConsultationInvitation(
                consultation=past, organization=one, quota=2, state="accepted" if n < 24 else "declined"
            )
            for n, one in enumerate(organizations)
        ],
        ignore_conflicts=True,
    )
    people = [("cso", one) for one in [*organizations[:24], *organizations[:2]]] + [("iom", None)] * 9
    Registration.objects.bulk_create(
        Registration(
            consultation=past,
            organization=organization,
            part=part,
            name=f"Invented Person {n}",
            email=f"outcome{n}@demo.example",
            gender=("woman", "man")[n % 2],
            language=("en", "fr")[n % 3 == 0],
            country_id="KEN" if organization is None else None,
            state="no_show" if 18 <= n < 24 else "attended",
        )
        for n, (part, organization) in enumerate(people)
    )


def _contributions(past, organizations, by):
    """Rows, not verbs: the past edition takes no contribution any more."""
    question = add_question(past, by=by, **QUESTION)
    member = User.objects.get(email="member.en@demo.example")
    sent_at = timezone.now() - timedelta(days=420)
    Contribution.objects.bulk_create(
        Contribution(
            question=question,
            organization=organization,
            text=text,
            language=language,
            may_be_published=is_public,
            state="sent",
            written_by=member,
            sent_by=member,
            sent_at=sent_at,
        )
        for organization, (language, text, is_public) in zip(organizations, WRITTEN, strict=False)
    )


def _report(past, by):
    organizer = User.objects.get(email="organizer@demo.example")
    reader = User.objects.get(email="organisatrice@demo.example")
    report = edit_report(begin_report(past, by=by), changes=TEXTS, by=by)
    publish_report(send_report_to_review(report, by=organizer), by=reader)
