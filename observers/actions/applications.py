"""What an organization does with its application: begin, write, show, sign, send, take back, begin again."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.moves import begin_turn, lead_of, lock, lock_in, may_read, move
from observers.models import Answer, Application, CouncilSession, CriteriaSet, Decision, Submission
from observers.queries.clock import database_now, day_in
from observers.queries.readiness import readiness
from observers.queries.snapshots import canonical, sha256_of, snapshot
from observers.queries.statuses import has_status
from observers.states import OPEN, WRITABLE, ApplicationState, ReviewState
from registry.actions import notify, record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale
from registry.models import Document, Organization
from registry.roles import Permission
from registry.states import OrganizationState

S = ApplicationState


@transaction.atomic
def start_application(organization, *, by, language="en", self_check=None):
    """Begin a draft, judged by the live criteria, for the next session that is open; `self_check` is {code: answer}.

    Refused when nobody has published criteria, or another application is open.
    """
    organization = Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    criteria_set = CriteriaSet.objects.live()
    if criteria_set is None:
        raise Refused(_("There are no published criteria yet, so no application can begin. Ask IOM when they come."))
    if organization.applications.filter(state__in=OPEN).exists():
        raise Refused(_("This organization already has an open application. Go on with that one."))
    now = database_now()
    if has_status(organization, now):
        raise Refused(_("This organization has observer status already. There is nothing to apply for."))
    _refuse_before_its_time(organization, now)
    application = Application(
        organization=organization,
        criteria_set=criteria_set,
        session=CouncilSession.objects.open_for_applications(at=now).first(),
        language=language,
        correspondent=by,
    )
    with promises_of(Application):
        application.save()
    Answer.objects.bulk_create(
        Answer(application=application, criterion=criterion, self_check=(self_check or {}).get(criterion.code, ""))
        for criterion in criteria_set.criteria.order_by("position", "pk")
    )
    begin_turn(application, now)
    record("application.started", subject=application.reference, by=by)
    return application


@transaction.atomic
def copy_application(application, *, by):
    """Begin again from an application that is over: what was written and shown goes along, as far as it is asked."""
    fresh = start_application(application.organization, by=by, language=application.language)
    fresh.copied_from = application
    fresh.save()
    before = {answer.criterion.code: answer for answer in application.answers.select_related("criterion")}
    for answer in fresh.answers.select_related("criterion"):
        known = before.get(answer.criterion.code)
        if known is None:
            continue
        answer.text, answer.language = known.text, known.language
        answer.save()
        shown = known.documents.filter(superseded_by=None, visibility=Document.Visibility.MEMBERS)
        answer.documents.set(shown)
    record("application.copied", subject=fresh.reference, by=by, diff={"copied_from": ["", application.reference]})
    return fresh


@transaction.atomic
def save_answer(application, criterion, *, by, version=None, text=None, language=None, is_declared=None):
    """Keep what was typed, as often as it comes; returns the answer. Raises Stale when a colleague wrote meanwhile.

    `version` is that of the answer when it was opened. The text that stands is in `theirs`, so both can be shown.
    """
    application = lock_in(application, *WRITABLE)
    answer = Answer.objects.select_for_update(of=("self",)).get(application=application, criterion=criterion)
    if version is not None and version != answer.version:
        raise Stale(
            _("A colleague changed this answer while you were writing. Compare both texts, then save again."),
            theirs={"text": answer.text, "is_declared": answer.is_declared, "version": answer.version},
        )
    before = (answer.text, answer.language, answer.is_declared)
    answer.text = answer.text if text is None else text
    answer.language = answer.language if language is None else language
    answer.is_declared = answer.is_declared if is_declared is None else is_declared
    if (answer.text, answer.language, answer.is_declared) == before:
        return answer
    if answer.text != before[0]:
        # A translation says what stood there before.
        answer.translation = answer.translation_language = ""
        answer.translated_by = None
    answer.written_by = by
    answer.version += 1
    answer.save()
    return answer


@transaction.atomic
def attach_document(application, criterion, document, *, by):
    """Show a document of the record for a criterion. It was given once and is not asked for again."""
    application = lock_in(application, *WRITABLE)
    if document.organization_id != application.organization_id:
        raise Refused(_("This document belongs to another organization. Choose one of yours."))
    if document.visibility != Document.Visibility.MEMBERS:
        raise Refused(_("This document is not one that your organization may show. Send it yourself."))
    answer = Answer.objects.get(application=application, criterion=criterion)
    answer.documents.add(document)
    record(
        "application.document_attached",
        subject=application.reference,
        by=by,
        diff={criterion.code: [None, document.reference]},
    )
    return answer


@transaction.atomic
def detach_document(application, criterion, document, *, by):
    """Take a document away from a criterion; in the record it stays."""
    application = lock_in(application, *WRITABLE)
    answer = Answer.objects.get(application=application, criterion=criterion)
    answer.documents.remove(document)
    record(
        "application.document_detached",
        subject=application.reference,
        by=by,
        diff={criterion.code: [document.reference, None]},
    )
    return answer


@transaction.atomic
def check_record(application, *, by):
    """The organization says that its record is right, as it stands now."""
    application = lock_in(application, *WRITABLE)
    application.record_checked_at = database_now()
    application.version += 1
    application.save()
    record("application.record_checked", subject=application.reference, by=by)
    return application


@transaction.atomic
def choose_session(application, session, *, by):
    """Aim at another session whose deadline has not passed."""
    application = lock_in(application, S.DRAFT)
    now = database_now()
    if not CouncilSession.objects.open_for_applications(at=now).filter(pk=session.pk).exists():
        raise Refused(_("Applications for this session are not open. Choose another one."))
    before, application.session = application.session, session
    application.version += 1
    application.save()
    application.turns.filter(ended_at=None).update(due_at=session.closes_at)
    record(
        "application.session_chosen",
        subject=application.reference,
        by=by,
        diff={"session": [before and before.reference, session.reference]},
    )
    return application


@transaction.atomic
def submit_application(application, *, by):
    """Send it: everything must be there, signed as it stands, and the session's deadline must not have passed.

    What was sent is frozen with its hash. The moment that counts is the database's, when this transaction began.
    """
    application = lock_in(application, *WRITABLE)
    now = database_now()
    _refuse_when_late(application, now)
    if application.organization.state in (OrganizationState.ARCHIVED, OrganizationState.MERGED):
        raise Refused(_("The record of your organization is closed. Ask IOM to open it again, then send."))
    missing = readiness(application).missing
    if missing:
        raise Refused(_("The application cannot be sent yet. Missing: %(what)s.") % {"what": ", ".join(missing)})
    content = snapshot(application) | {"signature": _signature(application)}
    text = canonical(content)
    number = application.submissions.count() + 1
    submission = Submission.objects.create(
        application=application, number=number, sent_at=now, sent_by=by, content=text, sha256=sha256_of(text)
    )
    application.submitted_at = application.submitted_at or now
    is_deferred = application.state == S.DEFERRED
    # What the Council missed goes straight to the reviewers.
    application.cycle += is_deferred
    return move(
        application,
        to=S.IN_REVIEW if is_deferred else S.SUBMITTED,
        by=by,
        verb="application.submitted",
        at=now,
        diff={"submission": [None, number], "sha256": [None, submission.sha256]},
    )


@transaction.atomic
def withdraw_application(application, *, by, reason=""):
    """Take it back, at any time before the Council has decided."""
    application = lock(application)
    application.signatures.filter(ended_at=None).update(ended_at=database_now())
    for person in _at_work_on(application):
        notify("observers.withdrawn", recipient=person, subject=application.reference)
    return move(application, to=S.WITHDRAWN, by=by, verb="application.withdrawn", told=reason.strip())


@transaction.atomic
def hand_over_application(application, to, *, by):
    """From now on `to` is written to: when the one who led it leaves, or has no time."""
    application = lock_in(application, *OPEN)
    if not to.holds_in(application.organization, Permission.WRITE_APPLICATION):
        raise Refused(_("This person cannot write applications of the organization. Change her role first."))
    before, application.correspondent = application.correspondent, to
    application.version += 1
    application.save()
    record(
        "application.handed_over",
        subject=application.reference,
        by=by,
        diff={"correspondent": [before.reference, to.reference]},
    )
    return application


def _at_work_on(application):
    """Who of the staff works on it now and may still read it: its lead, and those who review it."""
    if application.submitted_at is None:
        return []
    reviews = application.reviews.filter(cycle=application.cycle).exclude(state=ReviewState.ENDED)
    people = {lead_of(application)} | {review.reviewer for review in reviews.select_related("reviewer")}
    return sorted((p for p in people if p and may_read(application, p)), key=lambda person: person.pk)


def _refuse_before_its_time(organization, now):
    """The letter named the first day of a new application."""
    waiting = Decision.objects.filter(application__organization=organization, reapply_on__gt=day_in(now))
    until = waiting.order_by("-reapply_on").values_list("reapply_on", flat=True).first()
    if until:
        raise Refused(_("A new application is possible from %(day)s on.") % {"day": until.isoformat()})


def _refuse_when_late(application, now):
    """Only the first time: who was asked to complete an application was in time when she sent it."""
    session = application.session
    if application.submitted_at or session is None:
        return
    if session.ends_on < day_in(now, session.zone) or (session.closes_at and now > session.closes_at):
        raise Refused(
            _(
                "Applications for this session closed before yours arrived. Nothing that you wrote is lost:"
                " choose another session, then send it."
            )
        )


def _signature(application):
    signature = application.signatures.filter(ended_at=None, signed_at__isnull=False).first()
    return {
        "name": signature.name,
        "signed_as": signature.signed_as,
        "signed_at": signature.signed_at.isoformat(),
        "content_sha256": signature.content_sha256,
    }
