"""The learning shelf: what the public finds on it, what waits for staff, what an organization contributed."""

from registry.models import Lesson, Programme
from registry.states import LessonState

_ORDER = [LessonState.PROPOSED, LessonState.PUBLISHED, LessonState.REFUSED, LessonState.WITHDRAWN]


def shelf(programme, *, q="", language="", area=""):
    """What the public reads of a programme, the newest first; by words, language and area."""
    found = programme.lessons.readable()
    found = found.about(q) if q else found
    found = found.filter(language=language) if language else found
    found = found.filter(area=area) if area else found
    return with_words(found).order_by("-decided_at", "-pk")


def with_words(lessons):
    return lessons.select_related("organization__listing", "area", "country", "programme")


def languages_of(programme):
    return sorted(programme.lessons.readable().values_list("language", flat=True).distinct())


def author(lesson):
    """(reference, name) of who contributed it, as long as that organization is listed; people are never named."""
    if lesson.organization_id is None or not hasattr(lesson.organization, "listing"):
        return None
    return lesson.organization.reference, lesson.organization.listing.name


def for_staff(user, *, state=""):
    found = Lesson.objects.visible_to(user).filter(state=state)
    record = ("organization__names", "organization__presences", "organization__partnerships")
    return with_words(found).prefetch_related(*record).order_by("created_at", "pk")


def waiting(user):
    return Lesson.objects.visible_to(user).filter(state=LessonState.PROPOSED).count()


def of(organization):
    return with_words(organization.lessons.all()).order_by("-created_at", "-pk")


def programmes_of(organization):
    """The programmes in which it takes part."""
    told = organization.partnerships.told().exclude(programme=None).values("programme")
    return Programme.objects.filter(pk__in=told).order_by("name_en")
