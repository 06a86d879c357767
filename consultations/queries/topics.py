"""Topics of a consultation as their readers may know them: the public, organizations that support them, staff."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from consultations.models import Topic
from consultations.queries.calendar import is_over
from consultations.states import TAKES_TOPICS, TopicState
from registry.models import Organization
from registry.queries.words import language_names

T = TopicState


@dataclass(frozen=True)
class Told:
    """A topic; who proposed it, where this reader may know; how many organizations that she may know of want it."""

    topic: Topic
    proposer: Organization | None
    supporters: int
    language: str
    is_own: bool = False
    is_supported: bool = False


def takes_topics(consultation):
    """Whether organizations can propose and support topics now; without a day nothing ends by itself."""
    return consultation.state in TAKES_TOPICS and not is_over(consultation.topics_until, consultation.zone)


def kept(consultation):
    """What everybody reads. Costs three queries."""
    return _told(consultation.topics.public(), Organization.objects.named_publicly())


def for_member(consultation, organization):
    """Her own, and what others propose; the most wanted first. Costs four queries."""
    others = Q(pk__in=Topic.objects.shown_to_others().values("pk"))
    topics = consultation.topics.filter(others | Q(organization=organization))
    known = Organization.objects.filter(
        Q(pk__in=Organization.objects.named_publicly().values("pk")) | Q(pk=organization.pk)
    )
    supported = set(organization.topic_supports.filter(topic__in=topics).values_list("topic", flat=True))
    return _told(topics, known, organization=organization, supported=supported)


def for_staff(consultation, user):
    """What waits first, then what was decided; the most wanted first. Costs three queries."""
    told = _told(consultation.topics.visible_to(user), Organization.objects.visible_to(user))
    return sorted(told, key=lambda row: list(T).index(row.topic.state))


def _told(topics, known, *, organization=None, supported=()):
    # Who proposed it wants it, and counts once.
    others = Q(supports__organization__in=known.values("pk")) & ~Q(supports__organization=F("organization"))
    found = topics.select_related("organization").annotate(supporters=1 + Count("supports", filter=others))
    found = list(found.order_by("-supporters", "pk"))
    proposers = {one.pk: one for one in known.filter(topics__in=found).distinct().prefetch_related("names")}
    return [
        Told(
            topic=topic,
            proposer=proposers.get(topic.organization_id),
            supporters=topic.supporters,
            language=language_names([topic.language])[0],
            is_own=organization is not None and topic.organization_id == organization.pk,
            is_supported=topic.pk in supported,
        )
        for topic in found
    ]
