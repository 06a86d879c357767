"""Topics: proposed and supported by organizations, kept or not by who organizes the consultation."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock, lock_open
from consultations.actions.speaking import refuse_who_does_not_speak
from consultations.models import Topic, TopicSupport
from consultations.queries.calendar import is_over
from consultations.states import NEXT, TAKES_TOPICS, TopicState
from registry.actions import notify, record
from registry.actions.living import lock_organization, lock_organization_of
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.roles import MEMBER_PERMISSIONS, Permission
from registry.states import PUBLIC_STATES
from registry.templatetags.registry_tags import day_text

T = TopicState
# Of one organization for one edition; what it withdrew does not count.
LIMIT = 5


@transaction.atomic
def propose_topic(consultation, organization, *, title, text, language, by):
    """An organization wants to talk about this; it supports its own topic by proposing it."""
    consultation, organization = _lock_for_topics(consultation, organization, by)
    standing = organization.topics.filter(consultation=consultation).exclude(state=T.WITHDRAWN)
    # On a poor line a form is sent twice.
    if standing.filter(title=title).exists():
        raise Contradiction(_("Your organization has proposed a topic with this title already."))
    if standing.count() >= LIMIT:
        raise Refused(
            _("Your organization has proposed %(limit)s topics, and no more can be. Withdraw one first.")
            % {"limit": LIMIT}
        )
    topic = Topic(consultation=consultation, organization=organization, title=title, text=text, language=language)
    topic.save()
    _record("topic.proposed", topic, organization, by)
    return topic


@transaction.atomic
def withdraw_topic(topic, *, by):
    """The organization takes its topic back, as long as nobody decided about it."""
    topic, organization = _lock_topic(topic)
    refuse_who_does_not_speak(by, organization)
    _refuse_step(topic, T.WITHDRAWN)
    topic.state = T.WITHDRAWN
    topic.version += 1
    topic.save()
    _record("topic.withdrawn", topic, organization, by)
    return topic


@transaction.atomic
def support_topic(topic, organization, *, by):
    """Another organization wants it too."""
    _consultation, organization = _lock_for_topics(topic.consultation, organization, by)
    topic = _again(topic)
    if topic.organization_id == organization.pk:
        raise Refused(_("Your organization proposed this topic, so its support counts already."))
    if topic.state not in (T.PROPOSED, T.KEPT):
        raise Refused(
            _("This topic is at “%(state)s”, so it cannot be supported any more.")
            % {"state": topic.get_state_display()}
        )
    with promises_of(TopicSupport):
        support = topic.supports.create(organization=organization)
    _record("topic.supported", topic, organization, by)
    return support


@transaction.atomic
def end_topic_support(topic, organization, *, by):
    _consultation, organization = _lock_for_topics(topic.consultation, organization, by)
    topic = _again(topic)
    ended, _of_each = topic.supports.filter(organization=organization).delete()
    if ended:
        _record("topic.support_ended", topic, organization, by)


def keep_topic(topic, *, reason, reason_language, by):
    """It comes onto the agenda. Everybody reads the topic and the reason from then on."""
    return _decide(topic, T.KEPT, reason, reason_language, by)


def leave_topic_out(topic, *, reason, reason_language, by):
    """It does not come onto the agenda. The organization that proposed it reads why."""
    return _decide(topic, T.NOT_KEPT, reason, reason_language, by)


@transaction.atomic
def _decide(topic, to, reason, reason_language, by):
    lock_open(topic.consultation)
    organization = lock_organization_of(topic)
    topic = _again(topic)
    _refuse_step(topic, to)
    topic.state, topic.decided_at = to, timezone.now()
    topic.reason, topic.reason_language = reason.strip(), reason_language
    topic.version += 1
    with promises_of(Topic):
        topic.save()
    _tell(topic, organization)
    verb = "topic.kept" if to == T.KEPT else "topic.not_kept"
    _record(verb, topic, organization, by, reason=topic.reason)
    return topic


def _lock_for_topics(consultation, organization, by):
    """Both as they are now, in the order of locks; refused in words when no topic can be proposed or supported."""
    consultation = lock(consultation)
    if consultation.state not in TAKES_TOPICS:
        raise Refused(
            _("This consultation is at “%(state)s”, so topics are not collected now.")
            % {"state": consultation.get_state_display()}
        )
    if is_over(consultation.topics_until, consultation.zone):
        raise Refused(
            _("Topics were collected until %(day)s. Write to the organizers if yours cannot wait.")
            % {"day": day_text(consultation.topics_until)}
        )
    organization = lock_organization(organization)
    refuse_who_does_not_speak(by, organization)
    if organization.state not in PUBLIC_STATES:
        raise Refused(_("Only published organizations take part in topics. Ask IOM to publish your record first."))
    return consultation, organization


def _lock_topic(topic):
    lock(topic.consultation)
    organization = lock_organization_of(topic)
    return _again(topic), organization


def _again(topic):
    """The topic as it is now; its consultation is locked, so nobody else changes it."""
    return Topic.objects.select_related("consultation").get(pk=topic.pk)


def _refuse_step(topic, to):
    if to not in NEXT[T][topic.state]:
        raise Refused(
            _("This topic is at “%(state)s” already. Look at it again.") % {"state": topic.get_state_display()}
        )


def _tell(topic, organization):
    """Write to everybody who may propose for the organization, each in her language."""
    roles = [role for role, held in MEMBER_PERMISSIONS.items() if Permission.EDIT_ORGANIZATION in held]
    members = organization.memberships.filter(left_at=None, user__is_active=True, role__in=roles)
    context = {"topic": topic, "consultation": topic.consultation, "organization": organization}
    for membership in members.select_related("user").order_by("pk"):
        notify(
            "consultations.topic_decided",
            recipient=membership.user,
            subject=topic.reference,
            organization=organization,
            context=context,
        )


def _record(verb, topic, organization, by, reason=""):
    """Told of the organization: who may not know of it reads nothing of its topics either."""
    diff = {"topic": [None, topic.reference], "consultation": [None, topic.consultation.reference]}
    return record(verb, subject=organization.reference, by=by, diff=diff, reason=reason)
