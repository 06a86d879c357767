"""Staff and an application, for the access test: organization A's, under review; reviewer and officer have declared."""

from datetime import timedelta

from django.utils import timezone

from observers import actions
from observers.models import Application, Finding, Turn
from observers.states import TURN
from observers.views.reviewers import key_of
from registry.models import Membership, StaffAssignment
from registry.roles import Function
from tests import make
from tests.observers import steps


def build(world):
    reviewer, officer = world.people["reviewer"], world.people["officer"]
    application = actions.start_application(world.a, by=world.people["admin_a"])
    application.session = steps.session()
    application.save()
    application = actions.submit_application(steps.complete(application), by=world.people["admin_a"])
    actions.declare_no_conflict(application, by=officer)
    application = actions.begin_screening(application, by=officer)
    application = actions.accept_as_complete(application, by=officer)
    world.review = actions.assign_reviewer(application, reviewer, by=officer)
    actions.declare_no_conflict(application, by=reviewer)
    world.second, world.third = make.staff(Function.REVIEWER), make.staff(Function.REVIEWER)
    # Connected with A by the link to B; a second person may clear her.
    world.held = make.staff(Function.REVIEWER)
    Membership.objects.create(user=world.held, organization=world.b, role="reader")
    # The auditor works in the unit whose opinion is asked for.
    world.asked_unit = make.unit()
    StaffAssignment.objects.filter(user=world.people["auditor"]).update(unit=world.asked_unit)
    world.opinion = actions.ask_opinion(application, unit=world.asked_unit, question="What do you know?", by=officer)
    actions.declare_no_conflict(application, by=world.people["auditor"])
    world.criterion = application.criteria_set.criteria.get(code="C-FIELD")
    world.question = actions.add_question(application, world.criterion, text="Since when?", by=officer)
    world.application, world.evidence = application, application.answers.filter(documents__isnull=False).first()


def _at(state):
    """The application is at this state, and its turn is over in time."""

    def before(world):
        Application.objects.filter(pk=world.application.pk).update(state=state)
        past = timezone.now() - timedelta(days=1)
        turn = Turn.objects.filter(application=world.application, ended_at=None)
        turn.update(state=state, side=TURN[state], due_at=past)

    return before


def _both_found(world, *, second_verdict="met"):
    """Two reviews with a finding on everything; the second is handed in. Nothing waits to be asked."""
    world.application.rounds.all().delete()
    second = world.application.reviews.create(
        reviewer=world.second,
        cycle=1,
        state="handed_in",
        assigned_at=timezone.now(),
        assigned_by=world.people["officer"],
        handed_in_at=timezone.now(),
    )
    for review, verdict in ((world.review, "met"), (second, second_verdict)):
        Finding.objects.bulk_create(
            Finding(review=review, criterion=criterion, verdict=verdict, reason="Because.")
            for criterion in world.application.criteria_set.criteria.all()
        )


def _differing(world):
    _both_found(world, second_verdict="partly")
    world.application.reviews.filter(pk=world.review.pk).update(state="handed_in", handed_in_at=timezone.now())


def ready(world):
    _both_found(world)
    world.application.reviews.filter(pk=world.review.pk).update(state="handed_in", handed_in_at=timezone.now())
    _at("ready")(world)


def _recommended_by_one(world):
    ready(world)
    actions.declare_no_conflict(world.application, by=world.second)
    actions.recommend(world.application, advice="admit", reason="Because.", by=world.second)


def _asked(world):
    actions.send_round(world.application, by=world.people["officer"])


def examples(world):
    """{name: (keys of the address, what is sent, what must be so before)}."""
    file = {"reference": world.application.reference}
    code, why = file | {"code": "C-FIELD"}, {"reason": "because"}
    paper = world.evidence.documents.first().reference
    return {
        "observers:application-review": (file,),
        "observers:review-declare": (file, {"says": "conflict", "ground": "other"}),
        "observers:review-screen": (file, {}, _at("submitted")),
        "observers:review-complete": (file, {}, _at("screening")),
        "observers:review-incomplete": (file, {"missing": "The statutes"}, _at("screening")),
        "observers:due-date": (file, why | {"day": "2100-01-01"}),
        "observers:review-close": (file, why, _at("clarification")),
        "observers:review-resume": (file, {}, _at("deferred")),
        "observers:review-assign": (file, {"reviewer": world.third.reference}),
        "observers:review-end": (file | {"number": 1}, why | {"review": key_of(world.review)}),
        "observers:conflict-clear": (file | {"person": world.held.reference}, why),
        "observers:review-finding": (code, {"verdict": "met", "version": 0}),
        "observers:review-settle": (code, why | {"verdict": "met"}, _differing),
        "observers:translation": (code, {"text": "A translation", "language": "fr"}),
        "observers:review-hand-in": (file, {}, _both_found),
        "observers:question-add": (file, {"criterion": "C-GOV", "text": "Who chairs the board?"}),
        "observers:round-send": (file,),
        "observers:round-close": (file, why, _asked),
        "observers:question-drop": (file | {"question": world.question.reference},),
        "observers:opinion-ask": (file, {"unit": world.unit.pk, "question": "What do you know?"}),
        "observers:opinion-detail": ({"reference": world.opinion.reference}, {"text": "Reliable."}),
        "observers:opinion-declare": ({"reference": world.opinion.reference}, {"says": "none"}),
        "observers:note-add": (file, {"text": "A note"}),
        "observers:recommend": (file, why | {"advice": "admit"}, ready),
        "observers:recommendation-agree": (file, {}, _recommended_by_one),
        "observers:recommendation-return": (file, why, _recommended_by_one),
        "observers:review-dossier": (file,),
        "observers:review-document": (file | {"document": paper},),
        "observers:review-log": (file,),
    }
