"""Units of IOM, what hangs on each, and what hangs on one that is closed."""

from django.db.models import Count
from django.utils import timezone

from registry.models import Organization, Partnership, Programme, Unit


def units(*, closed):
    today = timezone.localdate()
    found = Unit.objects.closed(on=today) if closed else Unit.objects.current(on=today)
    return found.select_related("parent", "successor").order_by("name_en", "code")


def partnerships_of(units, *, user):
    """{unit: how many open partnerships hang on it}, of organizations that this person may know of; one query."""
    counted = open_partnerships(user).filter(unit__in=units).values_list("unit").annotate(n=Count("pk")).order_by()
    return dict(counted)


def open_partnerships(user):
    visible = Organization.objects.visible_to(user).values("pk")
    return Partnership.objects.open(on=timezone.localdate()).filter(organization__in=visible)


def open_programmes():
    return Programme.objects.open(on=timezone.localdate())


def orphans(user, *, unit=None):
    """(open partnerships, open programmes) that hang on closed units, or on this one of them."""
    closed = Unit.objects.closed(on=timezone.localdate())
    closed = closed.filter(pk=unit.pk) if unit else closed
    partnerships = open_partnerships(user).filter(unit__in=closed.values("pk"))
    partnerships = partnerships.select_related("organization", "role", "area", "country", "unit__successor")
    programmes = open_programmes().filter(unit__in=closed.values("pk")).select_related("unit__successor")
    return (
        partnerships.prefetch_related(
            "organization__names", "organization__presences", "organization__partnerships"
        ).order_by("unit__name_en", "organization", "pk"),
        programmes.order_by("unit__name_en", "code"),
    )


def units_with_orphans(user):
    closed = Unit.objects.closed(on=timezone.localdate())
    keys = set(open_partnerships(user).filter(unit__in=closed.values("pk")).values_list("unit", flat=True))
    keys |= set(open_programmes().filter(unit__in=closed.values("pk")).values_list("unit", flat=True))
    return list(Unit.objects.filter(pk__in=keys).select_related("successor").order_by("name_en"))


def count_orphans(user):
    partnerships, programmes = orphans(user)
    return partnerships.count() + programmes.count()
