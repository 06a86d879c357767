"""What is done to the learning shelf of a programme: contributed, put there, published, refused, taken off again."""

import hashlib
import uuid

from django.contrib.postgres.search import SearchVector
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.living import lock_organization, lock_organization_of
from registry.actions.messages import notify
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.matching import fold
from registry.models import Lesson
from registry.queries.partnerships import takes_place_in
from registry.states import NEXT, LessonState

_VERBS = {
    LessonState.PUBLISHED: "lesson.published",
    LessonState.REFUSED: "lesson.refused",
    LessonState.WITHDRAWN: "lesson.withdrawn",
}


def contribute_lesson(programme, organization, *, file=None, by, **facts):
    """A member tells what her organization learned in a programme in which it takes part. It waits for a curator."""
    return _keep(programme, organization, file, by=by, state=LessonState.PROPOSED, facts=facts)


def add_lesson(programme, *, file=None, by, **facts):
    """Staff put a lesson of IOM on the shelf: there at once."""
    return _keep(programme, None, file, by=by, state=LessonState.PUBLISHED, facts=facts)


def publish_lesson(lesson, *, by):
    return _move(lesson, LessonState.PUBLISHED, by=by)


def refuse_lesson(lesson, *, reason, by):
    return _move(lesson, LessonState.REFUSED, by=by, reason=reason)


def withdraw_lesson(lesson, *, reason, by):
    """Take it off the shelf. Nobody outside reads it any more; staff and who contributed it still do."""
    return _move(lesson, LessonState.WITHDRAWN, by=by, reason=reason)


def _keep(programme, organization, file, *, by, state, facts):
    storage, kept = Lesson.file.field.storage, {}
    if file is not None:
        path = storage.save(f"lessons/{uuid.uuid4().hex}.{file.extension}", ContentFile(file.data))
        sha256 = hashlib.sha256(file.data).hexdigest()
        kept = {"file": path, "media_type": file.media_type, "size": len(file.data), "sha256": sha256}
    try:
        return _save_new(programme, organization, kept | facts, state=state, by=by)
    except BaseException:
        # A file that no lesson knows would lie there for ever.
        if kept:
            storage.delete(kept["file"])
        raise


@transaction.atomic
def _save_new(programme, organization, facts, *, state, by):
    if organization is not None:
        organization = lock_organization(organization)
        if not organization.partnerships.told().filter(programme=programme).exists():
            raise Refused(_("Your organization does not take part in this programme. Ask IOM to add the partnership."))
    country = facts.get("country")
    if country and not takes_place_in(programme, country):
        raise Contradiction(
            _("%(programme)s does not work in %(country)s. Choose another country, or none.")
            % {"programme": programme.name, "country": country.name}
        )
    lesson = Lesson(programme=programme, organization=organization, state=state, proposed_by=by, **facts)
    if state != LessonState.PROPOSED:
        lesson.decided_by, lesson.decided_at = by, timezone.now()
    with promises_of(Lesson):
        lesson.save()
    words = SearchVector(Value(fold(f"{lesson.title} {lesson.text}")), config=lesson.configuration)
    Lesson.objects.filter(pk=lesson.pk).update(words=words)
    _record("lesson.contributed" if organization else "lesson.added", lesson, by)
    return lesson


@transaction.atomic
def _move(lesson, to, *, by, reason=""):
    organization = lock_organization_of(lesson) if lesson.organization_id else None
    lesson = Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if to not in NEXT[LessonState][lesson.state]:
        raise Refused(
            _("Somebody decided about this lesson already: %(state)s.") % {"state": lesson.get_state_display().lower()}
        )
    if organization and lesson.proposed_by_id == by.pk:
        raise Refused(_("Somebody else decides about what you contributed. Ask a colleague."))
    if to == LessonState.PUBLISHED and organization and organization.is_at_risk:
        raise Refused(
            _("This organization is at risk, and a lesson can name it. Publish the lesson when the risk is lifted.")
        )
    lesson.state, lesson.reason, lesson.decided_by, lesson.decided_at = to, reason, by, timezone.now()
    lesson.version += 1
    lesson.save()
    _tell(lesson)
    _record(_VERBS[to], lesson, by, reason)
    return lesson


def _tell(lesson):
    """Write to who contributed it, while she acts for the organization. Of one in danger the mail tells nothing."""
    organization, person = lesson.organization, lesson.proposed_by
    if organization is None or not person.is_active:
        return
    if not organization.memberships.filter(user=person, left_at=None).exists():
        return
    notify(
        "registry.lesson_decided",
        recipient=person,
        subject=lesson.reference,
        organization=organization,
        context={"lesson": lesson},
    )


def _record(verb, lesson, by, reason=""):
    subject = lesson.organization.reference if lesson.organization else f"programme:{lesson.programme.code}"
    return record(verb, subject=subject, by=by, diff={"lesson": [None, lesson.reference]}, reason=reason)
