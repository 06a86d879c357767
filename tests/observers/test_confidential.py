"""What staff write among themselves stands in nothing that the organization, or the public, can fetch."""

import io
import zipfile

import pypdfium2
import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.encoding import force_str

from observers import actions
from observers.models import Conflict, Observer
from observers.states import ApplicationState
from registry.models import Message
from registry.roles import Function
from tests import make
from tests.observers import steps

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


# --- Everything that can be fetched ---------------------------------------------------------------------------------


def addresses(application):
    """Every address of the site that can be filled with what belongs to this application and its organization."""
    keys = {
        "reference": [application.reference, application.organization.reference],
        "code": list(application.criteria_set.criteria.values_list("code", flat=True)),
        "question": [q.reference for r in application.rounds.all() for q in r.questions.all()],
        "document": list(application.organization.documents.values_list("reference", flat=True)),
        "id": [application.organization.reference, application.reference],
        "step": [1, 2, 3],
        "kind": ["name"],
        "number": [1, 2],
    }
    keys["reference"] += Observer.objects.filter(organization=application.organization).values_list(
        "reference", flat=True
    )
    keys["reference"] += [opinion.reference for opinion in application.opinions.all()]
    for name, parameters in _names(get_resolver()):
        for filled in _filled(parameters, keys):
            try:
                yield name, reverse(name, kwargs=filled)
            except NoReverseMatch:
                continue


def _names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.name.endswith("logout"):
            yield f"{space}{pattern.name}", sorted(pattern.pattern.regex.groupindex)


def _filled(parameters, keys):
    filled = [{}]
    for parameter in parameters:
        filled = [one | {parameter: key} for one in filled for key in keys.get(parameter, [])]
    return filled


def fetched(person, application):
    """{address: text} of everything that opens for her: pages, PDFs, ZIPs, calendars, CSV, the API."""
    client, told = Client(), {}
    if person:
        client.force_login(person)
    for name, address in addresses(application):
        answer = client.get(address)
        if answer.status_code == 200:
            content = b"".join(answer) if answer.streaming else answer.content
            told[name, address] = _text(content)
    return told


def _text(content):
    if content.startswith(b"%PDF"):
        try:
            pages = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return force_str(content, errors="replace")
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(name + _text(parts.read(name)) for name in parts.namelist())
    return force_str(content, errors="replace")


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


@pytest.mark.slow
@pytest.mark.parametrize("walk", WALKS)
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

    assert "vice-chair" in _text(content)
    assert sightings({"dossier": _text(content)}, NEVER | NOT_YET) == []


def _mails(application):
    members = application.organization.memberships.values_list("user__email", flat=True)
    mails = Message.objects.filter(address__in=[*members, "head@example.org"])
    assert mails.exists()
    return {mail.kind: f"{mail.title} {mail.body}" for mail in mails}
