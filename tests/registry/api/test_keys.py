"""Who asks with a key: let in by it, kept to what it is for, and refused once it is no good."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from registry import actions
from registry.models import ClientKey
from tests import make
from tests.registry.api.test_organizations import merge

PARTNER = ("read", "read:partner")


@pytest.fixture
def nairobi():
    return make.organization("Riverbend", hq_city="Nairobi")


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("header", [bearer, lambda key: {"X-API-Key": key}])
def test_a_key_in_a_header_opens_the_partner_profile_of_lists_and_records(caller, nairobi, header):
    sent = header(make.api_key(scopes=PARTNER))

    row = caller.get(**sent).json()["results"][0]
    record = caller.get(nairobi.reference, **sent).json()

    assert row == record
    assert (record["hq_city"], record["places"]) == ("Nairobi", [])
    assert "hq_city" not in caller.get(nairobi.reference).json()
    assert "hq_city" not in caller.get().json()["results"][0]


def test_a_key_for_what_is_public_reads_what_is_public(caller, nairobi):
    key = make.api_key(scopes=("read",))

    assert caller.get(nairobi.reference, **bearer(key)).json() == caller.get(nairobi.reference).json()


@pytest.mark.parametrize("path", ["", "record", "/api/v1/areas"])
def test_what_a_key_opens_is_kept_by_its_caller_alone(caller, nairobi, path):
    path = nairobi.reference if path == "record" else path

    keyed, open_to_all = caller.get(path, **bearer(make.api_key(scopes=PARTNER))), caller.get(path)

    assert keyed["Cache-Control"] == "private, no-cache"
    assert open_to_all["Cache-Control"] == "public, max-age=60"
    for answer in (keyed, open_to_all):
        assert {"Authorization", "X-API-Key"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_a_merged_record_leads_a_key_on_and_only_its_caller_keeps_that(caller, nairobi):
    old = make.organization("Old")
    merge(old, nairobi)

    answer = caller.get(old.reference, {"fields": "id,hq_city"}, **bearer(make.api_key(scopes=PARTNER)))

    assert answer.status_code == 308
    assert answer["Location"].endswith(f"/organizations/{nairobi.reference}?fields=id%2Chq_city")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Vary"] == "Accept, Accept-Language, Authorization, X-API-Key, Origin"


def test_the_two_profiles_have_different_etags(caller, nairobi):
    keyed = caller.get(nairobi.reference, **bearer(make.api_key(scopes=PARTNER)))

    again = caller.get(nairobi.reference, If_None_Match=keyed["ETag"])

    assert again.status_code == 200
    assert "hq_city" not in again.json()


def test_whoever_is_let_read_more_is_not_told_that_she_has_it_already(caller, nairobi, administrator):
    client = make.client(scopes=("read",))
    sent = bearer(make.api_key(client))
    caller.get(nairobi.reference, **sent)
    actions.give_partner_profile(client, countries=[], until=None, by=administrator)

    again = caller.get(nairobi.reference, If_Modified_Since=http_date(timezone.now().timestamp()), **sent)

    assert (again.status_code, again.json()["hq_city"]) == (200, "Nairobi")


def refused(answer):
    assert "results" not in answer.json()
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def test_a_key_that_nobody_knows_is_refused_and_not_taken_for_nobody(caller, nairobi):
    key = make.api_key()

    for sent in (bearer(key[:-1] + "_"), bearer("iompr_aaaaaaaa_" + "a" * 43), bearer(""), {"X-API-Key": "guess"}):
        answer = caller.get(**sent)
        assert refused(answer) == (401, "invalid-key")
        assert answer["WWW-Authenticate"].startswith("Bearer ")
        assert answer["Cache-Control"] == "no-store"
    assert refused(caller.get(Authorization=f"Basic {key}")) == (401, "invalid-key")
    assert refused(caller.get(Authorization=f"Bearer {key}", X_API_Key=key)) == (401, "invalid-key")


def revoke(client, key, by):
    actions.revoke_key(key, by=by)


def expire(client, key, by):
    before = timezone.now() - timedelta(days=1)
    ClientKey.objects.update(created_at=before - timedelta(days=1), expires_at=before)


def close(client, key, by):
    actions.close_client(client, by=by)


def remove_owner(client, key, by):
    actions.deactivate_user(client.owner, by=by)


def close_account(client, key, by):
    client.owner.is_active = False
    client.owner.save()


@pytest.mark.parametrize("end", [revoke, expire, close, remove_owner, close_account])
def test_a_key_ends_at_once_with_all_that_it_hangs_on(caller, nairobi, administrator, end):
    client = make.client(scopes=PARTNER)
    key, text = actions.make_key(client, by=client.owner)
    assert caller.get(nairobi.reference, **bearer(text)).status_code == 200

    end(client, key, administrator)

    answer = caller.get(nairobi.reference, **bearer(text))
    assert refused(answer) == (401, "invalid-key")
    assert answer.json()["detail"].endswith(("Make a new one.", "Register your system anew."))
    assert refused(caller.get("/api/v1/areas", **bearer(text))) == (401, "invalid-key")


@pytest.mark.parametrize("name", ["api_key", "X-API-Key", "access_token", "q", "lang"])
def test_a_key_in_an_address_is_refused_even_when_it_is_right(caller, nairobi, name):
    key = make.api_key()

    assert refused(caller.get(query={name: key})) == (400, "key-in-address")
    assert refused(caller.get(query={name: key}, **bearer(key))) == (400, "key-in-address")


@pytest.mark.parametrize("address", ["{key}", "?q={number}", "/?q={key}", "/nowhere/{number}"])
def test_a_key_anywhere_in_an_address_is_refused_and_not_said_again(caller, address):
    key = make.api_key()
    number = f"%69{key[1:].replace('_', '%5F')}"
    address = f"/api/v1/organizations{'' if address[0] in '/?' else '/'}{address.format(key=key, number=number)}"

    answer = caller.client.get(address)

    assert refused(answer) == (400, "key-in-address")
    assert "Location" not in answer
    assert key[10:] not in answer.content.decode()


def test_a_key_for_countries_reads_of_those_who_work_there(caller, nairobi):
    abroad = make.organization("Abroad", hq_country_id="FRA")
    both = make.organization("Both", hq_country_id="FRA")
    make.partnership(both, country="KEN")
    sent = bearer(make.api_key(scopes=PARTNER, countries=["KEN"]))

    page = caller.get(query={"count": "exact"}, **sent).json()

    assert [row["name"] for row in page["results"]] == ["Both", "Riverbend"]
    assert page["count"] == 2
    assert [row["name"] for row in caller.get(query={"q": "abroad"}, **sent).json()["results"]] == []
    assert refused(caller.get(query={"country_of_work": "FRA"}, **sent)) == (403, "out-of-country")
    elsewhere = caller.get(abroad.reference, **sent)
    assert refused(elsewhere) == (403, "out-of-country")
    assert "Ask without it for what is public everywhere." in elsewhere.json()["detail"]
    assert caller.get(both.reference, **sent).status_code == 200
    assert refused(caller.get("/api/v1/observers", **sent)) == (403, "all-countries")
    assert caller.get("/api/v1/areas", **sent).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/changes", "/api/v1/exports", "/api/v1/statistics"])
def test_an_address_of_all_countries_tells_a_key_for_some_what_to_do(caller, nairobi, address):
    sent = bearer(make.api_key(scopes=("read", "changes", "export"), countries=["KEN", "UGA"]))

    told = caller.get(address, **sent).json()

    assert "KEN, UGA" in told["detail"]
    assert "without the key" in told["detail"]
    assert caller.get("/api/v1/organizations", {"updated_since": "2020-01-01T00:00:00Z"}, **sent).status_code == 200


def test_the_partner_profile_ends_on_its_day_and_the_key_goes_on(caller, nairobi):
    yesterday = timezone.localdate() - timedelta(days=1)
    sent = bearer(make.api_key(scopes=PARTNER, partner_until=yesterday))

    assert "hq_city" not in caller.get(nairobi.reference, **sent).json()


def test_whoever_is_at_risk_is_not_there_for_a_partner_either(caller, nairobi, curator):
    sent = bearer(make.api_key(scopes=PARTNER, countries=["KEN"]))
    never = caller.get("CSO-0000000G", **sent).json()
    actions.mark_at_risk(nairobi, reason="Threats", by=curator)

    answer = caller.get(nairobi.reference, **sent)

    assert (answer.status_code, answer.json()["type"]) == (404, never["type"])
    assert caller.get(query={"count": "exact"}, **sent).json()["count"] == 0


def test_the_last_use_is_noted_once_in_some_minutes(caller, django_assert_num_queries):
    text = make.api_key()

    caller.get("/api/v1/areas", **bearer(text))

    used = ClientKey.objects.get().last_used_at
    assert timezone.now() - used < timedelta(minutes=1)
    caller.get("/api/v1/areas", **bearer(text))
    assert ClientKey.objects.get().last_used_at == used


def test_the_requests_of_a_client_are_counted_together_whatever_its_key_and_address(caller, settings):
    settings.API_LIMITS = settings.API_LIMITS | {"keys": (3, 600), "lists": (1, 600), "reads": (1, 600)}
    client = make.client()
    first, second = make.api_key(client), make.api_key(client)

    answers = [
        caller.client.get("/api/v1/areas", headers=bearer(key), REMOTE_ADDR=address)
        for key, address in ((first, "1.1.1.1"), (second, "2.2.2.2"), (first, "3.3.3.3"), (second, "4.4.4.4"))
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"keys";q=3;w=600'
    assert 0 < int(answers[3]["Retry-After"]) <= 600
    assert caller.get("/api/v1/areas", **bearer(make.api_key())).status_code == 200


def test_whoever_goes_on_asking_with_a_key_that_opens_nothing_has_to_wait(caller, settings):
    settings.API_LIMITS = settings.API_LIMITS | {"wrong-keys": (2, 600)}

    answers = [caller.get(**bearer(f"iompr_aaaaaaaa_{number:043}")) for number in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert caller.get().status_code == 200


def test_work_of_an_hour_keeps_its_own_limit_with_a_key(caller, settings):
    settings.API_LIMITS = settings.API_LIMITS | {"match_files": (1, 3_600)}
    sent = bearer(make.api_key())

    answers = [caller.client.post("/api/v1/match/jobs", {"file": "text"}, headers=sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [422, 429]
    assert answers[0]["RateLimit-Policy"] == '"match_files";q=1;w=3600'
