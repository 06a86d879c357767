"""Who has a conflict of interest with an application: for her it does not exist, anywhere."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from observers import actions
from observers.queries.reviewers import eligible_reviewers, found_conflicts
from observers.urls import urlpatterns
from registry.models import Membership, Message, Programme
from registry.roles import Function, MemberRole
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return {
        "reviewer": make.staff(Function.REVIEWER),
        "second": make.staff(Function.REVIEWER),
        "officer": make.staff(Function.DECISION_OFFICER, name="Olga Officer"),
    }


@pytest.fixture
def application(who):
    return steps.in_review(who)


def declared(application, person):
    actions.declare_no_conflict(application, by=person)
    actions.declare_conflict(application, ground="family", by=person)


def member_long_ago(application, person):
    Membership.objects.create(
        user=person, organization=application.organization, role=MemberRole.READER, left_at="2020-01-01T00:00Z"
    )


def of_the_network(application, person):
    network = make.link(from_organization=application.organization).to_organization
    Membership.objects.create(user=person, organization=network, role=MemberRole.READER)


def owner_of_a_programme(application, person):
    unit = make.unit()
    person.assignments.update(unit=unit)
    programme = Programme.objects.create(code=f"p-{unit.pk}", name_en="A programme", unit=unit)
    make.partnership(application.organization, programme=programme)


WAYS = [declared, member_long_ago, of_the_network, owner_of_a_programme]
FOUND = [of_the_network, owner_of_a_programme]


@pytest.fixture(params=[Function.REVIEWER, Function.DECISION_OFFICER], ids=["reviewer", "officer"])
def person(request):
    return make.staff(request.param, name="Carla Conflicted")


def signed_in(person):
    # What she may do is read once for each request; here it was changed meanwhile.
    client = Client()
    client.force_login(type(person).objects.get(pk=person.pk))
    return client


def addresses(application, opinion):
    """Every address of a file and of its opinion, filled with what is there."""
    keys = {
        "reference": application.reference,
        "code": "C-ONE",
        "question": "QUE-00000000",
        "document": application.organization.documents.first().reference,
        "person": "PER-00000000",
        "number": 1,
    }
    names = [one for one in urlpatterns if isinstance(one, URLPattern)]
    of_files = [one for one in names if str(one.pattern).startswith("staff/applications/<str:reference>/")]
    assert len(of_files) > 25
    for one in of_files:
        parameters = one.pattern.converters
        yield reverse(f"observers:{one.name}", kwargs={name: keys[name] for name in parameters})
    yield reverse("observers:opinion-detail", args=[opinion.reference])


@pytest.mark.parametrize("way", WAYS)
def test_every_address_of_the_file_is_not_there(who, application, person, way):
    unit = make.unit()
    opinion = actions.ask_opinion(application, unit=unit, question="What do you know?", by=who["officer"])
    way(application, person)
    client = signed_in(person)

    wrong = [
        (method, address)
        for address in addresses(application, opinion)
        for method in ("get", "post")
        if getattr(client, method)(address).status_code != 404
    ]

    assert wrong == []


@pytest.mark.parametrize("way", WAYS)
def test_lists_counts_and_searches_do_not_know_it(who, application, person, way):
    way(application, person)
    unit = make.unit()
    client = signed_in(person)
    opinion = actions.ask_opinion(application, unit=unit, question="What do you know?", by=who["officer"])
    name = application.organization.name

    pages = [
        "?",
        "?mine=1",
        "?group=review",
        f"?q={application.reference}",
        f"?session={application.session.reference}",
    ]
    texts = [client.get(reverse("observers:application-queue") + query).content.decode() for query in pages]
    texts.append(client.get(reverse("observers:opinion-list")).content.decode())

    assert not any(f"{application.reference}/" in text or opinion.reference in text or name in text for text in texts)
    assert all('All that is open <span class="count">0</span>' in text for text in texts[:5])
    assert all(str(application.session) not in text for text in texts)


def test_an_opinion_is_not_asked_of_her_either(who, application):
    person = make.staff(Function.CURATOR)
    owner_of_a_programme(application, person)
    unit = person.assignments.get().unit

    opinion = actions.ask_opinion(application, unit=unit, question="What do you know?", by=who["officer"])

    assert not Message.objects.filter(address=person.email).exists()
    client = signed_in(person)
    assert opinion.reference not in client.get(reverse("observers:opinion-list")).content.decode()
    assert client.get(reverse("observers:opinion-detail", args=[opinion.reference])).status_code == 404


@pytest.mark.parametrize("way", WAYS)
def test_no_mail_reaches_her(who, person, way):
    application = steps.sent()
    way(application, person)

    application = steps.recommended(who, steps.reviewed(who, steps.in_review(who, application)))
    actions.put_on_agenda(application, application.session, by=who["officer"])

    assert not Message.objects.filter(address=person.email).exists()


@pytest.mark.parametrize("way", WAYS)
def test_she_cannot_be_chosen(who, person, way):
    application = actions.accept_as_complete(steps.in_screening(who), by=who["officer"])
    way(application, person)
    officer = signed_in(who["officer"])
    address = reverse("observers:review-assign", args=[application.reference])

    answer = officer.post(address, {"reviewer": person.reference})

    assert answer.status_code == 422
    assert person not in [one for one, _load in eligible_reviewers(application)]
    assert application.reviews.count() == 0


@pytest.mark.parametrize("way", FOUND)
def test_who_manages_sees_whom_the_registry_holds_back_and_can_clear_her(who, application, way):
    person = make.staff(Function.REVIEWER, name="Carla Conflicted")
    way(application, person)
    officer = signed_in(who["officer"])
    assert (
        "Carla Conflicted"
        in officer.get(reverse("observers:review-assign", args=[application.reference])).content.decode()
    )

    answer = officer.post(
        reverse("observers:conflict-clear", args=[application.reference, person.reference]),
        {"reason": "She left that unit before the programme began."},
    )

    assert answer.status_code == 302
    assert found_conflicts(application) == []
    assert (
        signed_in(person).get(reverse("observers:application-review", args=[application.reference])).status_code == 200
    )


@pytest.mark.parametrize("way", [declared, member_long_ago])
def test_what_somebody_declared_or_lived_is_told_to_nobody_and_cannot_be_cleared(who, application, way):
    person = make.staff(Function.REVIEWER, name="Carla Conflicted")
    way(application, person)
    officer = signed_in(who["officer"])

    pages = ["application-review", "review-assign", "recommend"]
    texts = [officer.get(reverse(f"observers:{name}", args=[application.reference])).content.decode() for name in pages]
    log = b"".join(officer.get(reverse("observers:review-log", args=[application.reference]))).decode()

    assert "Carla Conflicted" not in "".join([*texts, log])
    address = reverse("observers:conflict-clear", args=[application.reference, person.reference])
    assert officer.post(address, {"reason": "Because."}).status_code == 404


def test_a_reviewer_does_not_see_who_is_held_back(who, application):
    of_the_network(application, make.staff(Function.REVIEWER, name="Carla Conflicted"))
    client = signed_in(who["reviewer"])

    assert client.get(reverse("observers:review-assign", args=[application.reference])).status_code == 403
    page = client.get(reverse("observers:application-review", args=[application.reference])).content.decode()
    assert "Carla Conflicted" not in page
