"""Reviews: conflicts declared and cleared, two people who do not see each other, their findings, what settles them."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers import policies
from observers.actions.moves import lock, lock_in, move
from observers.actions.screening import refuse_undeclared
from observers.models import Conflict, Finding, Pin, Recommendation, Review, Settlement
from observers.queries.clock import database_now
from observers.queries.reviews import disagreements, handed_in, reviews_of
from observers.states import OPEN, ApplicationState, ReviewState
from registry.actions import notify, record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale

S = ApplicationState
REVIEWERS = 2
# Also a file that is over is opened by who declared first: to answer a correction, for example.
SENT = [state for state in S if state != S.DRAFT]


@transaction.atomic
def declare_no_conflict(application, *, by):
    """Before the file opens: I have no conflict of interest."""
    application = lock_in(application, *SENT)
    _declare(application, user=by, says=Conflict.Says.NONE, by=by)
    for review in application.reviews.filter(reviewer=by, state=ReviewState.ASSIGNED):
        review.state = ReviewState.OPEN
        review.version += 1
        review.save()
    record("application.no_conflict_declared", subject=application.reference, by=by)


@transaction.atomic
def declare_conflict(application, *, ground, note="", by):
    """From now on this file does not exist for me: reviews that I began end, and somebody else leads it."""
    application = lock_in(application, *SENT)
    _declare(application, user=by, says=Conflict.Says.CONFLICT, by=by, ground=ground, note=note)
    for review in application.reviews.filter(reviewer=by).exclude(state=ReviewState.ENDED):
        _end(review)
    pending = Recommendation.objects.filter(application=application, signed_by=by, agreed_at=None, returned_at=None)
    pending.update(returned_at=database_now(), returned_by=by, returned_reason=_("Withdrawn: conflict of interest."))
    if application.lead_id == by.pk:
        application.lead = None
        application.version += 1
        application.save()
    # Who has it and why is nobody's business: the history says that there is one.
    record("application.conflict_declared", subject=application.reference, by=by)
    if application.state == S.READY and len(handed_in(application)) < REVIEWERS:
        move(application, to=S.IN_REVIEW, by=by, verb="application.review_reopened")


@transaction.atomic
def clear_conflict(application, user, *, reason, by):
    """A second person looked at what the registry found (same network, same programme) and says that it is none."""
    application = lock_in(application, *OPEN)
    if user.pk == by.pk:
        raise Refused(_("Nobody clears a conflict of her own. Ask a colleague."))
    known = application.conflicts.filter(user=user).first()
    if known and known.says == Conflict.Says.CONFLICT:
        raise Refused(_("This person declared a conflict of interest herself. It cannot be cleared."))
    if not reason.strip():
        raise Refused(_("Say why this is no conflict of interest."))
    _declare(application, user=user, says=Conflict.Says.CLEARED, by=by, note=reason.strip())
    record("application.conflict_cleared", subject=application.reference, by=by, reason=reason.strip()[:500])


@transaction.atomic
def assign_reviewer(application, reviewer, *, by):
    """Ask one person for a review. Refused for who has a conflict of interest, declared or found by the registry."""
    application = lock_in(application, S.IN_REVIEW, S.CLARIFICATION)
    refuse_undeclared(application, by)
    if not policies.may_be_reviewer(reviewer):
        raise Refused(_("This person does not review applications. Choose another one."))
    if not type(application).objects.open_to_staff(reviewer).filter(pk=application.pk).exists():
        raise Refused(_("This person cannot review this application. Choose another one."))
    if reviews_of(application).count() >= REVIEWERS:
        raise Refused(_("Two people review this application already. End one review first."))
    declared = application.conflicts.filter(user=reviewer, says__in=["none", "cleared"]).exists()
    review = Review(
        application=application,
        cycle=application.cycle,
        reviewer=reviewer,
        state=ReviewState.OPEN if declared else ReviewState.ASSIGNED,
        assigned_at=database_now(),
        assigned_by=by,
    )
    with promises_of(Review):
        review.save()
    notify("observers.review_asked", recipient=reviewer, subject=application.reference)
    record("application.reviewer_assigned", subject=application.reference, by=by)
    return review


@transaction.atomic
def end_review(review, *, reason, by):
    """Somebody else is to review it. The findings are kept and count no more."""
    application = lock_in(review.application, S.IN_REVIEW, S.CLARIFICATION)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.state == ReviewState.ENDED:
        raise Refused(_("This review has ended already."))
    _end(review)
    record("application.review_ended", subject=application.reference, by=by, reason=reason[:500])
    return review


@transaction.atomic
def record_finding(review, criterion, *, verdict, by, reason="", note="", pins=(), version=None):
    """Write or change one finding; `pins` are dictionaries with document and page, or row and words.

    Raises Stale when it was changed in another window since `version` (0: it was not there).
    """
    application = lock_in(review.application, S.IN_REVIEW, S.CLARIFICATION)
    review = _open_review(review, by)
    if criterion.criteria_set_id != application.criteria_set_id:
        raise Refused(_("This criterion belongs to another set. Open the application again."))
    finding = Finding.objects.filter(review=review, criterion=criterion).first() or Finding(
        review=review, criterion=criterion, version=0
    )
    if version is not None and version != finding.version:
        raise Stale(
            _("This finding was changed in another window. Compare both, then save again."),
            theirs={"verdict": finding.verdict, "reason": finding.reason, "note": finding.note},
        )
    finding.verdict, finding.reason, finding.note = verdict, reason.strip(), note.strip()
    finding.version += 1
    with promises_of(Finding):
        finding.save()
    finding.pins.all().delete()
    Pin.objects.bulk_create(Pin(finding=finding, **_checked(pin, application)) for pin in pins)
    # What a reviewer thinks stands in the finding; the history says only that she wrote.
    record(
        "application.finding_recorded", subject=application.reference, by=by, diff={"criterion": ["", criterion.code]}
    )
    return finding


@transaction.atomic
def hand_in_review(review, *, by):
    """All criteria have a finding: from now on it counts. When both are in and agree, the application is ready."""
    application = lock_in(review.application, S.IN_REVIEW)
    review = _open_review(review, by)
    found = set(review.findings.values_list("criterion", flat=True))
    left = [c for c in application.criteria_set.criteria.order_by("position") if c.pk not in found]
    if left:
        raise Refused(
            _("These criteria have no finding yet: %(what)s.") % {"what": ", ".join(c.told("name") for c in left)}
        )
    review.state, review.handed_in_at = ReviewState.HANDED_IN, database_now()
    review.version += 1
    review.save()
    record("application.review_handed_in", subject=application.reference, by=by)
    _ready_when_settled(application, by)
    return review


@transaction.atomic
def settle(application, criterion, *, verdict, reason, by):
    """A third person says what stands where the two differ, and why."""
    application = lock_in(application, S.IN_REVIEW)
    refuse_undeclared(application, by)
    if reviews_of(application).filter(reviewer=by).exists():
        raise Refused(_("You are one of the two who differ. A third person settles it."))
    if criterion.pk not in {found.criterion.pk for found in disagreements(application)}:
        raise Refused(_("The reviewers do not differ on this criterion."))
    settlement = Settlement.objects.create(
        application=application,
        cycle=application.cycle,
        criterion=criterion,
        verdict=verdict,
        reason=reason.strip(),
        settled_at=database_now(),
        settled_by=by,
    )
    record("application.settled", subject=application.reference, by=by, diff={"criterion": ["", criterion.code]})
    _ready_when_settled(application, by)
    return settlement


@transaction.atomic
def add_staff_note(application, *, text, by):
    """A word among staff; it never leaves them."""
    application = lock(application)
    refuse_undeclared(application, by)
    note = application.staff_notes.create(text=text.strip(), at=database_now(), by=by)
    record("application.staff_note_added", subject=application.reference, by=by)
    return note


def _ready_when_settled(application, by):
    if len(handed_in(application)) < REVIEWERS or disagreements(application):
        return
    if application.rounds.filter(answered_at=None, closed_at=None).exists():
        return
    move(application, to=S.READY, by=by, verb="application.ready")


def _open_review(review, by):
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.reviewer_id != by.pk:
        raise Refused(_("This is the review of somebody else."))
    if review.cycle != review.application.cycle or review.state != ReviewState.OPEN:
        raise Refused(_("This review is not open, so nothing can be written in it."))
    return review


def _end(review):
    review.state, review.handed_in_at = ReviewState.ENDED, None
    review.version += 1
    review.save()


def _declare(application, *, user, says, by, ground="", note=""):
    known = Conflict.objects.filter(application=application, user=user).first()
    if known and known.says == Conflict.Says.CONFLICT:
        raise Refused(_("A conflict of interest stands once it is declared."))
    conflict = known or Conflict(application=application, user=user, version=0)
    # Who was cleared by a colleague and then says "none" herself stays cleared.
    if known and known.says == Conflict.Says.CLEARED and says == Conflict.Says.NONE:
        return
    conflict.says, conflict.ground, conflict.note = says, ground, note
    conflict.declared_at, conflict.declared_by = database_now(), by
    conflict.version += 1
    conflict.save()


def _checked(pin, application):
    document = pin.get("document")
    if document and document.organization_id != application.organization_id:
        raise Refused(_("This document belongs to another organization. Choose one of this organization."))
    return {
        "document": document,
        "page": pin.get("page") if document else None,
        "row": "" if document else pin.get("row", "")[:60],
        "words": pin.get("words", "")[:300],
    }
