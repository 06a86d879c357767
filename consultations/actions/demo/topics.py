"""Invented topics of the coming consultation: one kept, one not kept, one that waits."""

from consultations.actions.topics import keep_topic, leave_topic_out, propose_topic, support_topic
from consultations.models import Consultation
from registry.models import Organization

TOPICS = [
    (
        "en",
        "Returning home with a plan (invented)",
        "People who return need work in their first months. We propose to compare what helped in three countries.",
    ),
    (
        "fr",
        "Documents d’identité des enfants en route (inventé)",
        "Des enfants voyagent sans papiers. Nous proposons de parler de ce que les consulats peuvent faire.",
    ),
    (
        "en",
        "A common calendar of trainings (invented)",
        "Each of us trains alone. We propose one calendar that all can read.",
    ),
]


def add_topics(*, by):
    consultation = Consultation.objects.get(slug="invented-regional-coming")
    public = Organization.objects.filter(listing__isnull=False, is_at_risk=False).order_by("pk")
    organizations = list(public[: len(TOPICS) + 1])
    made = [
        propose_topic(consultation, organization, title=title, text=text, language=language, by=by)
        for organization, (language, title, text) in zip(organizations, TOPICS, strict=False)
    ]
    for topic in made:
        for organization in organizations:
            if organization.pk > topic.organization_id:
                support_topic(topic, organization, by=by)
    answers = [
        (keep_topic, "Many organizations want it, and two governments asked for it too (invented)."),
        (leave_topic_out, "A calendar exists since last year; the secretariat sends its address (invented)."),
    ]
    for topic, (decide, reason) in zip(made[::2], answers, strict=False):
        decide(topic, reason=reason, reason_language="en", by=by)
