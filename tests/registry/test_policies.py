"""Every function × every permission, and every policy that asks where: one line a case."""

import pytest

from registry import actions, policies
from registry.models import User
from registry.roles import MEMBER_PERMISSIONS, PERMISSIONS, Function, MemberRole, Permission
from tests import make


def test_every_function_and_role_has_its_list():
    assert set(PERMISSIONS) == set(Function)
    assert set(MEMBER_PERMISSIONS) == set(MemberRole)


def test_an_auditor_can_do_nothing_but_read():
    assert {permission.value.split()[0] for permission in PERMISSIONS[Function.AUDITOR]} == {"read"}


def test_no_permission_is_held_by_nobody():
    held = set().union(*PERMISSIONS.values(), *MEMBER_PERMISSIONS.values())

    assert held == set(Permission)


@pytest.mark.parametrize("function", Function)
@pytest.mark.parametrize("permission", Permission)
def test_staff_hold_what_their_function_lists_and_nothing_when_it_ended(db, function, permission):
    person = make.staff(function, second_factor=False)

    assert person.holds(permission) is (permission in PERMISSIONS[function])

    person.assignments.update(ends_on=make.TODAY)
    assert not User.objects.get(pk=person.pk).holds(permission)


@pytest.mark.parametrize(
    ("countries", "edit", "publish", "protect", "contacts", "members"),
    [
        ([], True, True, True, True, True),
        (["KEN"], True, True, True, True, True),
        (["KEN", "TCD"], True, True, True, True, True),
        (["FJI"], False, False, True, False, False),
    ],
)
def test_a_curator_keeps_the_organizations_of_her_countries(db, countries, edit, publish, protect, contacts, members):
    person = make.staff(Function.CURATOR, countries=countries, second_factor=False)
    organization = make.organization(hq_country_id="KEN")

    assert (
        policies.may_edit_organization(person, organization),
        policies.may_publish_organization(person, organization),
        policies.may_mark_at_risk(person, organization),
        policies.may_read_contacts(person, organization),
        policies.may_manage_members(person, organization),
    ) == (edit, publish, protect, contacts, members)


@pytest.mark.parametrize(
    ("role", "edits", "reads_contacts", "edits_contacts"),
    [
        (MemberRole.ADMIN, True, True, True),
        (MemberRole.EDITOR, True, True, True),
        (MemberRole.SIGNATORY, False, True, False),
        (MemberRole.READER, False, False, False),
    ],
)
def test_a_member_keeps_her_own_record_and_no_other(db, role, edits, reads_contacts, edits_contacts):
    organization, another = make.organization(), make.organization()
    person = make.member(organization, role=role)
    asked = (policies.may_edit_own_record, policies.may_read_own_contacts, policies.may_edit_own_contacts)

    assert tuple(may(person, organization) for may in asked) == (edits, reads_contacts, edits_contacts)
    assert not any(may(person, another) for may in asked)


def test_staff_keep_no_record_as_if_it_were_their_own(db, curator):
    assert not policies.may_edit_own_record(curator, make.organization())


@pytest.mark.parametrize(
    ("function", "countries", "decides"),
    [
        (Function.CURATOR, [], True),
        (Function.CURATOR, ["KEN"], True),
        (Function.CURATOR, ["FJI"], False),
        (Function.DATA_STEWARD, [], True),
        (Function.REVIEWER, [], False),
        (Function.AUDITOR, [], False),
        (Function.ADMINISTRATOR, [], False),
    ],
)
def test_who_keeps_the_record_answers_what_its_members_propose(db, function, countries, decides):
    organization = make.organization(hq_country_id="KEN")
    proposal = actions.change_own_record(organization, changes={"founded": 1991}, by=make.member(organization))
    person = make.staff(function, countries=countries, second_factor=False)

    assert policies.may_decide_proposal(person, proposal) is decides


@pytest.mark.parametrize(
    ("role", "read_members", "manage_members", "contacts"),
    [
        (MemberRole.ADMIN, True, True, True),
        (MemberRole.EDITOR, True, False, True),
        (MemberRole.SIGNATORY, True, False, True),
        (MemberRole.READER, True, False, False),
    ],
)
def test_a_member_may_something_in_her_own_organization_and_nothing_elsewhere(
    db, role, read_members, manage_members, contacts
):
    own, other = make.organization(), make.organization()
    person = make.member(own, role=role)
    asked = (policies.may_read_members, policies.may_manage_members, policies.may_read_contacts)

    assert [may(person, own) for may in asked] == [read_members, manage_members, contacts]
    assert [may(person, other) for may in asked] == [False, False, False]
    person.is_active = False
    assert [may(person, own) for may in asked[1:]] == [False, False]


@pytest.mark.parametrize(
    ("own", "given", "may"),
    [
        ([], [], True),
        ([], ["KEN"], True),
        (["KEN"], ["KEN"], True),
        (["KEN", "TCD"], ["TCD"], True),
        (["KEN"], ["KEN", "TCD"], False),
        (["KEN"], ["TCD"], False),
        (["KEN"], [], False),
    ],
)
def test_nobody_gives_more_than_she_has(db, own, given, may):
    administrator = make.staff(Function.ADMINISTRATOR, countries=own, second_factor=False)
    person = make.staff(Function.CURATOR, countries=given, second_factor=False)

    assert policies.may_give_function(administrator, given) is may
    assert policies.may_manage_person(administrator, person) is may


@pytest.mark.parametrize("function", [function for function in Function if function != Function.ADMINISTRATOR])
def test_only_administrators_give_functions(db, function):
    person = make.staff(function, second_factor=False)

    assert not policies.may_give_function(person, ["KEN"])
    assert not policies.may_manage_staff(person)
