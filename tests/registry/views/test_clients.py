"""The pages of systems that read the API, as their owner and as the staff see them."""

import pytest

from registry import actions, keys
from registry.models import Client, ClientKey
from registry.roles import Function
from tests import make

HOSTILE = "<script>alert(1)</script>\u202eTxt"


@pytest.fixture
def owner(client, db):
    person = make.user(name="Amina")
    client.force_login(person)
    return person


def text_of(response):
    return response.content.decode()


def test_a_person_registers_a_system_and_sees_its_key_once(client, owner):
    said = {"name": HOSTILE, "run_by": "A team", "purpose": HOSTILE, "scopes": ["changes"]}

    registered = client.post("/en/my/clients/new/", said, follow=True)
    system = Client.objects.get()
    made = client.post(f"/en/clients/{system.reference}/keys/new/")
    page = client.get(f"/en/clients/{system.reference}/")

    key = ClientKey.objects.get()
    shown = next(word for word in text_of(made).replace("<", " ").replace(">", " ").split() if keys.prefix_of(word))
    assert keys.digest(shown) == key.sha256
    assert f'data-copy="{shown}"' in text_of(made)
    assert "no-store" in made["Cache-Control"]
    assert shown not in text_of(page)
    assert key.prefix in text_of(page)
    for response in (registered, page):
        assert "<script>alert" not in text_of(response)
    assert system.scopes == ["read", "changes"]


def test_what_is_typed_wrong_is_told_over_the_form_and_kept(client, owner):
    response = client.post("/en/my/clients/new/", {"name": "Portal", "scopes": ["read:partner"]})

    assert response.status_code == 422
    assert 'value="Portal"' in text_of(response)
    assert Client.objects.count() == 0


def test_a_third_key_is_refused_in_words(client, owner):
    system = make.client(owner=owner)
    for _ in range(2):
        client.post(f"/en/clients/{system.reference}/keys/new/")

    response = client.post(f"/en/clients/{system.reference}/keys/new/")

    assert response.status_code == 409
    assert "two keys" in text_of(response)
    assert "Make a key" not in text_of(client.get(f"/en/clients/{system.reference}/"))


def test_a_key_is_revoked_and_a_system_shut_out_by_its_owner(client, owner):
    system = make.client(owner=owner)
    key, _text = actions.make_key(system, by=owner)

    client.post(f"/en/clients/{system.reference}/keys/{key.prefix}/revoke/", {"reason": ""})
    client.post(f"/en/clients/{system.reference}/close/", {"reason": ""})

    key.refresh_from_db()
    system.refresh_from_db()
    assert key.revoked_at
    assert not system.is_active
    assert client.get(f"/en/clients/{system.reference}/").status_code == 200
    assert client.get(f"/en/clients/{system.reference}/edit/").status_code == 404


def test_staff_give_the_partner_profile_and_say_why_they_end_a_key(client, steward):
    system = make.client(asks_because="To plan by province")
    key, _text = actions.make_key(system, by=system.owner)
    client.force_login(steward)
    address = f"/en/clients/{system.reference}"

    assert "To plan by province" in text_of(client.get(f"{address}/"))
    client.post(f"{address}/give/", {"countries": "Kenya\nUGA", "until": "", "reason": "As agreed"})
    without_reason = client.post(f"{address}/keys/{key.prefix}/revoke/", {"reason": ""})

    system.refresh_from_db()
    assert (system.may_read_partner, system.countries) == (True, ["KEN", "UGA"])
    assert without_reason.status_code == 422
    assert client.get(f"{address}/edit/").status_code == 403


def test_nobody_gives_more_to_a_system_of_her_own(client, steward):
    system = make.client(owner=steward, asks_because="To plan")
    client.force_login(steward)

    assert client.post(f"/en/clients/{system.reference}/give/", {"countries": ""}).status_code == 403


def test_who_answers_for_some_countries_lets_nobody_read_of_all(client, db):
    here = make.staff(Function.DATA_STEWARD, countries=["KEN"])
    system = make.client(asks_because="To plan")
    client.force_login(here)

    assert client.get("/en/staff/clients/").status_code == 403
    assert client.get(f"/en/clients/{system.reference}/").status_code == 404
    assert client.post(f"/en/clients/{system.reference}/give/", {"countries": ""}).status_code == 404
    actions.ask_partner_profile(system, because="To plan", by=system.owner)
    assert here.messages.count() == 0


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/en/my/clients/", 8), ("/en/staff/clients/", 9)])
def test_a_list_costs_the_same_for_one_row_and_for_three(
    client, steward, django_assert_num_queries, count, address, queries
):
    for _ in range(count):
        actions.make_key(make.client(owner=steward), by=steward)
    client.force_login(steward)
    client.get(address)

    with django_assert_num_queries(queries):
        assert text_of(client.get(address)).count("/en/clients/CLI-") == count
