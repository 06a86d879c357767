"""Who is named, who has a seat, who waits and who is the next; and what a person may change afterwards."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations import actions
from consultations.models import Consultation, Registration
from consultations.queries import waiting
from consultations.queries.calendar import today_in
from registry.actions import change_member_role, mark_at_risk, remove_member
from registry.errors import Contradiction, Refused, Stale
from registry.models import Change, Message
from registry.roles import MemberRole
from tests import make

pytestmark = pytest.mark.django_db


def told(kind, registration=None):
    found = Message.objects.filter(kind=f"consultations.{kind}")
    return (found.filter(subject_reference=registration.reference) if registration else found).count()


def closed(room):
    room.registration_until = today_in(room.zone) - timedelta(days=1)
    room.save()


def test_who_is_within_the_quota_and_finds_a_seat_is_confirmed_and_told(invited):
    person = make.named(invited, language="fr")

    assert (person.state, person.exception) == ("confirmed", "")
    mail = Message.objects.get(kind="consultations.registered")
    assert (mail.address, mail.language) == (person.email, "fr")


def test_who_finds_no_seat_waits_and_who_comes_online_needs_none(invited):
    make.named(invited)

    waiting_person = make.named(invited)
    online = make.named(make.accepted(invited.consultation), attends="online")

    assert (waiting_person.state, online.state) == ("waitlisted", "confirmed")
    assert waiting_person.waiting_since is not None


def test_one_more_than_the_quota_waits_for_the_staff_who_say_yes_by_raising_it(invited):
    for _number in range(2):
        make.named(invited, attends="online")
    third = make.named(invited, attends="online")

    approved = actions.approve_registration(third, by="staff")

    invited.refresh_from_db()
    assert (third.state, third.exception) == ("nominated", "quota")
    assert (approved.state, invited.quota) == ("confirmed", 3)


def test_who_is_named_after_the_cut_off_waits_for_the_staff_who_say_no_with_a_reason(room, invited):
    focal_point = make.member(invited.organization, role=MemberRole.EDITOR, language="es")
    closed(room)
    late = make.named(invited, by=focal_point)

    refused = actions.refuse_registration(late, reason="The badges are printed.", by="staff")

    assert (late.state, late.exception, refused.state) == ("nominated", "late", "refused")
    mail = Message.objects.get(kind="consultations.exception_refused")
    assert (mail.recipient, mail.language) == (focal_point, "es")
    assert "The badges are printed." in mail.body


def test_a_refusal_needs_its_reason(room, invited):
    closed(room)
    late = make.named(invited)

    with pytest.raises(Contradiction, match="Say why"):
        actions.refuse_registration(late, reason=" ", by="staff")


@pytest.mark.parametrize("state", ["planned", "running"])
def test_nobody_is_named_before_and_after_the_time_for_it(state):
    consultation = make.consultation(state=state, starts_on=today_in("Africa/Nairobi"))

    with pytest.raises(Refused, match="Nobody can be named"):
        make.named(make.accepted(consultation))


def test_nobody_is_named_on_an_invitation_that_was_not_accepted(room):
    with pytest.raises(Refused, match="Accept it first"):
        make.named(make.accepted(room, state="sent"))


def test_an_organization_names_a_person_once(invited):
    make.named(invited, email="a@example.org")

    with pytest.raises(Contradiction, match="comes for the same organization already"):
        make.named(invited, email="A@example.org")


def test_who_names_a_person_is_not_told_that_another_organization_names_her(room, invited):
    other = make.accepted(room)
    make.named(invited, email="a@example.org", attends="online")

    named = make.named(other, email="A@example.org", attends="online")
    third = make.named(other, attends="online")
    edited = actions.edit_registration(third, changes={"email": "b@example.org"}, by=make.member(other.organization))

    assert (named.state, edited.state) == ("confirmed", "confirmed")


def test_staff_enter_who_comes_for_no_organization_once(room):
    facts = {"part": "iom", "affiliation": "IOM Kenya", "name": "A Colleague", "email": "a@iom.example"}
    actions.enter_participant(room, by="staff", **facts)

    with pytest.raises(Contradiction, match="comes for the same organization already"):
        actions.enter_participant(room, by="staff", **facts)


def test_a_focal_point_named_a_moment_ago_names_people_and_one_who_left_does_not(invited):
    organization = invited.organization
    admin = make.member(organization)
    focal_point = make.member(organization, role=MemberRole.READER)
    with pytest.raises(Refused, match="You do not act for this organization any more"):
        make.named(invited, by=focal_point)

    change_member_role(organization, focal_point, role=MemberRole.EDITOR, by=admin)
    named = make.named(invited, by=focal_point)
    remove_member(organization, focal_point, by=admin)

    assert named.state == "confirmed"
    with pytest.raises(Refused, match="You do not act for this organization any more"):
        make.named(invited, by=focal_point)


def test_a_withdrawal_offers_the_seat_to_who_serves_the_balance_then_to_who_waits_longest(room, invited):
    actions.set_target(room, dimension="first_time", value="first_time", percent=100, by="test")
    first = make.named(invited)
    veteran = make.accepted(room)
    past = make.consultation(state="inviting", starts_on=room.starts_on - timedelta(days=400))
    came = make.named(make.accepted(past, veteran.organization))
    Registration.objects.filter(pk=came.pk).update(state="attended")
    waits_longest = make.named(veteran)
    focal_point = make.member(role=MemberRole.ADMIN)
    newcomer = make.named(make.accepted(room, focal_point.memberships.get().organization), by=focal_point)

    actions.withdraw_registration(first, by="test")

    newcomer.refresh_from_db()
    waits_longest.refresh_from_db()
    assert newcomer.offered_for == ["first_time:first_time"]
    assert newcomer.offered_until > timezone.now() + timedelta(days=4)
    assert (waits_longest.state, waits_longest.offered_until) == ("waitlisted", None)
    assert waiting.place_of(waits_longest) == 1
    mail = Message.objects.get(kind="consultations.seat_offered")
    assert mail.recipient == focal_point
    assert "Organizations that come for the first time" in mail.body


def test_three_free_seats_are_offered_along_the_line_within_each_quota_and_the_line_is_read_once(
    room,
):
    crowded, other = make.accepted(room, quota=1), make.accepted(room, quota=3)
    make.named(other, email="seated@example.org")
    line = [make.named(crowded), make.registration(crowded, state="waitlisted"), make.named(other), make.named(other)]

    with CaptureQueriesContext(connection) as asked:
        actions.edit_consultation(room, changes={"seats": 4}, by="test")

    offered = set(Registration.objects.filter(offered_until__isnull=False))
    assert offered == {line[0], line[2], line[3]}
    assert len([one for one in asked if '"offered_until" IS NULL' in one["sql"] and "SELECT" in one["sql"]]) == 1


def test_an_offered_seat_is_kept_and_taken_by_who_answers(room, invited):
    first, second = make.named(invited), make.named(invited)
    actions.withdraw_registration(first, by="test")
    third = make.named(make.accepted(room))

    taken = actions.accept_offer(second, by="test")

    assert (third.state, taken.state) == ("waitlisted", "confirmed")
    assert told("registered", second) == 1
    with pytest.raises(Refused, match="No seat is kept"):
        actions.accept_offer(second, by="test")


def test_an_offer_that_nobody_answers_goes_on_to_the_next_once(room, invited):
    first, second = make.named(invited), make.named(invited)
    admin = make.member(role=MemberRole.ADMIN)
    third = make.named(make.accepted(room, admin.memberships.get().organization), by=admin)
    actions.withdraw_registration(first, by="test")
    Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now() - timedelta(minutes=1))

    lapsed = [actions.let_offers_lapse(), actions.let_offers_lapse()]

    second.refresh_from_db()
    third.refresh_from_db()
    assert lapsed == [1, 0]
    assert (second.state, third.state) == ("withdrawn", "waitlisted")
    assert third.offered_until
    assert told("seat_offered", third) == 1


def test_an_offer_that_lapses_after_the_last_day_is_told_to_nobody(room, invited):
    make.member(invited.organization)
    waits = make.registration(invited, state="waitlisted", offered_until=timezone.now() - timedelta(days=1))
    Consultation.objects.update(state="reporting")

    assert actions.let_offers_lapse() == 1

    waits.refresh_from_db()
    assert (waits.state, waits.offered_until, told("offer_lapsed")) == ("withdrawn", None, 0)


def test_leaving_the_list_asks_for_nothing_else(invited):
    make.named(invited)
    waits = make.named(invited)

    left = actions.withdraw_registration(waits, by="test")

    assert left.state == "withdrawn"
    assert told("no_longer_registered") == 0


def test_nobody_withdraws_from_an_edition_that_was_held(room, invited):
    person = make.named(invited)
    Consultation.objects.filter(pk=room.pk).update(state="reporting")

    with pytest.raises(Refused, match="This consultation is over"):
        actions.withdraw_registration(person, by="staff")

    person.refresh_from_db()
    assert (person.state, told("no_longer_registered")) == ("confirmed", 0)


def test_who_has_no_address_any_more_is_told_nothing(invited):
    person = make.named(invited)
    Registration.objects.filter(pk=person.pk).update(email="")

    actions.withdraw_registration(person, by="staff")

    assert told("no_longer_registered") == 0


def test_more_seats_are_offered_to_the_list_and_fewer_than_the_people_are_refused(room, invited):
    make.named(invited)
    waits = make.named(invited)

    actions.edit_consultation(room, changes={"seats": 2}, by="test")

    waits.refresh_from_db()
    assert waits.offered_until
    with pytest.raises(Refused, match="2 people have a seat already"):
        actions.edit_consultation(room, changes={"seats": 1}, by="test")


def test_another_person_takes_the_place_of_the_first_and_what_changed_is_kept_for_the_staff_alone(invited):
    person = make.named(invited, email="first@example.org", needs={"visa_letter": {}}, in_photos=True)

    changed = actions.edit_registration(person, changes={"name": "Another", "email": "second@example.org"}, by="test")

    assert (changed.state, changed.needs.count(), changed.in_photos) == ("confirmed", 0, False)
    assert changed.edits[0]["fields"]["email"] == ["first@example.org", "second@example.org"]
    assert Change.objects.filter(verb="registration.edited").get().diff == {"fields": ["", "name, email, in_photos"]}
    assert told("no_longer_registered") == 1
    assert told("registered") == 2


@pytest.mark.parametrize(
    ("name", "email", "is_the_same"),
    [
        ("María Inventada López", "maria@example.org", True),
        ("MARIA INVENTADA", "other@example.org", True),
        ("María Otra", "other@example.org", False),
        ("Rosa Imaginaria", "maria@example.org", False),
        ("María Inventada", "other@example.org", True),
    ],
)
def test_a_name_or_an_address_put_right_is_the_same_person_who_keeps_what_she_needs(invited, name, email, is_the_same):
    facts = {"name": "María Inventada", "email": "maria@example.org", "in_photos": True}
    person = make.named(invited, needs={"travel": {"text": "A flight"}}, **facts)

    changed = actions.edit_registration(person, changes={"name": name, "email": email}, by="test")

    assert (changed.needs.exists(), changed.in_photos) == (is_the_same, is_the_same)
    assert told("no_longer_registered") == (not is_the_same)


def test_after_the_cut_off_a_member_changes_only_what_the_person_agrees_to(room, invited):
    focal_point = make.member(invited.organization)
    person = make.named(invited, by=focal_point)
    closed(room)

    agreed = actions.edit_registration(person, changes={"on_public_list": True}, by=focal_point)

    assert agreed.on_public_list is True
    with pytest.raises(Refused, match="Registration is closed"):
        actions.edit_registration(person, changes={"function": "Director"}, by=focal_point)


def test_of_two_who_edit_the_second_looks_again(invited):
    person = make.named(invited)
    actions.edit_registration(person, changes={"function": "Director"}, by="test", version=person.version)

    with pytest.raises(Stale):
        actions.edit_registration(person, changes={"function": "Driver"}, by="test", version=person.version)


def test_who_moves_online_frees_the_seat_and_comes_back_only_to_a_free_one(invited):
    first, second = make.named(invited), make.named(invited)

    actions.edit_registration(first, changes={"attends": "online"}, by="test")

    second.refresh_from_db()
    assert second.offered_until
    with pytest.raises(Refused, match="No seat in the room is free"):
        actions.edit_registration(first, changes={"attends": "in_person"}, by="test")


def test_who_waits_and_moves_online_is_confirmed(invited):
    make.named(invited)
    waits = make.named(invited)

    moved = actions.edit_registration(waits, changes={"attends": "online"}, by="test")

    assert moved.state == "confirmed"


def test_a_consultation_in_one_way_only_takes_nobody_in_the_other():
    consultation = make.consultation(state="inviting", format="in_person")

    with pytest.raises(Contradiction, match="in one way only"):
        make.named(make.accepted(consultation), attends="online")


def test_a_consultation_online_does_not_move_into_a_room_without_who_attends_online(room, invited):
    make.named(invited, attends="online")

    with pytest.raises(Refused, match="1 person is registered to attend in the other way"):
        actions.edit_consultation(room, changes={"format": "in_person"}, by="staff", version=room.version)

    room.refresh_from_db()
    assert room.format == "hybrid"


def test_staff_enter_who_comes_for_no_organization_and_keep_to_the_seats(room):
    one = {"part": "iom", "affiliation": "IOM Kenya", "name": "A Colleague"}

    first = actions.enter_participant(room, by="staff", email="a@iom.example", **one)
    second = actions.enter_participant(room, by="staff", email="b@iom.example", **one)

    assert (first.state, second.state) == ("confirmed", "waitlisted")


@pytest.mark.parametrize("state", ["prepared", "sent", "opened"])
def test_entering_somebody_is_the_yes_of_an_organization_that_has_not_answered(room, state):
    invitation = make.accepted(room, state=state)
    facts = {"name": "A Guest", "email": "guest@example.org", "organization": invitation.organization}

    person = actions.enter_participant(room, by="staff", **facts)

    invitation.refresh_from_db()
    assert (person.state, invitation.state, invitation.answered_how) == ("confirmed", "accepted", "staff")
    assert Change.objects.about(invitation.reference).first().verb == "consultation.invitation_accepted"


def test_nobody_is_entered_for_an_organization_that_declined(room):
    invitation = make.accepted(room, state="declined")
    facts = {"name": "A Guest", "email": "guest@example.org", "organization": invitation.organization}

    with pytest.raises(Refused, match="This organization declined the invitation"):
        actions.enter_participant(room, by="staff", **facts)


def test_staff_enter_nobody_beyond_the_quota_of_an_invitation(room, invited):
    for _number in range(2):
        make.named(invited, attends="online")

    with pytest.raises(Refused, match="Raise it first"):
        actions.enter_participant(
            room, by="staff", organization=invited.organization, name="A", email="a@example.org", attends="online"
        )


def test_a_need_is_answered_and_what_was_answered_stays(invited):
    focal_point = make.member(invited.organization)
    person = make.named(invited, by=focal_point, needs={"visa_letter": {}, "interpretation": {"language": "fr"}})

    actions.answer_need(person.needs.get(kind="visa_letter"), to="granted", by="staff")
    actions.edit_registration(person, changes={}, needs={}, by=focal_point)

    assert list(person.needs.values_list("kind", "state")) == [("visa_letter", "granted")]
    assert told("need_answered", person) == 1


@pytest.mark.parametrize("is_at_risk", [False, True])
def test_the_mail_says_which_need_of_whom_but_for_an_organization_in_danger(invited, is_at_risk):
    focal_point = make.member(invited.organization)
    person = make.named(invited, by=focal_point, name="Ana Invented", needs={"visa_letter": {}})
    if is_at_risk:
        mark_at_risk(invited.organization, reason="Threats", by=make.staff())

    actions.answer_need(person.needs.get(), to="granted", by="staff")

    body = Message.objects.get(kind="consultations.need_answered").body
    assert ("for Ana Invented" in body) == (not is_at_risk)
    assert "etter for the visa" in body


def test_a_need_is_refused_with_a_reason(invited):
    need = make.named(invited, needs={"travel": {"text": "A flight"}}).needs.get()

    with pytest.raises(Contradiction, match="Say why this is refused"):
        actions.answer_need(need, to="refused", by="staff")


def test_an_organization_accepts_and_declines_when_nobody_is_named_any_more(room):
    invitation = make.accepted(room, state="sent")
    admin = make.member(invitation.organization)
    accepted = actions.accept_invitation(invitation, by=admin, how="online")
    person = make.named(accepted, by=admin)
    with pytest.raises(Refused, match="Withdraw them first"):
        actions.decline_invitation(accepted, "", by=admin, how="online")

    actions.withdraw_registration(person, by=admin)
    declined = actions.decline_invitation(accepted, "", by=admin, how="online")

    assert (accepted.state, declined.state) == ("accepted", "declined")


# --- What the database promises by itself -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (lambda room, invited, waits: Registration.objects.filter(pk=waits.pk).update(state="confirmed"), "seats"),
        (
            lambda room, invited, waits: Registration.objects.filter(pk=waits.pk).update(offered_until=timezone.now()),
            "seats",
        ),
        (lambda room, invited, waits: type(room).objects.filter(pk=room.pk).update(seats=1), "seats"),
        (lambda room, invited, waits: type(invited).objects.filter(pk=invited.pk).update(quota=1), "quotas"),
    ],
)
def test_the_database_refuses_one_more_than_the_seats_and_the_quota(room, change, constraint):
    room.seats = 2
    room.save()
    invited = make.accepted(room, quota=3)
    waits = [make.named(invited) for _number in range(3)][-1]

    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        change(room, invited, waits)

    assert broken.value.__cause__.diag.constraint_name == f"{constraint}_are_never_exceeded"
