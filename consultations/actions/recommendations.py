"""Recommendations: recorded, edited, numbered, published, dropped. Who asked for what is for its readers to know."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock, touch
from consultations.actions.followers import subscribe, tell_followers
from consultations.models import BreakoutNote, Recommendation
from consultations.queries.calendar import today_in
from consultations.queries.recipients import people_of
from consultations.states import (
    HEARD,
    HELD,
    NEXT,
    SETTLED,
    BreakoutNoteState,
    RecommendationState,
)
from registry.actions import notify, record
from registry.actions.history import record_many
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale
from registry.models import Organization, User

R = RecommendationState
TEXTS = ("text_en", "text_fr", "text_es")
FIELDS = ("session", *TEXTS, "area", "level")
DAYS_TO_ANSWER = timedelta(days=60)
# Far from every number in use: while they change places, no two have the same.
_ASIDE = 10_000


@transaction.atomic
def record_recommendation(consultation, *, by, proposers=(), **facts):
    """Write down what was recommended, last in the list; facts as in FIELDS. Who proposed it follows it."""
    consultation = _lock_heard(consultation)
    recommendation = Recommendation(consultation=consultation, number=_next_number(consultation), **facts)
    with promises_of(Recommendation):
        recommendation.save()
    recommendation.proposers.set(proposers)
    subscribe(recommendation, proposers)
    record(
        "recommendation.recorded", subject=recommendation.reference, by=by, diff={"text": [None, str(recommendation)]}
    )
    return recommendation


@transaction.atomic
def recommend_lines(session, *, lines, by):
    """Make recommendations of lines of notes that were handed in: (note, number of the line, from 0)."""
    consultation = _lock_heard(session.consultation)
    handed_in = BreakoutNote.objects.filter(
        item__in=[session.pk, *session.breakouts.values_list("pk", flat=True)], state=BreakoutNoteState.HANDED_IN
    )
    notes = {note.pk: note for note in handed_in}
    first = _next_number(consultation)
    made = [
        Recommendation(
            consultation=consultation,
            number=first + place,
            session=session,
            note=notes[note.pk],
            note_line=line,
            **{f"text_{note.language}": notes[note.pk].lines[line]},
        )
        for place, (note, line) in enumerate(lines)
    ]
    with promises_of(Recommendation):
        Recommendation.objects.bulk_create(made)
    record_many(
        [
            {"verb": "recommendation.recorded", "subject": one.reference, "diff": {"text": [None, str(one)]}}
            for one in made
        ],
        by=by,
    )
    return made


@transaction.atomic
def edit_recommendation(recommendation, *, changes, by, version=None):
    """Change what it says. Who proposed it and is unknown to this person stays among the proposers."""
    recommendation = lock_in(recommendation)
    _refuse_settled(recommendation)
    if version is not None and version != recommendation.version:
        raise Stale(_("Somebody else changed this recommendation meanwhile. Look at it again, then save."))
    before = _told(recommendation)
    for field in FIELDS:
        if field in changes:
            setattr(recommendation, field, changes[field])
    recommendation.version += 1
    with promises_of(Recommendation):
        recommendation.save()
    if "proposers" in changes:
        _set_proposers(recommendation, changes["proposers"], by)
    # The history does not tell who proposed it: more people read that than may know of each organization.
    diff = {field: [before[field], now] for field, now in _told(recommendation).items() if now != before[field]}
    if diff.keys() & set(TEXTS):
        tell_followers(recommendation, "edited")
    record("recommendation.edited", subject=recommendation.reference, by=by, diff=diff)
    return recommendation


@transaction.atomic
def number_recommendations(consultation, *, order, by):
    """Put them into this order, all of them; once they are public, everybody cites their numbers."""
    consultation = lock(consultation)
    if consultation.recommendations_published_at:
        raise Refused(_("The recommendations are public, and others cite their numbers: these stay as they are."))
    if set(order) != set(consultation.recommendations.all()) or len(order) != len(set(order)):
        raise Stale(_("Somebody else added a recommendation meanwhile. Look at the list again, then number it."))
    consultation.recommendations.update(number=F("number") + _ASIDE)
    for number, recommendation in enumerate(order, start=1):
        recommendation.number = number
    Recommendation.objects.bulk_update(order, ["number"])
    record("consultation.recommendations_numbered", subject=consultation.reference, by=by)


@transaction.atomic
def link_similar(recommendation, *, similar_to, by):
    """Say which earlier ones asked for the same or nearly so; the links that are not named here end."""
    recommendation = lock_in(recommendation)
    recommendation.similar_to.set(similar_to)
    diff = {"similar_to": ["", ", ".join(sorted(one.reference for one in similar_to))]}
    record("recommendation.linked", subject=recommendation.reference, by=by, diff=diff)
    return recommendation


@transaction.atomic
def publish_recommendations(consultation, *, by):
    """From now on everybody reads them. Answers without a day of their own are due in sixty days.

    Those that were recorded after the others became public stay with the staff until this is done once more.
    """
    consultation = lock(consultation)
    unpublished = consultation.recommendations.unpublished()
    if consultation.recommendations_published_at and not unpublished.exists():
        raise Refused(_("The recommendations are public already."))
    if consultation.state not in HELD:
        raise Refused(_("The consultation is not over yet. Its recommendations become public when it is."))
    if not consultation.recommendations.exists():
        raise Refused(_("Nothing is recorded yet. Record the recommendations first, then publish them."))
    now, new = timezone.now(), list(unpublished.order_by("pk").values_list("pk", flat=True))
    if consultation.recommendations_published_at is None:
        consultation.recommendations_published_at = now
        touch(consultation)
    due_on = today_in(consultation.zone) + DAYS_TO_ANSWER
    unpublished.filter(state=R.ASSIGNED, due_on=None).update(due_on=due_on, version=F("version") + 1)
    unpublished.update(published_at=now)
    followers = Organization.objects.filter(recommendation_subscriptions__recommendation__in=new)
    for person in people_of(followers.values("pk")):
        notify(
            "consultations.recommendations_published",
            recipient=person,
            subject=consultation.reference,
            context={"consultation": consultation},
        )
    diff = {"recommendations": [None, len(new)]}
    record("consultation.recommendations_published", subject=consultation.reference, by=by, diff=diff)
    return consultation


@transaction.atomic
def drop_recommendation(recommendation, *, reason, by, language=""):
    """It is not followed any more; everybody reads why."""
    recommendation = lock_in(recommendation)
    move(recommendation, to=R.DROPPED)
    recommendation.dropped_reason, recommendation.dropped_reason_language = reason.strip(), language
    with promises_of(Recommendation):
        recommendation.save()
    tell_followers(recommendation, "dropped")
    record("recommendation.dropped", subject=recommendation.reference, by=by, reason=recommendation.dropped_reason)
    return recommendation


def lock_in(recommendation):
    """Its edition, then the recommendation: both as they are now, and nobody else's until this transaction ends."""
    consultation = lock(recommendation.consultation)
    recommendation = Recommendation.objects.select_for_update(of=("self",), no_key=True).get(pk=recommendation.pk)
    recommendation.consultation = consultation
    return recommendation


def move(recommendation, *, to):
    if to not in NEXT[R][recommendation.state]:
        raise Refused(told_state(recommendation))
    recommendation.state = to
    recommendation.version += 1


def told_state(recommendation):
    return _("This recommendation is at “%(state)s”, so this cannot be done now. Look at it again.") % {
        "state": recommendation.get_state_display()
    }


def _lock_heard(consultation):
    consultation = lock(consultation)
    if consultation.state not in HEARD:
        raise Refused(
            _("This consultation is at “%(state)s”: recommendations are recorded once it has begun.")
            % {"state": consultation.get_state_display()}
        )
    return consultation


def _next_number(consultation):
    return (consultation.recommendations.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_settled(recommendation):
    if recommendation.state in SETTLED:
        raise Refused(told_state(recommendation))


def _set_proposers(recommendation, proposers, by):
    known = set(proposers) | set(unknown_to(by, recommendation.proposers))
    new = known - set(recommendation.proposers.all())
    recommendation.proposers.set(known)
    subscribe(recommendation, new)


def unknown_to(by, organizations):
    """Those that this person may not know of: what she types does not name them, so they stay."""
    if not isinstance(by, User):
        return organizations.none()
    return organizations.exclude(pk__in=Organization.objects.visible_to(by).values("pk"))


def _told(recommendation):
    told = {field: str(getattr(recommendation, field) or "") for field in FIELDS}
    session, area = recommendation.session, recommendation.area
    return told | {"session": session.reference if session else "", "area": area.code if area else ""}
