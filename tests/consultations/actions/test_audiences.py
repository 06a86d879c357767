"""Inviting by a question to the registry: whom it finds, who is left out and why, and that the list then stands."""

from datetime import date

import pytest
from django.http import QueryDict

from consultations import actions
from consultations.models import Audience, Consultation
from consultations.queries.audiences import Question, asked, invitable, sort
from consultations.states import ConsultationInvitationState
from registry.actions import archive_organization, mark_at_risk
from registry.errors import Contradiction, Refused
from registry.models import Change
from registry.references import parse
from registry.roles import Function, MemberRole
from registry.states import OrganizationState
from tests import make

pytestmark = pytest.mark.django_db
INVITED = ConsultationInvitationState


@pytest.fixture
def consultation(db):
    return make.consultation(state="planned")


@pytest.fixture
def organizer(db):
    return make.staff(Function.CONSULTATION_ORGANIZER)


def question(text="type=ngo", list_name="directory"):
    return Question.from_query(list_name, QueryDict(text))


def with_address(**facts):
    organization = make.organization(**facts)
    make.contact(organization, role="focal_point", email="focal@example.org")
    return organization


def names_found(text, consultation, by, list_name="directory"):
    found = invitable(asked(question(text, list_name), consultation, by))
    return sorted(found.values_list("names__text", flat=True))


def test_the_filters_of_the_directory_are_asked_together(consultation, organizer):
    one, other = with_address(name="In Kenya"), with_address(name="In Chad", hq_country_id="TCD")
    make.partnership(one, area=4)
    make.partnership(other, area=4, country="TCD")

    assert names_found("area=4", consultation, organizer) == ["In Chad", "In Kenya"]
    assert names_found("area=4&country=KEN", consultation, organizer) == ["In Kenya"]
    assert names_found("area=4&country=KEN&freshness=stale", consultation, organizer) == []


def test_the_inventory_is_asked_by_its_own_filters_and_those_of_the_directory(consultation, organizer):
    with_address(name="In Kenya")
    with_address(name="In Chad", hq_country_id="TCD")

    assert names_found("q=chad", consultation, organizer, "inventory") == ["In Chad"]
    assert names_found("state=published&country=KEN", consultation, organizer, "inventory") == ["In Kenya"]


def test_who_was_at_an_earlier_consultation_is_found_or_left_out(consultation, organizer):
    before = make.consultation(starts_on=date(2025, 1, 1))
    been = with_address(name="Has been")
    with_address(name="Is new")
    make.registration(make.invited(before, been), state="attended")

    assert names_found("type=ngo&attendance=was", consultation, organizer) == ["Has been"]
    assert names_found("type=ngo&attendance=never", consultation, organizer) == ["Is new"]


def test_who_has_observer_status_is_found_or_left_out(consultation, organizer):
    make.observer(with_address(name="Observer"))
    with_address(name="Other")

    assert names_found("type=ngo&observer=yes", consultation, organizer) == ["Observer"]
    assert names_found("type=ngo&observer=no", consultation, organizer) == ["Other"]


def test_a_question_keeps_only_what_is_a_filter():
    assert question("area=4&area=99&page=2&attendance=perhaps&nonsense=1").filters == {"area": ["4"]}


def test_who_is_left_out_is_counted_by_reason(consultation, organizer):
    with_address()
    with_address(state=OrganizationState.DRAFT)
    make.invited(consultation, with_address(), state="declined")
    make.organization()

    told = sort(asked(question("", "inventory"), consultation, organizer))

    assert (told.invitable, told.found) == (1, 4)
    assert told.left_out == {"unpublished": 1, "invited": 1, "unreachable": 1}


@pytest.mark.parametrize(
    ("role", "is_reachable"), [(MemberRole.ADMIN, True), (MemberRole.EDITOR, True), (MemberRole.READER, False)]
)
def test_a_member_who_may_answer_can_be_written_to(consultation, organizer, role, is_reachable):
    make.member(make.organization(), role=role)

    assert sort(asked(question(), consultation, organizer)).invitable == int(is_reachable)


def test_an_organization_in_danger_is_met_by_nobody_who_may_not_know_of_it(consultation, organizer, curator):
    endangered = with_address()
    mark_at_risk(endangered, reason="a test", by=curator)

    for_organizer = sort(asked(question("", "inventory"), consultation, organizer))
    for_curator = sort(asked(question("", "inventory"), consultation, curator))

    assert (for_organizer.found, for_organizer.left_out) == (0, {})
    assert (for_curator.found, for_curator.told, for_curator.left_out) == (1, 0, {"at_risk": 1})


def test_the_list_stands_whatever_the_registry_says_later(consultation, organizer, curator):
    organization = with_address()

    audience = actions.freeze_audience(consultation, question=question(), quota=2, by=organizer)
    archive_organization(organization, reason="It closed.", by=curator)
    with_address()

    (invitation,) = consultation.invitations.all()
    assert (invitation.organization, invitation.state, invitation.quota) == (organization, INVITED.PREPARED, 2)
    assert (audience.found, audience.invited, audience.filters) == (1, 1, {"type": ["ngo"]})
    assert Change.objects.latest("pk").verb != "consultation.invitation_sent"


def test_who_is_invited_together_is_written_down_as_who_is_invited_alone(consultation, organizer):
    make.invited(consultation, make.organization(), state="prepared")
    for name in ("Baobab", "Acacia"):
        with_address(name=name)

    audience = actions.freeze_audience(consultation, question=question(), quota=2, by=organizer)

    alone, *together = consultation.invitations.order_by("pk")
    told = ("version", "state", "sent_at", "answered_how", "reason", "told_by", "reminders", "asked_to_send_at")
    for one in together:
        assert [getattr(one, name) for name in told] == [getattr(alone, name) for name in told]
        assert parse(one.reference) == one.reference
        assert (one.audience, one.created_at) == (audience, audience.frozen_at)
    assert [one.organization.name for one in together] == ["Acacia", "Baobab"]


def test_a_second_audience_invites_nobody_twice(consultation, organizer):
    with_address()
    actions.freeze_audience(consultation, question=question(), quota=2, by=organizer)
    with_address()

    second = actions.freeze_audience(consultation, question=question("q=Invented"), quota=1, by=organizer)

    assert (second.found, second.invited) == (2, 1)
    assert sorted(consultation.invitations.values_list("quota", flat=True)) == [1, 2]


def test_a_question_that_finds_nobody_is_refused_and_leaves_nothing(consultation, organizer):
    make.organization()

    with pytest.raises(Refused, match="Nobody whom this question finds can be invited"):
        actions.freeze_audience(consultation, question=question(), quota=1, by=organizer)

    assert not Audience.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_writing_the_list_down_costs_the_same_for_one_and_for_many(
    consultation, organizer, count, django_assert_num_queries
):
    for _number in range(count):
        with_address()
    organizer.current_assignments()
    asked_before = question()

    with django_assert_num_queries(11):
        actions.freeze_audience(consultation, question=asked_before, quota=1, by=organizer)

    assert consultation.invitations.count() == count


@pytest.mark.parametrize("state", ["registration_closed", "cancelled"])
def test_nobody_is_added_to_a_list_that_is_closed(organizer, state):
    consultation = make.consultation(state="registration_closed")
    if state == "cancelled":
        actions.move_consultation(consultation, to="cancelled", reason="because", by=organizer)

    with pytest.raises(Refused, match="nobody is added"):
        actions.add_invitation(consultation, make.organization(), quota=1, reason="why", by=organizer)


def test_one_organization_is_added_by_hand_with_its_reason_and_only_once(consultation, organizer):
    organization = make.organization()

    added = actions.add_invitation(consultation, organization, quota=3, reason=" It asked. ", by=organizer)

    assert (added.quota, added.reason, added.audience) == (3, "It asked.", None)
    with pytest.raises(Contradiction, match="invited already"):
        actions.add_invitation(consultation, organization, quota=1, reason="again", by=organizer)


def test_a_prepared_one_is_taken_off_and_the_history_says_why(consultation, organizer):
    invitation = make.invited(consultation, state="prepared")
    organization = invitation.organization

    actions.remove_invitation(invitation, reason="Asked by mistake", by=organizer)

    change = Change.objects.latest("pk")
    assert not consultation.invitations.exists()
    assert (change.verb, change.subject) == ("consultation.invitation_removed", organization.reference)
    assert change.reason == "Asked by mistake"


def test_what_was_sent_stays_on_the_list(consultation, organizer):
    invitation = make.invited(consultation, state="sent")

    with pytest.raises(Refused, match="stays on the list"):
        actions.remove_invitation(invitation, reason="too late", by=organizer)


def test_an_invitation_for_which_somebody_was_entered_stays_on_the_list(consultation, organizer):
    invitation = make.invited(consultation, state="prepared")
    make.registration(invitation, state="withdrawn")

    with pytest.raises(Refused, match="People were entered for this invitation"):
        actions.remove_invitation(invitation, reason="by mistake", by=organizer)


def test_a_quota_goes_up_and_down_but_not_under_those_who_are_named(consultation, organizer):
    invitation = make.invited(consultation, state="accepted", quota=3)
    make.registration(invitation)
    make.registration(invitation)

    assert actions.change_quota(invitation, quota=2, by=organizer).quota == 2
    with pytest.raises(Refused, match="2 people have a place"):
        actions.change_quota(invitation, quota=1, by=organizer)


def test_a_quota_goes_up_by_one_however_many_wait_for_the_staff(consultation, organizer):
    invitation = make.invited(consultation, state="accepted", quota=1)
    make.registration(invitation)
    for _number in range(2):
        make.registration(invitation, state="nominated", exception="quota")

    assert actions.change_quota(invitation, quota=2, by=organizer).quota == 2


def test_a_second_target_for_the_same_people_replaces_the_first(consultation, organizer):
    for percent in (40, 50):
        target = actions.set_target(consultation, dimension="reach", value="local", percent=percent, by=organizer)

    assert [one.percent for one in consultation.targets.all()] == [50]
    actions.remove_target(target, by=organizer)
    with pytest.raises(Refused, match="took this target away"):
        actions.remove_target(target, by=organizer)


@pytest.mark.parametrize("state", ["reporting", "closed"])
def test_when_it_is_over_the_list_and_its_targets_stay_as_they_are(consultation, organizer, state):
    invitation = make.invited(consultation, state="prepared")
    target = actions.set_target(consultation, dimension="reach", value="local", percent=50, by=organizer)
    Consultation.objects.update(state=state)

    for verb in (
        lambda: actions.set_target(consultation, dimension="type", value="ngo", percent=1, by=organizer),
        lambda: actions.remove_target(target, by=organizer),
        lambda: actions.change_quota(invitation, quota=3, by=organizer),
        lambda: actions.remove_invitation(invitation, reason="late", by=organizer),
    ):
        with pytest.raises(Refused, match="stay as they are"):
            verb()
