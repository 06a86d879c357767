"""Systems of partners: registered by anybody, let read more by the staff, shut out at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions, keys
from registry.actions.clients import MOST_CLIENTS
from registry.errors import Refused, Stale
from registry.models import Change, Client, ClientKey, Message, Scope
from registry.roles import Function
from tests import make


def register(by, **said):
    told = {"name": "Portal", "run_by": "A team", "purpose": "To show partners", "scopes": []} | said
    return actions.register_client(by=by, **told)


def test_whoever_registers_gets_what_is_public_and_no_more(member):
    client = register(member, scopes=["changes", "read:partner", "everything"])

    assert client.scopes == ["read", "changes"]
    assert (client.countries, client.may_read_partner) == ([], False)


def test_who_asks_for_towns_is_brought_before_those_who_answer_for_clients(member, steward, curator):
    register(member)
    client = register(member, asks_because="To plan by province")

    told = Message.objects.filter(kind="registry.client_asked")
    assert [(message.address, message.subject_reference) for message in told] == [(steward.email, client.reference)]
    assert list(Client.objects.asking()) == [client]


def test_one_person_answers_for_so_many_systems_and_no_more(member):
    for _ in range(MOST_CLIENTS):
        last = register(member)

    with pytest.raises(Refused):
        register(member)
    actions.close_client(last, by=member)
    assert register(member).is_active


def test_of_a_key_the_hash_is_kept_and_two_are_live_at_most(member):
    client = register(member)

    key, text = actions.make_key(client, by=member)
    second, _text = actions.make_key(client, by=member)

    assert keys.prefix_of(text) == key.prefix
    assert key.sha256 == keys.digest(text)
    assert text.rpartition("_")[2] not in f"{vars(key)}"
    assert key.expires_at - key.created_at == timedelta(days=ClientKey.DAYS)
    with pytest.raises(Refused):
        actions.make_key(client, by=member)
    actions.revoke_key(key, by=member)
    assert actions.make_key(client, by=member)[0].prefix != second.prefix


def test_a_key_that_ended_makes_room_for_another(member):
    client = register(member)
    for _ in range(2):
        actions.make_key(client, by=member)
    before = timezone.now() - timedelta(days=1)
    ClientKey.objects.update(created_at=before - timedelta(days=1), expires_at=before)

    assert actions.make_key(client, by=member)


def test_the_owner_hears_of_each_key_and_of_what_others_end(member, administrator):
    client = register(member)
    first, _text = actions.make_key(client, by=member)
    second, _text = actions.make_key(client, by=member)

    actions.revoke_key(first, by=member)
    actions.revoke_key(second, by=administrator, reason="Seen in a repository")

    told = [message.kind for message in member.messages.order_by("pk")]
    assert told == ["registry.key_made", "registry.key_made", "registry.key_revoked"]
    body = Message.objects.get(kind="registry.key_revoked").body
    assert second.prefix in body
    assert "Seen in a repository" in body


def test_nobody_revokes_or_closes_twice(member):
    client = register(member)
    key, _text = actions.make_key(client, by=member)
    actions.close_client(client, by=member)

    for again in (
        lambda: actions.revoke_key(key, by=member),
        lambda: actions.close_client(client, by=member),
        lambda: actions.make_key(client, by=member),
        lambda: actions.ask_partner_profile(client, because="x", by=member),
        lambda: actions.give_partner_profile(client, countries=[], until=None, by=member),
    ):
        with pytest.raises(Refused):
            again()


def test_the_partner_profile_is_given_for_countries_and_until_a_day_and_taken_away(member, steward):
    client = register(member, scopes=["changes"], asks_because="To plan")
    until = timezone.localdate() + timedelta(days=30)

    given = actions.give_partner_profile(client, countries=["UGA", "KEN"], until=until, by=steward)
    assert (given.scopes, given.countries, given.partner_until, given.asks_because) == (
        ["read", "changes", "read:partner"], ["KEN", "UGA"], until, "",
    )  # fmt: skip
    assert Scope.READ_PARTNER in given.scopes_on(until)
    assert Scope.READ_PARTNER not in given.scopes_on(until + timedelta(days=1))

    taken = actions.refuse_partner_profile(client, reason="The agreement ended", by=steward)
    assert (taken.scopes, taken.countries, taken.partner_until) == (["read", "changes"], [], None)
    titles = [message.title for message in member.messages.order_by("pk")]
    assert titles == [
        "A system that you answer for may read the partner profile",
        "A system that you answer for may not read the partner profile",
    ]
    with pytest.raises(Refused):
        actions.refuse_partner_profile(client, reason="Again", by=steward)
    with pytest.raises(Refused):
        actions.give_partner_profile(client, countries=[], until=until - timedelta(days=31), by=steward)


def test_what_its_owner_says_of_it_leaves_what_iom_gave(member, steward):
    client = register(member, scopes=["changes"])
    client = actions.give_partner_profile(client, countries=["KEN"], until=None, by=steward)
    told = {"name": "New", "run_by": "A team", "purpose": "To show partners", "scopes": ["export"]}

    changed = actions.describe_client(client, **told, version=client.version, by=member)

    assert (changed.name, changed.scopes, changed.countries) == ("New", ["read", "export", "read:partner"], ["KEN"])
    assert Change.objects.filter(verb="client.described").get().diff.keys() == {"name", "scopes"}
    with pytest.raises(Stale):
        actions.describe_client(client, **told | {"name": "Old"}, version=client.version, by=member)


def end_function(person, administrator):
    actions.end_assignment(person, function=Function.CURATOR, by=administrator)


def close_account(person, administrator):
    actions.deactivate_user(person, by=administrator)


def remove_from_team(person, administrator):
    organization = make.organization()
    make.member(organization)
    membership = make.member(organization).memberships.get()
    membership.user = person
    membership.save()
    actions.remove_member(organization, person, by=administrator)


@pytest.mark.parametrize("remove", [end_function, close_account, remove_from_team])
def test_the_keys_of_who_is_removed_are_revoked_and_stay_so(curator, administrator, remove):
    key, _text = actions.make_key(register(curator), by=curator)

    remove(curator, administrator)

    key.refresh_from_db()
    assert key.revoked_at is not None


def test_the_history_names_a_key_by_what_it_begins_with(member):
    client = register(member)
    key, text = actions.make_key(client, by=member)

    said = Change.objects.get(verb="client.key_made")

    assert (said.subject, said.diff) == (client.reference, {"key": ["", key.prefix]})
    assert text not in str(said.diff)
