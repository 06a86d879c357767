"""Written contributions as they are read: by their organization, by staff, by everybody."""

from django.db.models import Max, Prefetch

from consultations.models import Contribution, OpenQuestion
from consultations.queries.calendar import is_over
from consultations.states import HELD, ConsultationState, ContributionState
from registry.models import Organization

SENT = ContributionState.SENT
CLOSED = [*HELD, ConsultationState.IDEA, ConsultationState.CANCELLED]
# Where an edition names no working language, any of those of the site.
LANGUAGES = ["en", "fr", "es"]


def is_taken(consultation):
    """Whether contributions are written and sent now: to the end of the last day, by the clocks of the place."""
    return consultation.state not in CLOSED and not is_over(consultation.contributions_until, consultation.zone)


def languages(consultation):
    return consultation.languages or LANGUAGES


def count_words(text):
    return len(text.split())


def own(question, organization):
    """What an organization wrote about a question, or nothing."""
    found = Contribution.objects.exclude(state=ContributionState.SET_ASIDE)
    return found.filter(question=question, organization=organization).first()


def own_texts(consultation, organizations):
    """{organization: {question: contribution}} by their keys, in one query."""
    found = Contribution.objects.exclude(state=ContributionState.SET_ASIDE)
    told = {}
    for one in found.filter(question__consultation=consultation, organization__in=organizations):
        told.setdefault(one.organization_id, {})[one.question_id] = one
    return told


def sent_to_staff(consultation, *, user):
    """Questions, each with `told`: what was sent by organizations that this person may know of."""
    return _with(consultation, Contribution.objects.filter(organization__in=Organization.objects.visible_to(user)))


def published(consultation):
    """Questions, each with `told`: what everybody may read, once nothing is taken any more."""
    if is_taken(consultation):
        return _with(consultation, Contribution.objects.none())
    named = Organization.objects.named_publicly().values("pk")
    return _with(consultation, Contribution.objects.filter(may_be_published=True, organization__in=named))


def next_number(consultation):
    return (consultation.questions.aggregate(last=Max("number"))["last"] or 0) + 1


def _with(consultation, contributions):
    sent = contributions.filter(state=SENT).select_related("organization").prefetch_related("organization__names")
    told = Prefetch("contributions", sent.order_by("sent_at", "pk"), to_attr="told")
    return OpenQuestion.objects.filter(consultation=consultation).order_by("number").prefetch_related(told)
