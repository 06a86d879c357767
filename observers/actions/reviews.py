"""Reviews: conflicts declared and cleared, two people who do not see each other, their findings, what settles them."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from observers import policies
from observers.actions.moves import lock, lock_in, move
from observers.actions.screening import refuse_undeclared
from observers.models import Conflict, Finding, Pin, Recommendation, Review, Settlement
from observers.queries.clock import database_now
from observers.queries.reviews import REVIEWERS, are_readable, disagreements, reviews_of
from observers.states import OPEN, ApplicationState, ReviewState
from registry.actions import notify, record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale
from registry.importers.documents import page_count

S = ApplicationState
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
    """From now on this file does not exist for me: my reviews end, my signature counts no more, somebody else leads.

    What the Council has decided on stays as it was.
    """
    application = lock_in(application, *SENT)
    _declare(application, user=by, says=Conflict.Says.CONFLICT, by=by, ground=ground, note=note)
    mine = application.reviews.filter(reviewer=by, cycle=application.cycle).exclude(state=ReviewState.ENDED)
    if application.decisions.filter(cycle=application.cycle).exists():
        mine = mine.none()
    had_part = mine.exists()
    for review in mine:
        _end(review)
    signed = Recommendation.objects.filter(application=application, cycle=application.cycle, returned_at=None)
    had_part |= signed.filter(Q(signed_by=by) | Q(agreed_by=by)).exists()
    if application.lead_id == by.pk:
        application.lead = None
        application.version += 1
        application.save()
    # Who has it and why is nobody's business: the history says that there is one.
    record("application.conflict_declared", subject=application.reference, by=by)
    if had_part and application.state in (S.READY, S.RECOMMENDED, S.WITH_COUNCIL):
        _reopen(application, by)


@transaction.atomic
def clear_conflict(application, user, *, reason, by):
    """A second person looked at what the registry found (same network, same programme) and says that it is none.

    She still declares herself before the file opens for her.
    """
    application = lock_in(application, *OPEN)
    if user.pk == by.pk:
        raise Refused(_("Nobody clears a conflict of her own. Ask a colleague."))
    conflict = Conflict.objects.filter(application=application, user=user).first() or Conflict(
        application=application, user=user, version=0
    )
    if conflict.says == Conflict.Says.CONFLICT:
        raise Refused(_("This person declared a conflict of interest herself. It cannot be cleared."))
    if not reason.strip():
        raise Refused(_("Say why this is no conflict of interest."))
    conflict.cleared_at, conflict.cleared_by, conflict.cleared_reason = database_now(), by, reason.strip()[:500]
    conflict.version += 1
    conflict.save()
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
    declared = application.conflicts.filter(user=reviewer, says=Conflict.Says.NONE).exists()
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
    refuse_undeclared(application, by)
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
    go_on_when_settled(application, by=by)
    return review


@transaction.atomic
def settle(application, criterion, *, verdict, reason, by):
    """A third person says what stands where the two differ, and why."""
    application = lock_in(application, S.IN_REVIEW)
    refuse_undeclared(application, by)
    if application.reviews.filter(reviewer=by, cycle=application.cycle).exists():
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
    go_on_when_settled(application, by=by)
    return settlement


@transaction.atomic
def add_staff_note(application, *, text, by):
    """A word among staff; it never leaves them."""
    application = lock(application)
    refuse_undeclared(application, by)
    note = application.staff_notes.create(text=text.strip(), at=database_now(), by=by)
    record("application.staff_note_added", subject=application.reference, by=by)
    return note


def go_on_when_settled(application, *, by):
    """Once both reviews are in and agree, or are settled, and nothing is asked, the application is ready."""
    is_waiting = application.rounds.filter(answered_at=None, closed_at=None).exists()
    is_complete = are_readable(application) and not disagreements(application)
    if application.state == S.IN_REVIEW and is_complete and not is_waiting:
        move(application, to=S.READY, by=by, verb="application.ready")
    return application


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
    # What settled a difference with this review says nothing about the next one.
    Settlement.objects.filter(application=review.application_id, cycle=review.cycle).delete()


def _declare(application, *, user, says, by, ground="", note=""):
    conflict = Conflict.objects.filter(application=application, user=user).first() or Conflict(
        application=application, user=user, version=0
    )
    if conflict.says == Conflict.Says.CONFLICT:
        raise Refused(_("A conflict of interest stands once it is declared."))
    conflict.says, conflict.ground, conflict.note = says, ground, note
    conflict.declared_at = database_now()
    conflict.version += 1
    conflict.save()


def _reopen(application, by):
    """A review or a signature counts no more: what rested on it is taken back, and the file goes to the reviewers."""
    standing = Recommendation.objects.filter(application=application, cycle=application.cycle, returned_at=None)
    standing.update(returned_at=database_now(), returned_by=by, agreed_at=None, agreed_by=None)
    move(application, to=S.IN_REVIEW, by=by, verb="application.review_reopened")
    go_on_when_settled(application, by=by)


def _checked(pin, application):
    document = pin.get("document")
    if document and document.organization_id != application.organization_id:
        raise Refused(_("This document belongs to another organization. Choose one of this organization."))
    if document and pin.get("page"):
        _refuse_no_page(document, pin["page"])
    return {
        "document": document,
        "page": pin.get("page") if document else None,
        "row": "" if document else pin.get("row", "")[:60],
        "words": pin.get("words", "")[:300],
    }


def _refuse_no_page(document, page):
    """A page that the document does not have is no evidence."""
    with document.file.open("rb") as file:
        pages = page_count(document.media_type, file.read())
    if pages is not None and page > pages:
        raise Refused(
            ngettext(
                "“%(title)s” has %(pages)s page, so there is no page %(page)s. Write the page that shows it.",
                "“%(title)s” has %(pages)s pages, so there is no page %(page)s. Write the page that shows it.",
                pages,
            )
            % {"title": document.title, "pages": pages, "page": page}
        )
