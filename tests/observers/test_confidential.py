"""What staff write among themselves stands in nothing that the organization, or the public, can fetch."""

import pytest
from django.test import Client
from django.urls import reverse

from observers import actions
from observers.models import Conflict
from observers.states import ApplicationState
from registry.models import Message
from registry.roles import Function
from tests import make
from tests.observers import steps
from tests.observers.sweep import fetched, text_of

pytestmark = pytest.mark.django_db
S = ApplicationState

# One word for each box that staff type into. Never told to the organization:
NEVER = {
    "finding note": "Canarynote",
    "staff note": "Canarystaff",
    "opinion asked": "Canaryasked",
    "opinion": "Canaryopinion",
    "note of a conflict": "Canaryconflict",
    "why a conflict was cleared": "Canarycleared",
    "why a review ended": "Canaryended",
    "why asked again": "Canaryrepeat",
    "why one more round": "Canaryround",
    "recommendation": "Canaryadvice",
    "recommendation returned": "Canaryreturned",
    "reviewer": "Canaryperson",
}
# Not before the Council has decided:
NOT_YET = {"finding reason": "Canaryreason", "settlement": "Canarysettled"}


@pytest.fixture
def who():
    people = steps.people()
    for name in ("reviewer", "second"):
        people[name].name = f"{NEVER['reviewer']} {name}"
        people[name].save()
    return people


def ready(who):
    """Through the whole review, each box of staff holding its word."""
    unit = make.unit()
    application = steps.in_review(who, criteria_set=steps.small_set(rounds=1))
    criterion = application.criteria_set.criteria.get(code="C-THREE")
    lead = who["officer"]
    actions.add_staff_note(application, text=NEVER["staff note"], by=lead)
    opinion = actions.ask_opinion(application, unit=unit, question=NEVER["opinion asked"], by=lead)
    actions.declare_no_conflict(application, by=who["other_officer"])
    actions.answer_opinion(opinion, text=NEVER["opinion"], by=who["other_officer"])
    _conflicts(application, lead)
    for text, repeat, extra in (
        ("Who chaired the last assembly?", "", ""),
        ("Who chaired the last assembly?", NEVER["why asked again"], NEVER["why one more round"]),
    ):
        question = actions.add_question(application, criterion, text=text, by=lead, repeat_reason=repeat)
        actions.send_round(application, by=lead, extra_reason=extra)
        actions.answer_question(question, text="The vice-chair.", by=application.correspondent)
        actions.send_answers(application, by=application.correspondent)
    third = make.staff(Function.REVIEWER, second_factor=False)
    actions.end_review(application.reviews.get(reviewer=who["second"]), reason=NEVER["why a review ended"], by=lead)
    who["second"] = third
    actions.assign_reviewer(application, third, by=lead)
    actions.declare_no_conflict(application, by=third)
    for name, verdict in (("reviewer", "partly"), ("second", "not_met")):
        review = application.reviews.get(reviewer=who[name], cycle=application.cycle)
        for one in application.criteria_set.criteria.all():
            words = {"reason": NOT_YET["finding reason"], "note": NEVER["finding note"]}
            actions.record_finding(review, one, verdict=verdict, by=who[name], **words)
        actions.hand_in_review(review, by=who[name])
    for one in application.criteria_set.criteria.all():
        actions.settle(application, one, verdict="partly", reason=NOT_YET["settlement"], by=lead)
    application.refresh_from_db()
    return application


def _conflicts(application, lead):
    declared = make.staff(Function.REVIEWER, second_factor=False)
    actions.declare_conflict(application, ground="family", note=NEVER["note of a conflict"], by=declared)
    cleared = make.staff(Function.REVIEWER, second_factor=False)
    actions.clear_conflict(application, cleared, reason=NEVER["why a conflict was cleared"], by=lead)


def recommended(who):
    application = ready(who)
    first = actions.recommend(application, advice="admit", reason=NEVER["recommendation"], by=who["reviewer"])
    actions.return_recommendation(first, reason=NEVER["recommendation returned"], by=who["second"])
    second = actions.recommend(application, advice="defer", reason=NEVER["recommendation"], by=who["reviewer"])
    actions.agree_recommendation(second, by=who["second"])
    application.refresh_from_db()
    return application


def with_council(who):
    application = recommended(who)
    return actions.put_on_agenda(application, application.session, by=who["officer"])


def decided(outcome):
    def walk(who):
        application = with_council(who)
        steps.decided(who, application, outcome=outcome)
        application.refresh_from_db()
        return application

    return walk


def sightings(told, canaries):
    return [
        f"{what} in {where}"
        for where, text in told.items()
        for what, word in canaries.items()
        if word.lower() in text.lower()
    ]


WALKS = {
    "ready": (ready, NEVER | NOT_YET),
    "recommended": (recommended, NEVER | NOT_YET),
    "on the agenda": (with_council, NEVER | NOT_YET),
    "not admitted": (decided("not_admitted"), NEVER),
    "admitted": (decided("admitted"), NEVER),
}


def each(*chosen):
    """These always; the other walks by `make proofs`, for each fetches every address of the site."""
    return [walk if walk in chosen else pytest.param(walk, marks=pytest.mark.proof) for walk in WALKS]


@pytest.mark.slow
@pytest.mark.parametrize("walk", each("recommended", "not admitted"))
def test_nothing_that_staff_say_among_themselves_reaches_the_organization(who, walk):
    """Slow: every address of the site is fetched, files included."""
    go, canaries = WALKS[walk]
    application = go(who)

    told = fetched(application.correspondent, application) | fetched(None, application)

    names = {name for name, _address in told}
    assert {"observers:application-detail", "observers:application-copy-zip", "observers:application-copy-pdf"} <= names
    assert {
        "observers:application-questions",
        "observers:application-receipt",
        "observers:application-calendar",
    } <= names
    assert sightings(told, canaries) == []
    assert sightings(_mails(application), canaries) == []
    assert Conflict.objects.filter(application=application, note=NEVER["note of a conflict"]).exists()


@pytest.mark.slow
def test_the_words_can_be_found_where_staff_read_them(who):
    """The control: the same search over the same pages finds each word when somebody of the staff looks."""
    application = recommended(who)
    reader = make.staff(Function.DECISION_OFFICER)
    actions.declare_no_conflict(application, by=reader)

    told = fetched(reader, application)

    seen = {what for what, word in (NEVER | NOT_YET).items() if sightings(told, {what: word})}
    hidden = {"note of a conflict", "why a conflict was cleared", "why a review ended"}
    assert seen == set(NEVER | NOT_YET) - hidden


def test_the_dossier_of_staff_holds_no_finding_and_no_note(who):
    application = recommended(who)
    reader = make.staff(Function.DECISION_OFFICER)
    actions.declare_no_conflict(application, by=reader)
    client = Client()
    client.force_login(reader)

    content = client.get(reverse("observers:review-dossier", args=[application.reference])).content

    assert "vice-chair" in text_of(content)
    assert sightings({"dossier": text_of(content)}, NEVER | NOT_YET) == []


@pytest.mark.slow
@pytest.mark.parametrize("walk", each("on the agenda"))
def test_who_has_a_conflict_finds_the_application_nowhere(who, walk):
    """Slow: every address of the site is fetched, as somebody with every right but for a declared conflict."""
    go, _canaries = WALKS[walk]
    application = go(who)
    person = make.staff(Function.DECISION_OFFICER)
    actions.declare_conflict(application, ground="family", by=person)

    told = fetched(person, application)

    assert {"observers:application-queue", "observers:session-detail"} <= {name for name, _address in told}
    assert sightings(told, {"application": application.reference}) == []
    assert sightings(told, NEVER | NOT_YET) == []


def _mails(application):
    members = application.organization.memberships.values_list("user__email", flat=True)
    mails = Message.objects.filter(address__in=[*members, "head@example.org"])
    assert mails.exists()
    return {mail.kind: f"{mail.title} {mail.body}" for mail in mails}
