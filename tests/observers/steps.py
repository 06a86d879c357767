"""Applications walked to a state by the verbs themselves, as their people would; each step is one function."""

from datetime import timedelta
from itertools import count

from observers import actions
from observers.models import CouncilSession, CriteriaSet
from observers.queries.clock import database_now, day_in
from observers.queries.snapshots import content_hash
from observers.states import ApplicationState
from registry.models import Membership
from registry.roles import Function, MemberRole
from tests import make

S = ApplicationState
_numbers = count(1)


def _today():
    """The day by which the verbs go: that of the database, in Geneva."""
    return day_in(database_now())


def days(day, number):
    return day + timedelta(days=number)


def session(**fields):
    """A session that began yesterday, still open for applications unless told otherwise."""
    today = _today()
    fields = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=1)} | fields
    return CouncilSession.objects.create(
        number=fields.pop("number", None) or 5000 + next(_numbers), **({"kind": "regular"} | fields)
    )


def coming(**fields):
    """A session that begins in some months."""
    today = _today()
    return session(starts_on=days(today, 100), ends_on=days(today, 101), **fields)


def small_set(**fields):
    """Published criteria, three of them: one declared, one shown by a document, one judged."""
    number = next(_numbers)
    criteria_set = CriteriaSet.objects.create(
        code=f"small-{number}", number=1, name_en=f"Small set {number}", citation="Invented", **fields
    )
    for position, (code, kind, extra) in enumerate(
        [
            ("C-ONE", "declaration", {}),
            ("C-TWO", "document", {"needs_document": True, "document_kind": "statutes", "word_limit": 0}),
            ("C-THREE", "judgement", {"word_limit": 50}),
        ]
    ):
        criteria_set.criteria.create(
            code=code, kind=kind, position=position, name_en=f"Criterion {code}", text_en="A text",
            source_en="Invented", **extra,
        )  # fmt: skip
    CriteriaSet.objects.filter(pk=criteria_set.pk).update(state="published", published_at="2026-01-01T00:00Z")
    criteria_set.refresh_from_db()
    return criteria_set


def people():
    """A reviewer, another, and two officers."""
    return {
        "reviewer": make.staff(Function.REVIEWER, second_factor=False),
        "second": make.staff(Function.REVIEWER, second_factor=False),
        "officer": make.staff(Function.DECISION_OFFICER, second_factor=False),
        "other_officer": make.staff(Function.DECISION_OFFICER, second_factor=False),
    }


def draft(organization=None, *, by=None, criteria_set=None, session_=None, **fields):
    """A draft of an organization with an administrator; judged by a small set unless told otherwise."""
    organization = organization or make.organization()
    by = by or make.member(organization, role=MemberRole.ADMIN)
    criteria_set = criteria_set or small_set()
    CriteriaSet.objects.exclude(pk=criteria_set.pk).filter(state="published").update(state="retired")
    session_ = session_ or session()
    application = actions.start_application(organization, by=by, **fields)
    application.session = session_
    application.save()
    return application


def complete(application, *, by=None):
    """Everything is written, shown and signed."""
    by = by or application.correspondent
    for answer in application.answers.select_related("criterion"):
        criterion = answer.criterion
        if criterion.asks_declaration:
            actions.save_answer(application, criterion, by=by, is_declared=True)
        if criterion.needs_document:
            document = make.document(
                application.organization, by=by, kind=criterion.document_kind or "other", visibility="members"
            )
            actions.attach_document(application, criterion, document, by=by)
        if criterion.asks_answer:
            actions.save_answer(application, criterion, by=by, text="We work with migrants.", language="en")
    actions.check_record(application, by=by)
    return sign(application, by=by)


def sign(application, *, by=None):
    signature = actions.ask_signature(
        application, name="A. Head", email="head@example.org", by=by or application.correspondent
    )
    actions.sign_application(signature, signed_as="A. Head", read_sha256=content_hash(application), by="head")
    application.refresh_from_db()
    return application


def sent(application=None, **fields):
    application = complete(application or draft(**fields))
    return actions.submit_application(application, by=application.correspondent)


def in_screening(who, application=None, **fields):
    application = application or sent(**fields)
    actions.declare_no_conflict(application, by=who["officer"])
    return actions.begin_screening(application, by=who["officer"])


def in_review(who, application=None, **fields):
    """Under review by two people who have declared."""
    application = actions.accept_as_complete(in_screening(who, application, **fields), by=who["officer"])
    for name in ("reviewer", "second"):
        actions.assign_reviewer(application, who[name], by=who["officer"])
        actions.declare_no_conflict(application, by=who[name])
    return application


def reviewed(who, application, *, verdict="met", second_verdict=None):
    """Both reviews are handed in, each with the same verdict on every criterion."""
    for name, found in (("reviewer", verdict), ("second", second_verdict or verdict)):
        review = application.reviews.get(reviewer=who[name], cycle=application.cycle)
        for criterion in application.criteria_set.criteria.all():
            actions.record_finding(review, criterion, verdict=found, reason="Because.", by=who[name])
        actions.hand_in_review(review, by=who[name])
    application.refresh_from_db()
    return application


def ready(who, application=None, **fields):
    return reviewed(who, application or in_review(who, **fields))


def recommended(who, application=None, *, advice="admit", **fields):
    application = application or ready(who, **fields)
    recommendation = actions.recommend(application, advice=advice, reason="They meet the criteria.", by=who["reviewer"])
    actions.agree_recommendation(recommendation, by=who["second"])
    application.refresh_from_db()
    return application


def with_council(who, application=None, **fields):
    application = application or recommended(who, **fields)
    declare(application, who["officer"])
    return actions.put_on_agenda(application, application.session, by=who["officer"])


def decided(who, application=None, *, outcome="admitted", resolution="1400", **fields):
    application = application or with_council(who, **fields)
    return actions.record_decision(
        application,
        session=application.session,
        outcome=outcome,
        decided_on=_today(),
        resolution=resolution,
        reason="" if outcome == "admitted" else "The Council said so.",
        by=who["officer"],
    )


def declare(*applications_and_person):
    """No conflict of interest of the last with any of the others."""
    *applications, person = applications_and_person
    for application in applications:
        if not application.conflicts.filter(user=person, says="none").exists():
            actions.declare_no_conflict(application, by=person)


def leave(person, organization):
    Membership.objects.filter(user=person, organization=organization).update(left_at="2026-01-01T00:00Z")
