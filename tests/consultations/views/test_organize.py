"""Organizers prepare consultations in the browser; the rest of the staff reads, everybody else finds nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from consultations import actions
from consultations.models import Consultation, Series
from consultations.queries.calendar import today_in
from consultations.states import ConsultationState
from registry.actions import mark_at_risk
from registry.models import Area, Country
from registry.roles import Function
from tests import make

S = ConsultationState
pytestmark = pytest.mark.django_db
FACTS = {"name_en": "A consultation", "kinds": ["regional"], "format": "in_person", "zone": "Africa/Nairobi"}
DAYS = {"starts_on": "2027-03-09", "ends_on": "2027-03-11", "place": "Nairobi"}
SESSION = {"name_en": "Opening", "kind": "plenary", "starts_at": "2027-03-09T09:00", "ends_at": "2027-03-09T09:45"}


def url(name, *args):
    return reverse(f"consultations:{name}", args=args)


@pytest.fixture
def organizer(client, db):
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))
    return client


def test_an_organizer_adds_a_consultation_with_its_co_organizer(organizer):
    partner = make.organization("Partner")
    typed = FACTS | DAYS | {"country": "Kenya", "languages": "English, French", "co_organizers": partner.reference}

    answer = organizer.post(url("consultation-new"), typed, follow=True)

    made = Consultation.objects.get()
    assert (made.state, made.country_id, made.languages) == (S.IDEA, "KEN", ["en", "fr"])
    assert list(made.co_organizers.all()) == [partner]
    assert "The consultation was added." in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name_en": ""}, "Write the title in one language at least."),
        ({"kinds": []}, "This field is required."),
        ({"ends_on": "2027-03-01"}, "The last day comes before the first."),
        ({"ends_on": ""}, "Write both days, or none while they are not known."),
        ({"topics_until": "2027-03-12"}, "This is after the last day of the consultation."),
        ({"contributions_until": "2027-04-01"}, "This is after the last day of the consultation."),
        ({"languages": "English, Nonsense"}, "We do not know a language called “Nonsense”."),
        ({"interpretation": "Unknown language"}, "We do not know a language called “Unknown language”."),
        ({"co_organizers": "CSO-NOBODY"}, "There is no organization with the reference “CSO-NOBODY”."),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(organizer, change, words):
    answer = organizer.post(url("consultation-new"), FACTS | DAYS | change)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_organization_in_danger_is_answered_like_one_that_does_not_exist(organizer, curator):
    endangered = make.organization("In Danger")
    mark_at_risk(endangered, reason="a test", by=curator)

    answer = organizer.post(url("consultation-new"), FACTS | {"co_organizers": endangered.reference})

    assert f"There is no organization with the reference “{endangered.reference}”." in answer.content.decode()
    assert "In Danger" not in answer.content.decode()


def test_an_organization_in_danger_is_not_shown_to_an_organizer(organizer, curator):
    endangered = make.organization("In Danger")
    consultation = make.consultation(co_organizers=[endangered])
    mark_at_risk(endangered, reason="a test", by=curator)

    for name in ("staff-consultation", "consultation-edit", "consultation-clone"):
        text = organizer.get(url(name, consultation.reference)).content.decode()
        assert "In Danger" not in text
        assert endangered.reference not in text


def test_a_copy_takes_the_facts_and_not_the_days(organizer):
    earlier = make.consultation(name_en="MENA", seats=65, claimed_number="first")

    text = organizer.get(url("consultation-clone", earlier.reference)).content.decode()
    organizer.post(url("consultation-clone", earlier.reference), FACTS | {"slug": "mena-again"})

    assert 'value="MENA"' in text
    assert 'value="65"' in text
    assert "2027-03-09" not in text
    assert 'value="first"' not in text
    assert Consultation.objects.get(slug="mena-again").copied_from == earlier


def test_the_page_of_a_copy_says_what_is_copied_and_then_what_was(organizer):
    earlier = make.consultation()
    make.session(earlier)
    make.session(earlier, day=earlier.ends_on)
    address = url("consultation-clone", earlier.reference)
    one_day = {"starts_on": "2028-03-09", "ends_on": "2028-03-09", "place": "Nairobi"}

    before = organizer.get(address).content.decode()
    after = organizer.post(address, FACTS | one_day, follow=True).content.decode()

    assert "the sessions of the agenda are copied too" in before
    assert "Not copied are speakers, documents" in before
    assert "1 session of the agenda was copied." in after
    assert "1 session was not copied, because it has no place in the new days." in after


def test_whoever_changes_the_days_reads_before_and_after_that_the_sessions_move_with_them(organizer):
    consultation = make.session().consultation
    address = url("consultation-edit", consultation.reference)
    days = {"starts_on": "2027-05-04", "ends_on": "2027-05-06", "place": "Nairobi"}
    days["version"] = Consultation.objects.get().version

    before = organizer.get(address).content.decode()
    after = organizer.post(address, FACTS | days, follow=True).content.decode()

    assert "all of them move with the first day" in before
    assert "The sessions of the agenda moved with the first day" in after


def test_whoever_moves_a_session_reads_that_its_groups_moved_with_it(organizer):
    parent = make.session()
    make.session(parent.consultation, kind="breakout", parent=parent)
    later = {"starts_at": "2027-03-10T09:00", "ends_at": "2027-03-10T10:00"}
    later["version"] = Consultation.objects.get().version

    address = url("agenda-item-edit", parent.consultation.reference, parent.reference)
    answer = organizer.post(address, SESSION | later, follow=True)

    assert "Its break-out groups moved with it" in answer.content.decode()


def test_an_edit_of_what_somebody_changed_meanwhile_shows_both(organizer):
    consultation = make.consultation()
    actions.edit_consultation(consultation, changes={"place": "Mombasa"}, by="test")

    answer = organizer.post(
        url("consultation-edit", consultation.reference), FACTS | DAYS | {"place": "Kisumu", "version": 1}
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this consultation meanwhile." in text
    assert "Mombasa" in text
    assert 'value="Kisumu"' in text


def test_beside_an_edit_made_meanwhile_stands_only_what_differs(organizer):
    area, country = Area.objects.filter(parent=None).first(), Country.objects.get(pk="KEN")
    consultation = make.consultation(
        areas=[area],
        country=country,
        languages=["en", "fr"],
        seats=65,
        description_en="One line.\nAnother.",
        co_organizers=[make.organization()],
    )
    form = organizer.get(url("consultation-edit", consultation.reference)).context["form"]
    typed = {bound.name: shown for bound in form if (shown := bound.value()) is not None}
    typed["areas"] = [area.pk]
    typed["description_en"] = "One line.\r\nAnother."
    actions.edit_consultation(consultation, changes={"place": "Mombasa"}, by="test")

    answer = organizer.post(url("consultation-edit", consultation.reference), typed | {"version": 1})

    assert answer.status_code == 409
    assert [(row["label"], row["theirs"], row["mine"]) for row in answer.context["theirs"]] == [
        ("Place", "Mombasa", "Nairobi")
    ]


def test_the_next_step_is_a_button_and_publishes(organizer):
    idea = make.consultation()
    page = organizer.get(url("staff-consultation", idea.reference)).content.decode()

    organizer.post(url("consultation-move", idea.reference, "planned"))

    assert "Move to “Planned”" in page
    assert Consultation.objects.public().get() == idea


def test_a_step_that_waits_for_a_day_is_no_button_and_says_for_which(organizer):
    running = make.held(state="running")
    Consultation.objects.update(ends_on=today_in("UTC") + timedelta(days=3))

    page = organizer.get(url("staff-consultation", running.reference)).content.decode()

    assert "Move to “" not in page
    assert "Its last day has not come yet." in page


def test_a_copy_says_anew_where_it_comes_from(organizer):
    earlier = make.consultation(source="A letter of 2026")

    assert "A letter of 2026" not in organizer.get(url("consultation-clone", earlier.reference)).content.decode()


def test_a_deadline_that_is_over_is_refused_for_what_is_to_come_and_stays_where_it_stood(organizer):
    day = today_in("Africa/Nairobi")
    days = {"starts_on": day + timedelta(days=9), "ends_on": day + timedelta(days=10), "place": "Nairobi"}
    typed = FACTS | days | {"contributions_until": day - timedelta(days=1)}
    kept = make.consultation(**days, contributions_until=day - timedelta(days=1))

    new = organizer.post(url("consultation-new"), typed)
    edited = organizer.post(url("consultation-edit", kept.reference), typed | {"version": kept.version})

    assert "This day is over already." in new.content.decode()
    assert edited.status_code == 302


def test_the_agenda_and_the_door_lead_organizers_to_the_notes_of_a_session(organizer):
    session = make.session(make.held(state="running"))
    address = url("session-notes", session.consultation.reference, session.reference)

    for name in ("staff-consultation", "staff-day"):
        assert address in organizer.get(url(name, session.consultation.reference)).content.decode()


@pytest.mark.parametrize(("to", "status"), [("nowhere", 404), ("cancelled", 404), ("running", 409)])
def test_a_step_that_cannot_be_done_changes_nothing(organizer, to, status):
    idea = make.consultation()

    answer = organizer.post(url("consultation-move", idea.reference, to))

    assert answer.status_code == status
    assert Consultation.objects.get().state == S.IDEA


def test_a_consultation_is_cancelled_with_its_reason(organizer):
    consultation = make.consultation(state="planned")

    organizer.post(url("consultation-cancel", consultation.reference), {"reason": "No hall.", "language": "en"})

    cancelled = Consultation.objects.get()
    assert (cancelled.cancelled_reason, cancelled.cancelled_reason_language) == ("No hall.", "en")


def test_the_deadlines_and_the_address_for_questions_stand_on_the_overview(organizer):
    consultation = make.consultation(state="inviting", answers_until=date(2027, 2, 1), zone="Africa/Nairobi")
    form = FACTS | DAYS | {"answers_until": "2027-02-01", "contact_email": "forum@example.org"}

    version = Consultation.objects.get().version
    organizer.post(url("consultation-edit", consultation.reference), form | {"version": version})
    text = organizer.get(url("staff-consultation", consultation.reference)).content.decode()

    assert "Invitations are answered until" in text
    assert "1 February 2027</time> (Nairobi time)" in text
    assert "forum@example.org" in text


def test_a_session_is_added_by_the_clocks_of_the_place(organizer):
    consultation = make.consultation()

    organizer.post(
        url("agenda-item-new", consultation.reference), SESSION | {"agreed": "Amina\n", "unnamed": "Boris\n\n"}
    )

    item = consultation.agenda.get()
    assert item.starts_at == datetime(2027, 3, 9, 6, 0, tzinfo=UTC)
    assert set(item.speakers.values_list("name", "has_consented")) == {("Amina", True), ("Boris", False)}


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"ends_at": "2027-03-09T08:00"}, 422, "It ends before it begins."),
        ({"starts_at": "soon"}, 422, "Write the day and the time"),
        ({"agreed": "Amina", "unnamed": "Amina"}, 422, "A speaker is named once."),
        ({"starts_at": "2027-04-09T09:00", "ends_at": "2027-04-09T10:00"}, 409, "outside the days"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused_in_words(organizer, change, status, words):
    consultation = make.consultation()

    answer = organizer.post(url("agenda-item-new", consultation.reference), SESSION | change)

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_time_that_no_clock_shows_is_refused(organizer):
    consultation = make.consultation(zone="Europe/Zurich", starts_on=datetime(2027, 3, 28, tzinfo=UTC).date())

    answer = organizer.post(
        url("agenda-item-new", consultation.reference),
        SESSION | {"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T04:00"},
    )

    assert "The clocks there jump over this time" in answer.content.decode()


def test_a_session_is_edited_and_removed(organizer):
    item = make.session(speakers=[("Amina", True)])
    consultation = Consultation.objects.get()
    args = (consultation.reference, item.reference)
    form = organizer.get(url("agenda-item-edit", *args)).content.decode()

    organizer.post(url("agenda-item-edit", *args), SESSION | {"room": "Room 7", "version": consultation.version})
    room = consultation.agenda.get().room
    organizer.post(url("agenda-item-remove", *args))

    assert "2027-03-09T09:00" in form
    assert "Amina" in form
    assert room == "Room 7"
    assert consultation.agenda.count() == 0


def test_a_session_of_another_consultation_is_not_there(organizer):
    item, other = make.session(), make.consultation()

    assert organizer.get(url("agenda-item-edit", other.reference, item.reference)).status_code == 404


def test_a_series_is_added_once(organizer):
    typed = {"code": "humanitarian", "name_en": "Humanitarian consultations"}

    first, second = (organizer.post(url("series-new"), typed) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 422)
    assert Series.objects.count() == 1


def test_other_staff_read_and_have_no_button(client, curator):
    consultation = make.consultation()
    make.session(consultation)
    client.force_login(curator)

    text = client.get(url("staff-consultation", consultation.reference)).content.decode()

    assert "A session" in text
    assert "Move to" not in text
    assert "Take off the agenda" not in text
    assert client.post(url("consultation-move", consultation.reference, "planned")).status_code == 403


def test_a_member_finds_nothing(client, member):
    consultation = make.consultation()
    client.force_login(member)

    assert client.get(url("staff-consultations")).status_code == 404
    assert client.get(url("staff-consultation", consultation.reference)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_staff_costs_the_same_for_one_and_for_three(organizer, count, django_assert_num_queries):
    for _number in range(count):
        make.consultation()
    organizer.get(url("staff-consultations"))

    with django_assert_num_queries(7):
        organizer.get(url("staff-consultations"))
