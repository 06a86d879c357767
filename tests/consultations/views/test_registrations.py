"""Organizers see who comes, decide exceptions, answer needs; the rest of the staff reads nothing of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations import actions
from consultations.models import Consultation, Registration
from registry.actions import mark_at_risk
from registry.roles import Function
from tests import make
from tests.consultations.exporters.test_printed import pages

pytestmark = pytest.mark.django_db
PERSON = {"name": "Invented Person", "email": "person@example.org", "language": "en", "attends": "in_person"}


@pytest.fixture
def room():
    return make.consultation(state="inviting", format="hybrid", seats=1)


@pytest.fixture
def invited(room):
    return make.accepted(room)


def staff_url(name, room, *args):
    return reverse(f"consultations:{name}", args=[room.reference, *args])


@pytest.fixture
def organizer(client):
    person = make.staff(Function.CONSULTATION_ORGANIZER)
    client.force_login(person)
    return person


def test_the_list_shows_the_room_the_exceptions_the_line_and_the_needs(client, organizer, room, invited):
    actions.set_target(room, dimension="gender", value="woman", percent=100, by="test")
    make.named(invited, gender="man", needs={"interpretation": {"language": "fr"}})
    make.named(invited, gender="woman")
    make.named(invited)

    shown = client.get(staff_url("registrations", room))

    assert (shown.context["room"].taken, shown.context["room"].seats) == (1, 1)
    assert len(shown.context["exceptions"]) == len(shown.context["line"]) == 1
    assert shown.context["needs"] == [("Interpretation: French", 1, 0)]
    assert "Serves the balance: Women" in shown.content.decode()


def test_the_list_is_narrowed_to_one_state(client, organizer, room, invited):
    make.named(invited)
    make.named(invited)

    shown = client.get(staff_url("registrations", room), {"state": "waitlisted"})

    assert [one.state for one in shown.context["people"]] == ["waitlisted"]


def test_an_organizer_approves_and_refuses_exceptions(client, organizer, room, invited):
    for _number in range(2):
        make.named(invited, attends="online")
    third, fourth = make.named(invited, attends="online"), make.named(invited, attends="online")

    client.post(staff_url("registration-approve", room, third.reference))
    client.post(staff_url("registration-refuse", room, fourth.reference), {"reason": "Two are enough."})

    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, fourth.state, fourth.reason) == ("confirmed", "refused", "Two are enough.")


@pytest.mark.parametrize(("state", "is_shown"), [("running", True), ("reporting", False)])
def test_withdrawing_is_not_offered_once_the_edition_was_held(client, organizer, room, invited, state, is_shown):
    person = make.named(invited)
    Consultation.objects.filter(pk=room.pk).update(state=state)

    page = client.get(staff_url("registration", room, person.reference)).content.decode()

    assert (staff_url("registration-withdraw", room, person.reference) in page) == is_shown


def test_what_changed_is_shown_before_and_after(client, organizer, room, invited):
    person = make.named(invited, name="Old Name")
    actions.edit_registration(person, changes={"name": "New Name", "in_photos": True}, by="test")

    text = client.get(staff_url("registration", room, person.reference)).content.decode()

    assert "<del>Old Name</del>" in text
    assert "<ins>New Name</ins>" in text
    assert "In photos" in text


def test_an_organizer_enters_a_colleague_and_records_an_answer_by_telephone(client, organizer, room, invited):
    first = make.named(invited)
    waits = make.named(invited)
    actions.withdraw_registration(first, by="test")

    client.post(
        staff_url("registration-new", room), PERSON | {"part": "iom", "affiliation": "IOM", "attends": "online"}
    )
    client.post(staff_url("registration-confirm", room, waits.reference))

    waits.refresh_from_db()
    assert Registration.objects.get(part="iom").state == "confirmed"
    assert waits.state == "confirmed"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"part": "cso"}, "Say for which organization of the registry this person comes."),
        ({"part": "cso", "organization": "CSO-NOBODY"}, "There is no organization with the reference “CSO-NOBODY”."),
    ],
)
def test_who_comes_for_nobody_known_is_told_beside_its_field(client, organizer, room, change, words):
    answer = client.post(staff_url("registration-new", room), PERSON | change)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_of_two_organizers_who_change_a_person_the_second_looks_again(client, organizer, room, invited):
    person = make.named(invited)
    address = staff_url("registration-edit", room, person.reference)
    opened = client.get(address).context["version"]
    actions.edit_registration(person, changes={"function": "Director"}, by="staff")

    second = client.post(address, PERSON | {"version": opened})
    person.refresh_from_db()
    third = client.post(address, PERSON | {"version": person.version})

    assert (second.status_code, third.status_code) == (409, 302)
    assert "Somebody else changed this registration meanwhile" in second.content.decode()


def test_an_organizer_answers_a_need(client, organizer, room, invited):
    person = make.named(invited, needs={"travel": {"text": "A flight"}})
    address = staff_url("need-answer", room, person.reference, person.needs.get().reference)

    without = client.post(address, {"to": "refused"})
    client.post(address, {"to": "refused", "reason": "No money is left."})

    assert without.status_code == 422
    assert "Say why this is refused." in without.content.decode()
    assert person.needs.get().state == "refused"


def test_an_organization_in_danger_is_in_no_list_and_no_figure_but_its_seat_is_taken(client, organizer, room, invited):
    person = make.named(invited, name="Hidden Person", needs={"travel": {"text": "A bus"}})
    waits = make.named(invited, name="Hidden Too")
    mark_at_risk(invited.organization, reason="a test", by=make.staff())

    shown = client.get(staff_url("registrations", room))

    assert "Hidden" not in shown.content.decode()
    assert (shown.context["states"], shown.context["needs"], shown.context["line"]) == ([], [], [])
    assert shown.context["room"].taken == 1
    for one in (person, waits):
        assert client.get(staff_url("registration", room, one.reference)).status_code == 404


def test_staff_see_that_an_address_is_registered_twice_and_nothing_of_an_organization_in_danger(
    client, organizer, room, invited
):
    other, hidden = make.accepted(room), make.accepted(room)
    seen = [make.named(one, email="twice@example.org", attends="online") for one in (invited, other)]
    with_hidden = [make.named(one, email="hidden@example.org", attends="online") for one in (invited, hidden)]
    mark_at_risk(hidden.organization, reason="a test", by=make.staff())

    shown = client.get(staff_url("registrations", room))
    pages = [client.get(staff_url("registration", room, one.reference)) for one in (*seen, with_hidden[0])]

    assert shown.context["twice"] == {one.pk for one in seen}
    assert shown.content.decode().count("This address is registered twice") == 2
    assert [page.context["others"] for page in pages] == [[seen[1]], [seen[0]], []]


@pytest.mark.parametrize("count", [1, 3])
def test_the_staff_list_costs_the_same_for_one_and_for_three(client, organizer, count, django_assert_num_queries):
    consultation = make.consultation(state="inviting", seats=1)
    for _number in range(count):
        invitation = make.accepted(consultation)
        for _person in range(3):
            make.named(invitation, needs={"travel": {"text": "A bus"}})
    client.get(staff_url("registrations", consultation))

    with django_assert_num_queries(13):
        client.get(staff_url("registrations", consultation))


@pytest.mark.parametrize("count", [3, 300])
def test_the_staff_list_costs_the_same_for_three_and_for_three_hundred_and_shows_them_page_by_page(
    client, organizer, count, django_assert_num_queries
):
    consultation = make.consultation(state="inviting", seats=1)
    invitation = make.accepted(consultation)
    about = {"consultation": consultation, "organization": invitation.organization, "invitation": invitation}
    waits = {"state": "waitlisted", "waiting_since": timezone.now()} | about
    people = [Registration(name=f"Person {n:03}", email=f"p{n}@example.org", **waits) for n in range(count)]
    Registration.objects.bulk_create(people)
    client.get(staff_url("registrations", consultation))

    with django_assert_num_queries(13):
        shown = client.get(staff_url("registrations", consultation))
    last = client.get(staff_url("registrations", consultation), {"page": "6"})

    assert len(shown.context["people"]) == len(shown.context["line"]) == min(count, 50)
    assert ("250 more are not shown here" in shown.content.decode()) == (count == 300)
    assert last.context["people"][-1].name == f"Person {count - 1:03}"


@pytest.mark.parametrize("count", [1, 6])
def test_the_line_costs_the_same_for_one_and_for_six(client, organizer, count, django_assert_num_queries):
    consultation = make.consultation(state="inviting", seats=1)
    actions.set_target(consultation, dimension="gender", value="woman", percent=100, by="test")
    invitation = make.accepted(consultation, quota=9)
    for _number in range(count + 1):
        make.named(invitation, gender="woman")
    consultation.seats = 9
    consultation.save()
    client.get(staff_url("registrations", consultation))

    with django_assert_num_queries(16):
        shown = client.get(staff_url("registrations", consultation))

    assert [row["served"] for row in shown.context["line"]] == [["Women"]] * count


def test_the_rest_of_the_staff_does_not_read_who_comes(client, room):
    client.force_login(make.staff(Function.CURATOR))

    assert client.get(staff_url("registrations", room)).status_code == 403


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_letter_for_a_visa_tells_of_one_person_and_nothing_private(client, organizer, language):
    consultation = make.consultation(state="inviting", name_en="Invented consultation")
    invitation = make.accepted(consultation, make.organization("Open Aid"))
    make.named(invitation, name="Somebody Else")
    needs = {"visa_letter": {}, "travel": {"text": "A flight from Kampala"}}
    person = make.named(invitation, name="Amina Letter", function="Director", gender="woman", needs=needs)
    actions.answer_need(person.needs.get(kind="visa_letter"), to="granted", by="test")

    letter = client.get(staff_url("registration-visa-letter", consultation, person.reference, language))

    text = " ".join(pages(letter.content))
    for told in (person.reference, "Amina Letter", "Director", "Open Aid", "Invented consultation", "Nairobi"):
        assert told in text
    for private in ("Somebody Else", person.email, "Kampala", consultation.reference):
        assert private not in text
