"""Who has a copy is told that it is right by one small statement, and never that a wrong one is."""

import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from registry import actions
from registry.actions.listings import mend_counts
from registry.api.answers import fingerprint
from registry.models import Country, FacetBits, FreshnessPolicy, Vocabulary
from tests import make

PARTNERSHIPS = "/api/v1/partnerships"


@pytest.fixture
def two(db):
    """Riverbend, which works with IOM, and Harbour, which has a link to it."""
    riverbend, harbour = make.organization("Riverbend", hq_city="Nakuru"), make.organization("Harbour")
    make.verified(riverbend)
    make.link(harbour, riverbend)
    return riverbend, harbour


def addresses(riverbend, harbour):
    detail = f"/api/v1/organizations/{riverbend.reference}"
    return [
        "/api/v1/organizations",
        "/api/v1/organizations?fields=id,name&limit=1",
        "/api/v1/organizations?expand=names,partnerships",
        "/api/v1/organizations?format=csv",
        "/api/v1/organizations?format=jsonl",
        f"/api/v1/organizations/{harbour.reference}",
        detail,
        f"{detail}?expand=identifiers",
        f"{detail}?format=jsonld",
        f"{detail}/names",
        f"{detail}/countries",
        f"{detail}/partnerships",
        f"{detail}/history",
        PARTNERSHIPS,
        f"{PARTNERSHIPS}?format=csv",
    ]


def told(caller, address, **headers):
    """An answer with its text, also that of a file."""
    answer = caller.get(address, **headers)
    answer.text_of_it = b"".join(answer).decode()
    return answer


def asked(caller, address, tag, **headers):
    return told(caller, address, if_none_match=tag, **headers).status_code


def test_while_nothing_changes_one_small_statement_says_that_every_copy_is_right(
    caller, two, django_assert_num_queries
):
    for address in addresses(*two):
        first = told(caller, address)

        with django_assert_num_queries(1) as statements:
            again = caller.get(address, if_none_match=first["ETag"])

        assert (address, again.status_code, again.content) == (address, 304, b"")
        assert "registry_listing" not in statements[0]["sql"]
        assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
        assert again["Vary"] == first["Vary"]


def test_a_copy_that_says_the_same_is_right_whatever_else_happened(caller, two):
    detail = f"/api/v1/organizations/{two[0].reference}"
    first = {address: caller.get(address)["ETag"] for address in (detail, f"{detail}/names", PARTNERSHIPS)}

    make.organization("Another")

    assert {address: asked(caller, address, tag) for address, tag in first.items()} == dict.fromkeys(first, 304)
    again = caller.get(detail, if_none_match=first[detail])
    assert again["ETag"] == first[detail]


@pytest.mark.parametrize("how", ["in danger", "withdrawn", "renamed", "merged"])
def test_no_copy_that_names_who_is_not_there_any_more_is_right(caller, two, how):
    riverbend, harbour = two
    tags = {address: told(caller, address)["ETag"] for address in addresses(riverbend, harbour)}

    if how == "in danger":
        actions.mark_at_risk(riverbend, reason="Threats.", by=make.staff())
    elif how == "withdrawn":
        actions.archive_organization(riverbend, reason="closed", by="test")
    elif how == "merged":
        agreed = {"by": make.staff(), "reason": "The same."}
        merge = actions.propose_merge(harbour, riverbend, choices={}, **agreed)
        actions.confirm_merge(merge, by=make.staff())
    else:
        names = [{"kind": "legal", "text": "Seabend", "is_primary": True}]
        actions.edit_organization(riverbend, changes={"names": names}, by="test")

    # These do not say its name.
    parts = {f"{riverbend.reference}/{part}" for part in ("countries", "partnerships")} if how == "renamed" else set()
    for address, tag in tags.items():
        answer = told(caller, address, if_none_match=tag)
        assert answer.status_code != 304 or address.removeprefix("/api/v1/organizations/") in parts, address
        assert "Riverbend" not in answer.text_of_it or how == "merged", address


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({"lang": "fr"}, {}),
        ({}, {"accept_language": "fr"}),
        ({"format": "csv"}, {}),
        ({}, {"accept": "text/csv"}),
        ({"limit": "1"}, {}),
        ({"fields": "id"}, {}),
        ({"expand": "names"}, {}),
        ({"as_of": timezone.localdate().isoformat()}, {}),
        ({"q": "riverbend"}, {}),
        ({"count": "exact"}, {}),
    ],
)
def test_a_copy_of_something_else_is_not_right(caller, two, query, headers):
    tag = caller.get()["ETag"]

    answer = caller.get(query=query, if_none_match=tag, **headers)

    assert b"".join(answer)
    assert answer.status_code == 200


def test_the_tag_of_one_address_is_none_of_another(caller, two):
    every = addresses(*two)
    tags = {address: told(caller, address)["ETag"] for address in every}

    assert len(set(tags.values())) == len(every)
    assert {asked(caller, PARTNERSHIPS, tag) for address, tag in tags.items() if address != PARTNERSHIPS} == {200}


def test_what_a_key_opens_is_never_confirmed_by_the_tag_of_nobody_nor_the_other_way_round(caller, two):
    detail = f"/api/v1/organizations/{two[0].reference}"
    with_key = {"authorization": f"Bearer {make.api_key(scopes=('read', 'read:partner'))}"}

    of_nobody, of_partner = caller.get(detail)["ETag"], caller.get(detail, **with_key)["ETag"]

    assert (asked(caller, detail, of_nobody, **with_key), asked(caller, detail, of_partner)) == (200, 200)
    assert asked(caller, detail, of_partner, **with_key) == 304


def test_a_wrong_key_opens_nothing_to_who_has_a_copy(caller, two):
    tag = caller.get()["ETag"]

    assert asked(caller, "/api/v1/organizations", tag, authorization="Bearer nonsense") == 401


def test_how_old_things_are_is_told_anew_each_day(caller, two, monkeypatch):
    every = ["/api/v1/organizations?expand=partnerships", PARTNERSHIPS]
    tags = {address: told(caller, address)["ETag"] for address in every}
    FreshnessPolicy.objects.filter(kind="partnership").delete()
    assert {asked(caller, address, tag) for address, tag in tags.items()} == {200}
    FreshnessPolicy.objects.create(kind="partnership", due_after_days=1_500, stale_after_days=3_000)
    tags = {address: told(caller, address)["ETag"] for address in every}

    later = timezone.localdate() + timedelta(days=4_000)
    monkeypatch.setattr(timezone, "localdate", lambda *_: later)

    assert {asked(caller, address, tag) for address, tag in tags.items()} == {200}


def test_other_words_for_a_code_make_another_copy(caller, two):
    address = f"/api/v1/organizations/{two[0].reference}/countries"
    tag = caller.get(address)["ETag"]

    Country.objects.update(name_en="Elsewhere")
    Vocabulary.objects.filter(pk="countries").update(sha256="0" * 64)

    assert asked(caller, address, tag) == 200


def test_a_code_list_is_the_same_until_other_words_come(caller, two, django_assert_num_queries):
    tag = caller.get("/api/v1/areas")["ETag"]

    with django_assert_num_queries(1):
        assert asked(caller, "/api/v1/areas", tag) == 304
    assert asked(caller, "/api/v1/areas", tag, accept_language="fr") == 200
    Vocabulary.objects.filter(pk="areas").update(version="2099.1", sha256="0" * 64)

    assert asked(caller, "/api/v1/areas", tag) == 200


def test_a_page_that_is_there_already_counts_as_a_request(caller, two, settings):
    settings.API_LIMITS = settings.API_LIMITS | {"lists": (3, 600)}
    tag = caller.get()["ETag"]

    answers = [caller.get(if_none_match=tag) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [304, 304, 429]
    assert [answer["RateLimit"].split(";t=")[0] for answer in answers[:2]] == ['"lists";r=1', '"lists";r=0']


@pytest.mark.parametrize(
    "made_up", ['"{0}.{1}"', '"{0}."', '".{1}"', '"."', '"{0}.{2}"', "W/", '"", ""', '"{1}.{0}"', '"a.b", "c.d"']
)
def test_a_tag_that_was_not_given_out_confirms_nothing(caller, two, made_up):
    version, seal = caller.get()["ETag"].strip('"').split(".")
    make.organization("Another")
    now = caller.get()["ETag"].strip('"').split(".")[1]

    tag = made_up.format(version, now, seal)

    assert asked(caller, "/api/v1/organizations", tag) == 200


def test_any_of_several_tags_and_a_weak_one_will_do(caller, two):
    tag = caller.get()["ETag"]

    assert asked(caller, "/api/v1/organizations", f'"other", W/{tag}') == 304
    assert asked(caller, "/api/v1/organizations", "*") == 304
    assert caller.get(if_match=tag).status_code == 200
    assert caller.get(if_match='"other"').status_code == 412


@contextmanager
def after_the_bits(happens):
    """Something that happens after the first statement that reads who has a facet, and before the next one."""
    left = [happens]

    def wrapper(execute, sql, parameters, many, context):
        found = execute(sql, parameters, many, context)
        if left and "registry_facetbits" in sql:
            left.pop()()
        return found

    with connection.execute_wrapper(wrapper):
        yield


def names_in(answer):
    return [row.get("name") or row["organization_name"] for row in answer.json()["results"]]


def moved(riverbend, harbour):
    actions.edit_organization(riverbend, changes={"hq_country": Country.objects.get(pk="NER")}, by="test")


def left_and_another_came(riverbend, harbour):
    actions.mark_at_risk(riverbend, reason="Threats.", by=make.staff())
    make.organization("Elsewhere", hq_country_id="NER")


@pytest.mark.parametrize("happens", [moved, left_and_another_came])
def test_a_page_that_was_read_while_something_changed_is_not_confirmed_after_it(caller, happens):
    both = make.organization("Riverbend", hq_country_id="KEN"), make.organization("Harbour", hq_country_id="KEN")
    wanted = {"country_of_work": "KEN"}

    with after_the_bits(lambda: happens(*both)):
        between = caller.get(query=wanted)

    after = caller.get(query=wanted, if_none_match=between["ETag"])
    assert after.status_code == 200 or names_in(between) == names_in(caller.get(query=wanted))
    assert names_in(caller.get(query=wanted)) == ["Harbour"]


def test_a_page_of_partnerships_that_was_read_while_one_came_is_not_confirmed_after_it(caller, two):
    newcomer = make.organization("Newcomer")
    wanted = {"country": "NER"}

    with after_the_bits(lambda: make.verified(newcomer, country="NER")):
        between = caller.get(PARTNERSHIPS, query=wanted)

    after = caller.get(PARTNERSHIPS, query=wanted, if_none_match=between["ETag"])
    assert after.status_code == 200 or names_in(between) == names_in(caller.get(PARTNERSHIPS, query=wanted))


def test_who_comes_into_a_list_when_its_counts_are_mended_is_in_no_copy(caller):
    make.organization("Riverbend", hq_country_id="KEN")
    wanted = {"country_of_work": "KEN"}
    FacetBits.objects.filter(value="country_of_work:KEN").delete()
    FacetBits.objects.filter(value="country:KEN").delete()
    wrong = caller.get(query=wanted)

    mend_counts()

    assert names_in(wrong) == []
    assert names_in(caller.get(query=wanted, if_none_match=wrong["ETag"])) == ["Riverbend"]


def test_another_release_or_another_address_of_the_site_confirms_no_copy(caller, two, settings, tmp_path):
    (tmp_path / "blocks.py").write_text("tell_everything()")
    before = fingerprint([tmp_path])
    (tmp_path / "blocks.py").write_text("tell_less()")
    assert fingerprint([tmp_path]) != before

    address = f"/api/v1/organizations/{two[0].reference}/names"
    tag = caller.get(address)["ETag"]
    settings.SITE_ORIGIN = "https://elsewhere.example"

    here, there = (made.strip('"').split(".") for made in (tag, caller.get(address)["ETag"]))
    assert here[0] == there[0]
    assert here[1] != there[1]


def test_while_the_database_is_away_whoever_has_a_copy_is_told_like_everybody(caller, two):
    tag = caller.get()["ETag"]

    def away(execute, sql, parameters, many, context):
        raise OperationalError("the connection is lost")

    with connection.execute_wrapper(away):
        answers = [caller.get(if_none_match=given) for given in (tag, "")]

    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "5")] * 2


def test_a_thousand_tags_are_no_more_work_than_a_few(caller, two, settings):
    settings.API_LIMITS = settings.API_LIMITS | {"lists": (1, 600)}
    caller.get()
    many = ",".join(f'"{number:032x}.{number:032x}"' for number in range(110))

    def spent(tags):
        start = time.process_time()
        for _ in range(20):
            assert caller.get(if_none_match=tags).status_code == 429
        return time.process_time() - start

    assert spent(many) < 3 * spent('"a"') + 0.05


def test_other_conditions_are_weighed_as_ever(caller, two):
    address = f"/api/v1/organizations/{two[0].reference}"
    tag = caller.get(address)["ETag"]
    long_ago = {"if_unmodified_since": "Mon, 01 Jan 2001 00:00:00 GMT"}

    assert caller.get(address, if_none_match=tag, **long_ago).status_code == 412
    foreign = caller.get(address, if_match=tag.split(".")[0] + '.of my own"')
    assert "of my own" not in foreign.get("ETag", "")
    assert "Content-Type" not in caller.get(address, if_none_match=tag)
