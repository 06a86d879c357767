"""Consultations: thought of, planned, moved from state to state. What is planned is public from then on."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from consultations.actions.cancelling import end_waiting, tell_of_cancelling
from consultations.actions.moving import move_items
from consultations.actions.publishing import publish_consultation
from consultations.actions.seats import fill_seats, record_offers, refuse_fewer_seats, refuse_other_ways
from consultations.models import Consultation, Series
from consultations.queries.calendar import too_early
from consultations.queries.dates import DEADLINES
from consultations.states import NEXT, OPEN, ConsultationState
from registry.actions import record, record_many
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused, Stale
from registry.models import Organization, User
from registry.queries.words import is_language

S = ConsultationState
FIELDS = (
    "series",
    "kinds",
    "claimed_number",
    "name_en",
    "name_fr",
    "name_es",
    "description_en",
    "description_fr",
    "description_es",
    "region",
    "format",
    "place",
    "country",
    "zone",
    "starts_on",
    "ends_on",
    "topics_until",
    "answers_until",
    "registration_until",
    "contributions_until",
    "languages",
    "interpretation",
    "seats",
    "contact_email",
    "source",
)


@transaction.atomic
def create_series(*, code, name_en, by, name_fr="", name_es="", source=""):
    series = Series(code=code, name_en=name_en, name_fr=name_fr, name_es=name_es, source=source)
    if Series.objects.filter(code=code).exists():
        raise Contradiction(_("There is a series with this code already. Choose another code."))
    series.save()
    record("consultation.series_created", subject=f"series:{code}", by=by, diff={"name": [None, name_en]})
    return series


@transaction.atomic
def create_consultation(*, by, slug="", areas=(), co_organizers=(), copied_from=None, is_demo=False, **facts):
    """Begin an edition as an idea, which only staff know of; facts as in FIELDS.

    `copied_from` is the earlier edition on whose form these facts stood.
    """
    consultation = Consultation(copied_from=copied_from, is_demo=is_demo, **facts)
    consultation.slug = slug or slugify(consultation.name)[:80].strip("-") or consultation.reference.lower()
    if Consultation.objects.filter(slug=consultation.slug).exists():
        raise Contradiction(_("There is a consultation with this address already. Write another one."))
    _refuse_unknown_languages(consultation)
    _refuse_late_deadlines(consultation)
    with promises_of(Consultation):
        consultation.save()
    consultation.areas.set(areas)
    consultation.co_organizers.set(co_organizers)
    diff = {"name": [None, consultation.name]}
    if copied_from:
        diff["copied_from"] = [None, copied_from.reference]
    record("consultation.created", subject=consultation.reference, by=by, diff=diff)
    return consultation


@transaction.atomic
def edit_consultation(consultation, *, changes, by, version=None):
    """Change its facts. A co-organizer that this person may not know of stays.

    When no session would lie in the new days, the whole agenda moves with the first day.
    """
    consultation = lock_open(consultation)
    if version is not None and version != consultation.version:
        raise Stale(_("Somebody else changed this consultation meanwhile. Look at it again, then save."))
    before, first, zone = _told(consultation), consultation.starts_on, consultation.zone
    for field in FIELDS:
        if field in changes:
            setattr(consultation, field, changes[field])
    _refuse_unknown_languages(consultation)
    _refuse_late_deadlines(consultation)
    moved = _move_sessions(consultation, first, zone)
    _refuse_sessions_outside(consultation, has_moved=bool(moved))
    refuse_fewer_seats(consultation)
    if consultation.format != before["format"]:
        refuse_other_ways(consultation)
    with promises_of(Consultation):
        consultation.save()
    if "areas" in changes:
        consultation.areas.set(changes["areas"])
    if "co_organizers" in changes:
        consultation.co_organizers.set([*changes["co_organizers"], *_unknown_to(by, consultation)])
    diff = {field: [before[field], now] for field, now in _told(consultation).items() if now != before[field]}
    if diff:
        touch(consultation)
        offered = fill_seats(consultation) if "seats" in diff else []
        if moved:
            diff["sessions"] = [None, moved]
        publish_consultation(consultation)
        record("consultation.edited", subject=consultation.reference, by=by, diff=diff)
        record_offers(offered, by=by)
    return consultation


@transaction.atomic
def move_consultation(consultation, *, to, by, reason="", language=""):
    """Take it to its next state. Cancelling needs a reason, which everybody reads who knew of it.

    Then nobody waits any more, and who is registered or was invited is told by mail.
    """
    consultation = lock(consultation)
    if to not in NEXT[S][consultation.state]:
        raise Refused(
            _("This consultation is at “%(state)s”, so this cannot be done now. Look at it again.")
            % {"state": consultation.get_state_display()}
        )
    _refuse_too_early(consultation, to)
    came_from, consultation.state = consultation.state, to
    if to == S.PLANNED:
        consultation.published_at = timezone.now()
    if to == S.CANCELLED:
        consultation.cancelled_reason, consultation.cancelled_reason_language = reason.strip(), language
    consultation.version += 1
    with promises_of(Consultation):
        consultation.save()
    ended = []
    if to == S.CANCELLED:
        people = list(consultation.registrations.live().order_by("pk"))
        ended = end_waiting(consultation)
        tell_of_cancelling(consultation, people)
    verb = "consultation.cancelled" if to == S.CANCELLED else "consultation.moved"
    publish_consultation(consultation)
    diff = {"state": [str(came_from), str(to)]}
    record(verb, subject=consultation.reference, by=by, diff=diff, reason=reason.strip())
    record_many([{"verb": "registration.withdrawn", "subject": one} for one in ended], by=by)
    return consultation


def lock(consultation):
    """The consultation as it is now, and nobody else's until this transaction ends."""
    return Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=consultation.pk)


def lock_open(consultation):
    """Lock it, and refuse in words when nothing of it changes any more."""
    consultation = lock(consultation)
    if consultation.state not in OPEN:
        raise Refused(
            _("This consultation is at “%(state)s”: its facts and its agenda stay as they are.")
            % {"state": consultation.get_state_display()}
        )
    return consultation


def touch(consultation):
    """Whoever opened its form before must look again."""
    consultation.version += 1
    consultation.save()


def _refuse_too_early(consultation, to):
    if reason := too_early(consultation, to):
        raise Refused(reason)


def _refuse_unknown_languages(consultation):
    for code in (*consultation.languages, *consultation.interpretation):
        if not is_language(code):
            raise Contradiction(
                _("We do not know a language “%(code)s”. Write its code of two or three letters.") % {"code": code}
            )


def _refuse_late_deadlines(consultation):
    """What is done for a consultation is done before it is over."""
    last = consultation.ends_on
    if last and any((day := getattr(consultation, name)) and day > last for name in DEADLINES):
        raise Contradiction(
            _("A deadline comes after the last day of the consultation. Change the deadline, or the days.")
        )


def _move_sessions(consultation, first, zone):
    """How many sessions went along with the first day, which is none while one of them lies in the new days."""
    items = list(consultation.agenda.all())
    if not items or not consultation.starts_on or consultation.starts_on == first:
        return 0
    lies_in = (consultation.starts_on <= day <= consultation.ends_on for one in items for day in days_of(one, zone))
    if any(lies_in):
        return 0
    move_items(items, consultation.starts_on - first, zone, consultation.zone)
    return len(items)


def _refuse_sessions_outside(consultation, *, has_moved):
    """Its agenda is told by the clocks of its place."""
    days = [day for item in consultation.agenda.all() for day in days_of(item, consultation.zone)]
    if not days or (
        consultation.starts_on and consultation.starts_on <= min(days) and max(days) <= consultation.ends_on
    ):
        return
    if has_moved:
        raise Refused(
            _(
                "The sessions of the agenda move with the first day, and some would then lie after the last day."
                " Choose a later last day, or first put those sessions onto earlier days or take them off."
            )
        )
    raise Refused(_("Sessions of the agenda lie outside these days. Change the agenda first, then the days."))


def days_of(item, zone):
    """The days on which a session begins and ends, by the clocks of the place."""
    zone = ZoneInfo(zone)
    return [moment.astimezone(zone).date() for moment in (item.starts_at, item.ends_at)]


def _unknown_to(by, consultation):
    if not isinstance(by, User):
        return []
    known = Organization.objects.visible_to(by).values("pk")
    return consultation.co_organizers.exclude(pk__in=known)


def _told(consultation):
    """What the history tells of it: codes, texts and references."""
    told = {}
    for field in FIELDS:
        value = getattr(consultation, field)
        told[field] = value if isinstance(value, list) else str(getattr(value, "code", value) or "")
    told["areas"] = sorted(consultation.areas.values_list("code", flat=True))
    told["co_organizers"] = sorted(consultation.co_organizers.values_list("reference", flat=True))
    return told
