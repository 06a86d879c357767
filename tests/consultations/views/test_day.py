"""The day in the browser: found by name or by badge, checked in, undone, sent from a device, printed."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Attendance
from consultations.queries.calendar import today_in
from consultations.states import RegistrationState
from registry.actions import mark_at_risk
from registry.roles import Function
from tests import make
from tests.consultations.exporters.test_printed import pages
from tests.consultations.people import named

R = RegistrationState
pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"consultations:{name}", args=args)


@pytest.fixture
def organizer(client):
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER, name="Olive Organizer"))
    return client


@pytest.fixture
def consultation():
    return make.consultation(state="running", starts_on=today_in("Africa/Nairobi"))


def taken(person, **fields):
    moment = "2026-11-22T08:00:00Z"
    return {"key": str(uuid4()), "registration": person.reference, "session": "", "taken_at": moment} | fields


def send(client, consultation, taken_):
    return client.post(url("check-ins-send", consultation.reference), {"taken": json.dumps(taken_)})


def test_one_press_in_the_list_checks_in_and_leads_back_to_the_list_as_it_was(organizer, consultation):
    person = named(consultation, part="iom", name="Amina Njoroge")

    answer = organizer.post(
        url("check-in", consultation.reference, person.reference), {"session": "", "q": "ami"}, follow=True
    )

    text = answer.content.decode()
    assert answer.redirect_chain == [(url("staff-day", consultation.reference) + "?q=ami", 302)]
    assert "Amina Njoroge is checked in." in text
    assert 'data-state="present"' in text


def test_the_code_on_a_badge_says_that_it_is_good_and_one_press_checks_in(organizer, consultation):
    person, session = named(consultation, part="iom", name="Amina Njoroge"), make.session(consultation)
    there = url("staff-participant", consultation.reference, person.reference)
    page = organizer.get(there).content.decode()

    answer = organizer.post(
        url("check-in", consultation.reference, person.reference), {"session": session.reference}, follow=True
    )

    assert "This badge is good" in page
    assert person.attendances.get().session == session
    assert answer.redirect_chain == [(f"{there}?session={session.reference}", 302)]


def test_check_ins_do_not_hide_what_else_happened(organizer, consultation):
    for _number in range(7):
        person = named(consultation, part="iom")
        organizer.post(url("check-in", consultation.reference, person.reference), {"session": ""})

    text = organizer.get(url("staff-consultation", consultation.reference)).content.decode()

    assert "Consultation moved to its next state" in text
    assert "Participant checked in" not in text


def test_a_check_in_is_undone(organizer, consultation):
    person = named(consultation, part="iom")
    organizer.post(url("check-in", consultation.reference, person.reference), {"session": ""})

    organizer.post(url("check-in-undo", consultation.reference, person.reference), {"session": "", "q": ""})

    person.refresh_from_db()
    assert person.state == R.CONFIRMED


@pytest.mark.parametrize(
    ("text", "names"),
    [("amina", ["Amina Njoroge"]), ("jose", ["José Pérez"]), ("محمد", ["محمد علي"]), ("nobody", [])],
)
def test_people_are_found_by_a_part_of_the_name(organizer, consultation, text, names):
    for name in ("Amina Njoroge", "José Pérez", "محمد علي"):
        named(consultation, part="iom", name=name)

    page = organizer.get(url("staff-day", consultation.reference), {"q": text}).content.decode()

    for name in names:
        assert name in page
    assert page.count("data-state=") == len(names)


def test_who_has_no_seat_stands_apart_and_it_is_said_whom_to_see(organizer, consultation):
    person = named(consultation, part="iom", name="Wanda Waiting", state=R.WAITLISTED)

    page = organizer.get(url("staff-day", consultation.reference)).content.decode()
    badge = organizer.get(url("staff-participant", consultation.reference, person.reference)).content.decode()
    refused = organizer.post(url("check-in", consultation.reference, person.reference), {"session": ""})

    for text in (page, badge):
        assert "Send everybody else to the organizers: Olive Organizer." in text
        assert "On the waiting list" in text
    assert refused.status_code == 409
    assert "“On the waiting list”" in refused.content.decode()


def test_before_the_first_day_the_list_is_read_and_nobody_is_checked_in(organizer):
    consultation = make.consultation(state="inviting")
    person = named(consultation, part="iom", name="Amina Njoroge")

    page = organizer.get(url("staff-day", consultation.reference)).content.decode()
    answer = organizer.post(url("check-in", consultation.reference, person.reference), {"session": ""})

    assert "Amina Njoroge" in page
    assert "Nobody can be checked in now" in page
    assert answer.status_code == 409


def test_what_a_device_sends_is_answered_by_its_keys_and_never_doubled(organizer, consultation):
    here, gone = named(consultation, part="iom"), named(consultation, part="iom", state=R.WITHDRAWN)
    one, other = taken(here), taken(gone)

    first, second = (send(organizer, consultation, [one, other]).json()["answers"] for _ in range(2))

    assert first == second
    assert [(told["key"], told["outcome"]) for told in first] == [(one["key"], "present"), (other["key"], "refused")]
    assert "send her to the organizers" in first[1]["words"]
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("text", ["", "{}", "null", "7", "[7]", json.dumps([{}] * 101), "[" * 5000])
def test_what_is_no_list_of_check_ins_is_told_so(organizer, consultation, text):
    answer = organizer.post(url("check-ins-send", consultation.reference), {"taken": text})

    assert answer.status_code == 400
    assert "stays there" in answer.json()["detail"]


@pytest.mark.parametrize(
    "one",
    [
        {},
        {"key": 7},
        {"registration": "\0", "session": "\0"},
        {"key": [], "registration": {}, "session": [], "taken_at": {}},
    ],
)
def test_a_check_in_without_sense_is_refused_alone(organizer, consultation, one):
    person = named(consultation, part="iom")

    answers = send(organizer, consultation, [one, taken(person, key="no key"), taken(person)]).json()["answers"]

    assert [told["outcome"] for told in answers] == ["refused", "refused", "present"]


def test_a_device_sends_with_the_token_of_its_page_only(consultation):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))

    answer = send(client, consultation, [taken(named(consultation, part="iom"))])

    assert answer.status_code == 403
    assert not Attendance.objects.exists()


def test_the_list_is_closed_on_the_last_day(organizer):
    consultation = make.consultation(state="running", starts_on=today_in("Africa/Nairobi") - timedelta(days=2))
    person = named(consultation, part="iom")
    page = organizer.get(url("staff-day", consultation.reference)).content.decode()

    organizer.post(url("attendance-close", consultation.reference))

    person.refresh_from_db()
    assert "Close the list" in page
    assert person.state == R.NO_SHOW


def test_somebody_of_an_organization_in_danger_is_nowhere(organizer, consultation, curator):
    endangered = make.organization("In Danger")
    person = named(consultation, endangered, name="Hidden Person")
    mark_at_risk(endangered, reason="a test", by=curator)

    page = organizer.get(url("staff-day", consultation.reference)).content.decode()

    assert "Hidden Person" not in page
    assert "In Danger" not in page
    assert "Here:" not in page
    assert person.reference not in page


def test_the_badge_of_somebody_in_danger_stays_good_and_its_page_tells_no_more_than_that_of_anybody(
    organizer, consultation, curator
):
    endangered = make.organization("In Danger")
    hidden, other = named(consultation, endangered, name="Hidden Person"), named(consultation, name="Open Person")
    mark_at_risk(endangered, reason="a test", by=curator)

    pages = [
        organizer.get(url("staff-participant", consultation.reference, one.reference)).content.decode()
        for one in (hidden, other)
    ]
    typed = organizer.get(url("staff-day", consultation.reference), {"q": hidden.reference.lower()})
    let_in = organizer.post(url("check-in", consultation.reference, hidden.reference), {"session": ""}, follow=True)
    from_list = organizer.post(url("check-in", consultation.reference, hidden.reference), {"q": ""}, follow=True)

    hidden.refresh_from_db()
    pages = [page.replace(one.reference, "") for page, one in zip(pages, (hidden, other), strict=True)]
    pages = [re.sub('csrfmiddlewaretoken" value=".*?"', "", page) for page in pages]
    assert pages[0] == pages[1]
    assert typed.url == url("staff-participant", consultation.reference, hidden.reference)
    assert (hidden.state, hidden.attendances.count()) == (R.ATTENDED, 1)
    for answer in (let_in, from_list):
        assert "is checked in" in answer.content.decode()
        assert "Hidden Person" not in answer.content.decode()
        assert "In Danger" not in answer.content.decode()


def test_the_totals_of_the_door_are_those_of_its_rows_also_when_somebody_in_danger_was_let_in(
    organizer, consultation, curator
):
    endangered = make.organization("In Danger")
    hidden = named(consultation, endangered)
    others = [named(consultation, part="iom") for _number in range(2)]
    mark_at_risk(endangered, reason="a test", by=curator)
    for one in (hidden, others[0]):
        organizer.post(url("check-in", consultation.reference, one.reference), {"session": ""})

    shown = organizer.get(url("staff-day", consultation.reference)).context

    assert (len(shown["awaited"]), shown["expected"], shown["present"], shown["counts"].people) == (2, 2, 1, 1)


def test_a_badge_does_not_tell_the_room_that_somebody_comes_for_an_organization_in_danger(
    client, consultation, curator
):
    endangered, open_one = make.organization("In Danger"), make.organization("Open Aid")
    person = named(consultation, endangered, name="Hidden Person")
    named(consultation, open_one, name="Open Person")
    mark_at_risk(endangered, reason="a test", by=curator)
    curator.assignments.create(function=Function.CONSULTATION_ORGANIZER, starts_on=make.TODAY)
    client.force_login(curator)

    (page,) = pages(client.get(url("badges", consultation.reference)).content)

    assert "In Danger" not in page
    for fact in ("Hidden Person", person.reference, "Open Person", "Open Aid"):
        assert fact in page


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("badges", ["Agreed", "Silent", "Open Aid"]),
        ("door-list", ["Agreed", "Silent", "Open Aid"]),
        ("participants-list", ["Agreed", "Open Aid"]),
    ],
)
def test_files_name_whom_they_may_and_nobody_else(organizer, consultation, curator, name, told):
    open_aid, endangered = make.organization("Open Aid"), make.organization("In Danger")
    named(consultation, open_aid, name="Agreed Person", on_participants_list=True)
    named(consultation, open_aid, name="Silent Person", on_participants_list=False)
    for state in (R.WITHDRAWN, R.REFUSED, R.WAITLISTED, R.NOMINATED):
        named(consultation, open_aid, name=f"Absent {state}", state=state, on_participants_list=True)
    named(consultation, endangered, name="Hidden Person", on_participants_list=True)
    named(make.consultation(), open_aid, name="Elsewhere Person", on_participants_list=True)
    mark_at_risk(endangered, reason="a test", by=curator)

    answer = organizer.get(url(name, consultation.reference))

    page = " ".join(pages(answer.content))
    every = ["Agreed", "Silent", "Open Aid", "Absent", "Hidden", "Elsewhere", "In Danger", "@example.org"]
    assert [words for words in every if words in page] == told
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{consultation.reference}-')


@pytest.mark.parametrize("name", ["staff-day", "badges", "door-list", "participants-list", "staff-personal-data"])
def test_only_organizers_read_who_comes(client, consultation, curator, member, name):
    statuses = []
    for person in (curator, member):
        client.force_login(person)
        statuses.append(client.get(url(name, consultation.reference)).status_code)

    assert statuses == [403, 404]


def test_names_are_text_and_nothing_else(organizer, consultation):
    person = named(consultation, part="other", name="<script>alert(1)</script>", affiliation="<b>Ministry</b>")

    for there in (
        url("staff-day", consultation.reference),
        url("staff-participant", consultation.reference, person.reference),
    ):
        text = organizer.get(there).content.decode()
        assert "<script>alert" not in text
        assert "<b>Ministry" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_costs_the_same_for_one_person_and_for_three(organizer, consultation, count, django_assert_num_queries):
    organization = make.organization()
    for number in range(count):
        named(consultation, organization, state=R.ATTENDED)
        make.session(consultation, starts=f"{9 + number:02}:00", ends=f"{9 + number:02}:30")
    organizer.get(url("staff-day", consultation.reference))

    with django_assert_num_queries(14):
        organizer.get(url("staff-day", consultation.reference))


def test_personal_data_is_emptied_by_hand_when_its_day_has_come(organizer):
    start = today_in("Africa/Nairobi") - timedelta(days=1000)
    consultation = make.consultation(state="reporting", starts_on=start)
    named(consultation, part="iom", gender="woman", state=R.ATTENDED)
    there = url("staff-personal-data", consultation.reference)
    before = organizer.get(there).content.decode()

    after = organizer.post(url("participants-purge", consultation.reference), follow=True).content.decode()
    again = organizer.post(url("participants-purge", consultation.reference), follow=True).content.decode()

    assert "Empty now what is due" in before
    assert "Emptied for one person" in after
    assert consultation.purge_proofs.first().sha256 in after
    assert "Figures, frozen before anything was emptied" in after
    assert "Empty now what is due" not in again
    assert "Nothing is due to be emptied." in again
