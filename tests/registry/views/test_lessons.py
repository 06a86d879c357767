"""Pages of the learning shelf: the public reads what is published, members contribute, staff decide."""

import pytest
from django.urls import reverse

from registry import actions
from registry.importers.documents import CleanFile
from registry.models import Lesson
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return make.programme("bridge", name_en="Bridge")


@pytest.fixture
def organization(programme):
    organization = make.organization("Shelter Zephyrine")
    make.partnership(organization, programme=programme)
    return organization


@pytest.fixture
def lesson(programme, organization):
    return actions.contribute_lesson(
        programme,
        organization,
        file=CleanFile("application/pdf", b"%PDF-1.7"),
        title="Ask first",
        text="<b>They</b> know.",
        language="en",
        by=make.member(organization),
    )


@pytest.fixture
def published(lesson):
    return actions.publish_lesson(lesson, by=make.staff())


def shelf(client, **asked):
    return client.get(reverse("registry:lesson-list", args=["bridge"]), asked)


def document(client, lesson):
    return client.get(reverse("registry:lesson-file", args=["bridge", lesson.reference]))


def test_what_waits_is_read_by_nobody_outside(client, lesson):
    assert "Ask first" not in shelf(client).content.decode()
    assert document(client, lesson).status_code == 404


def test_what_is_published_is_read_with_its_document_and_its_author(client, published):
    text = shelf(client).content.decode()

    assert "Shelter Zephyrine" in text
    assert "&lt;b&gt;They&lt;/b&gt; know." in text
    answer = document(client, published)
    assert (answer.status_code, b"".join(answer)) == (200, b"%PDF-1.7")
    assert answer["Content-Disposition"].startswith("attachment")


def test_people_are_never_named(client, published):
    person = published.proposed_by
    person.name = "A. Person"
    person.save()

    assert "A. Person" not in shelf(client).content.decode()


def test_what_an_author_in_danger_contributed_is_read_by_nobody_outside(client, published, curator):
    actions.mark_at_risk(published.organization, reason="Threats.", by=curator)

    page = shelf(client)

    assert (page.context["rows"], page.context["languages"]) == ([], [])
    assert document(client, published).status_code == 404


def test_what_an_author_without_a_public_page_contributed_looks_the_same(client, published, curator):
    actions.archive_organization(published.organization, code="closed_down", by=curator)

    page = shelf(client)

    assert (page.context["rows"], page.context["languages"]) == ([], [])
    assert document(client, published).status_code == 404


def test_of_one_in_danger_nothing_is_published(client, lesson, curator):
    actions.mark_at_risk(lesson.organization, reason="Threats.", by=curator)
    client.force_login(curator)

    response = client.post(reverse("registry:lesson-publish", args=[lesson.reference]))

    assert response.status_code == 409
    assert "This organization is at risk" in response.content.decode()
    lesson.refresh_from_db()
    assert lesson.state == "proposed"


def test_what_was_taken_off_is_gone_with_its_document(client, published, curator):
    actions.withdraw_lesson(published, reason="Wrong.", by=curator)

    assert "Ask first" not in shelf(client).content.decode()
    assert document(client, published).status_code == 404


@pytest.mark.parametrize(
    ("asked", "count"),
    [({}, 1), ({"q": "asking"}, 1), ({"q": "boats"}, 0), ({"language": "fr"}, 0), ({"q": "a\0' & | !"}, 0)],
)
def test_the_shelf_is_searched(client, published, asked, count):
    response = shelf(client, **asked)

    assert len(response.context["rows"]) == count
    assert count or "No lesson has these words" in response.content.decode()


def test_a_member_contributes_and_reads_the_answer(client, programme, organization, curator):
    member = make.member(organization)
    client.force_login(member)
    own = reverse("registry:own-lessons", args=[organization.reference])
    told = {"title": "Ask first", "text": "They know.", "language": "English", "country": "Kenya"}

    response = client.post(reverse("registry:own-lesson-new", args=[organization.reference, "bridge"]), told)
    waits = client.get(own).content.decode()
    actions.refuse_lesson(Lesson.objects.get(), reason="It names a person.", by=curator)

    assert response.status_code == 302
    assert "Waiting for IOM" in waits
    assert "It names a person." in client.get(own).content.decode()


@pytest.mark.parametrize("data", [{"title": "A", "language": "en"}, {"text": "A", "language": "en"}])
def test_what_is_missing_is_told(client, programme, organization, data):
    client.force_login(make.member(organization))

    response = client.post(reverse("registry:own-lesson-new", args=[organization.reference, "bridge"]), data)

    assert response.status_code == 422
    assert not Lesson.objects.exists()


def test_a_country_outside_the_programme_is_told(client, organization):
    programme = make.programme("sahel", countries=["TCD"])
    make.partnership(organization, programme=programme, country="TCD")
    client.force_login(make.member(organization))
    told = {"title": "Ask first", "text": "They know.", "language": "en", "country": "Fiji"}

    response = client.post(reverse("registry:own-lesson-new", args=[organization.reference, "sahel"]), told)

    assert response.status_code == 422
    assert "does not work in Fiji. Choose another country, or none." in response.content.decode()


def test_a_programme_in_which_it_takes_no_part_is_not_there_to_contribute_to(client, organization):
    make.programme("other")
    client.force_login(make.member(organization))

    address = reverse("registry:own-lesson-new", args=[organization.reference, "other"])

    assert client.get(address).status_code == 404


def test_a_curator_publishes_what_waits(client, lesson, curator):
    client.force_login(curator)
    page = client.get(reverse("registry:staff-lessons"))

    response = client.post(reverse("registry:lesson-publish", args=[lesson.reference]))

    assert "Ask first" in page.content.decode()
    assert response.status_code == 302
    assert "Ask first" in shelf(client).content.decode()


def test_of_two_who_decide_the_second_is_told(client, published, curator):
    client.force_login(curator)

    response = client.post(reverse("registry:lesson-refuse", args=[published.reference]), {"reason": "No."})

    assert response.status_code == 409
    assert "Somebody decided about this lesson already" in response.content.decode()


def test_of_one_in_danger_only_who_may_know_sees_the_lesson(client, lesson, curator):
    actions.mark_at_risk(lesson.organization, reason="Threats.", by=curator)
    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))

    page = client.get(reverse("registry:staff-lessons")).content.decode()

    assert "Ask first" not in page
    assert client.post(reverse("registry:lesson-publish", args=[lesson.reference])).status_code == 404
    client.force_login(curator)
    page = client.get(reverse("registry:staff-lessons")).content.decode()
    assert "The public does not read this" in page
    assert reverse("registry:lesson-publish", args=[lesson.reference]) not in page


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(
    client, programme, organization, curator, django_assert_num_queries, count
):
    for _number in range(count):
        lesson = actions.contribute_lesson(programme, organization, title="A", text="B", language="en", by=make.user())
        actions.publish_lesson(lesson, by=curator)
    shelf(client)
    with django_assert_num_queries(7):
        shelf(client)
    client.force_login(curator)
    address = reverse("registry:staff-lessons") + "?state=published"
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)
