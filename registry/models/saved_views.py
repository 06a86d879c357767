"""Saved views: a list with the filters that a person keeps looking at, under a name; and who gets mails of one."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.units import Unit
from registry.roles import Permission


def new_reference():
    return references.new("VIE")


class ViewedList(models.TextChoices):
    """A list whose filters can be kept."""

    DIRECTORY = "directory", pgettext_lazy("list", "Directory")
    INVENTORY = "inventory", pgettext_lazy("list", "Inventory")
    GAPS = "gaps", pgettext_lazy("list", "Gaps")


# Anybody who is signed in keeps views of these; of the others only staff.
OPEN_LISTS = frozenset({ViewedList.DIRECTORY})


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Her own, and those that a colleague shares with a unit of hers; of staff lists only while she is staff."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        units = [assignment.unit_id for assignment in user.current_assignments() if assignment.unit_id]
        found = self.filter(models.Q(owner=user) | models.Q(unit__in=units))
        return found if user.holds(Permission.READ_STAFF_PAGES) else found.filter(list_name__in=OPEN_LISTS)


class SavedView(Stamped):
    """Which list, and its filters as codes. Never what was found: that is looked up anew each time."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    owner = models.ForeignKey("registry.User", models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    list_name = models.CharField(max_length=10, choices=ViewedList)
    # {name of the filter: [codes or words]}, looked up before they were kept.
    filters = models.JSONField(default=dict)
    # The mission with which it is shared.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="saved_views")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="one_view_of_a_name",
                violation_error_message=_("You have a view with this name already. Choose another name."),
            ),
            models.CheckConstraint(condition=models.Q(list_name__in=ViewedList.values), name="viewed_list_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="view_has_a_name"),
        ]

    def __str__(self):
        return self.name


class Rhythm(models.TextChoices):
    DAILY = "daily", pgettext_lazy("digest", "Every day")
    WEEKLY = "weekly", pgettext_lazy("digest", "Every week")


# What was seen of a view in which too many stand: nothing. None is kept as null in JSON, for the column is never empty.
TOO_WIDE = models.Value(None, models.JSONField())
DAYS = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 7}


class SubscriptionQuerySet(models.QuerySet):
    def due(self, *, on):
        """Those whose time has come, also long ago: what was missed while the clock stood still is told once."""
        waited = [models.Q(rhythm=rhythm, seen_on__lte=on - timedelta(days=days)) for rhythm, days in DAYS.items()]
        return self.filter(waited[0] | waited[1])

    def told_too_wide(self):
        """With `is_too_wide`: of the last look nothing could be told. Without what was seen, which is long."""
        return self.defer("seen").annotate(is_too_wide=models.Q(seen=TOO_WIDE))


class Subscription(Stamped):
    """A person wants to be told by mail what is new in a view, and what she has been told of."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="subscriptions")
    person = models.ForeignKey("registry.User", models.PROTECT, related_name="subscriptions")
    rhythm = models.CharField(max_length=6, choices=Rhythm)
    # {reference: a mark that changes when the organization does}: what stood in the view when it was last looked at;
    # TOO_WIDE when it was too much to be told of.
    seen = models.JSONField(default=dict)
    seen_on = models.DateField()

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["view", "person"], name="one_subscription_a_view"),
            models.CheckConstraint(condition=models.Q(rhythm__in=Rhythm.values), name="rhythm_known"),
        ]


class Digest(models.Model):
    """One mail of one view to one person on one day. A second one that day cannot be."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="digests")
    person = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    day = models.DateField()
    message = models.ForeignKey("registry.Message", models.PROTECT, related_name="+")
    entered = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "view", "day"], name="one_digest_a_day")]
