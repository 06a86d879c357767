"""Consultations as they are read: coming and past, who organizes them together with IOM, the agenda day by day."""

from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.models import AgendaItem, Speaker
from consultations.states import HELD, ConsultationState
from registry.models import Organization

# By whose clocks a day is over that no place has, such as the day by which IOM answers.
GENEVA = "Europe/Zurich"


@dataclass(frozen=True)
class Slot:
    """A session of the agenda with its speakers and the break-out groups that belong to it."""

    item: AgendaItem
    speakers: list
    breakouts: list


@dataclass(frozen=True)
class Shelves:
    coming: list
    past: list
    cancelled: list


def shelves(consultations, *, today):
    """Those that come or run, the nearest first, then those that are over, the latest first; in one query.

    What was cancelled stands for itself.
    """
    found = list(consultations.select_related("country", "region"))
    cancelled = [one for one in found if one.state == ConsultationState.CANCELLED]
    found = [one for one in found if one not in cancelled]
    over = [one for one in found if one.state in HELD or (one.ends_on and one.ends_on < today)]
    coming = [one for one in found if one not in over]
    # What has no day yet stands last among what comes.
    coming.sort(key=lambda one: (one.starts_on is None, one.starts_on or today, one.pk))
    over.sort(key=lambda one: (one.starts_on or today, one.pk), reverse=True)
    cancelled.sort(key=lambda one: one.pk, reverse=True)
    return Shelves(coming, over, cancelled)


def today_in(zone):
    return timezone.now().astimezone(ZoneInfo(zone)).date()


def too_early(consultation, to):
    """Why it cannot go to this state today, in words; nothing when no day stands in the way."""
    today = today_in(consultation.zone)
    if to == ConsultationState.RUNNING and today < consultation.starts_on:
        return _("Its first day has not come yet. Wait for it, or change the days first.")
    if to == ConsultationState.REPORTING and today < consultation.ends_on:
        return _("Its last day has not come yet. Wait for it, or change the days first.")
    return ""


def is_over(day, zone):
    """Whether a day, up to whose end something can be done, is over by the clocks of the place; never without a day."""
    return day is not None and day < today_in(zone)


def listed_co_organizers(consultation):
    """Who organizes it together with IOM, as the public may know it."""
    return _named(consultation.co_organizers.named_publicly().select_related("listing"))


def known_co_organizers(consultation, *, user):
    visible = Organization.objects.visible_to(user).values("pk")
    return _named(consultation.co_organizers.filter(pk__in=visible))


def _named(organizations):
    return sorted(organizations.prefetch_related("names"), key=lambda one: (one.name, one.pk))


def agenda(consultation, *, is_public):
    """[(day, [Slot])] by the clocks of the place, in two queries; the public reads only speakers who agreed to it."""
    speakers = Speaker.objects.order_by("pk")
    if is_public:
        speakers = speakers.filter(has_consented=True)
    items = list(
        consultation.agenda.order_by("starts_at", "pk").prefetch_related(Prefetch("speakers", speakers, to_attr="told"))
    )
    under = {}
    for item in items:
        under.setdefault(item.parent_id, []).append(item)
    zone = ZoneInfo(consultation.zone)
    slots = [_slot(item, under) for item in under.get(None, [])]
    return [
        (day, list(found))
        for day, found in groupby(slots, key=lambda slot: slot.item.starts_at.astimezone(zone).date())
    ]


def _slot(item, under):
    return Slot(
        item=item,
        speakers=item.told,
        breakouts=[_slot(part, under) for part in under.get(item.pk, [])],
    )
