"""The pages of screening: for who judges, and no word of it anywhere else."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import actions
from registry.models import Change, Message, ScreeningMatch, WatchList
from registry.queries.screening import visible_matches
from registry.roles import Function, MemberRole
from registry.states import MatchState
from tests import make
from tests.registry import watch_lists
from tests.registry.watch_lists import LATER, entity

pytestmark = pytest.mark.django_db
QUEUE, LISTS, NEW = "/en/staff/screening/", "/en/staff/screening/lists/", "/en/staff/screening/lists/new/"


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def page(client, address=QUEUE):
    return client.get(address).content.decode()


def act(match, name):
    return reverse(f"registry:match-{name}", args=[match.reference])


def answer(client, match, verdict, reason="Another town.", **facts):
    return client.post(act(match, "judge"), {"verdict": verdict, "reason": reason, "version": match.version} | facts)


def as_(client, function, **facts):
    client.force_login(make.staff(function, **facts))
    return client


@pytest.mark.parametrize("function", [Function.CURATOR, Function.DATA_STEWARD])
def test_who_judges_finds_the_queue_and_the_match(client, function):
    match = make.match()

    assert match.entry.number in page(as_(client, function))
    assert "nothing is blocked by it" in page(client, match.get_absolute_url())


@pytest.mark.parametrize("function", sorted(set(Function) - {Function.CURATOR, Function.DATA_STEWARD}))
def test_nobody_else_on_the_staff_is_let_in(client, function):
    match = make.match()
    as_(client, function)

    for address in (QUEUE, LISTS, NEW, match.get_absolute_url(), act(match, "reopen")):
        assert client.get(address).status_code == 403
    assert answer(client, match, "cleared").status_code == 403
    assert QUEUE not in page(client, "/en/staff/organizations/")


def test_to_members_there_is_nothing_here(client):
    match = make.match()
    client.force_login(make.member(match.organization, role=MemberRole.ADMIN))

    for address in (QUEUE, LISTS, match.get_absolute_url()):
        assert client.get(address).status_code == 404


def test_a_curator_of_other_countries_is_told_of_no_match(client):
    match = make.match()
    as_(client, Function.CURATOR, countries=["FJI"])

    assert match.organization.name not in page(client)
    assert client.get(match.get_absolute_url()).status_code == 404
    assert answer(client, match, "cleared").status_code == 404
    assert client.get(NEW).status_code == 403


def test_a_match_of_an_organization_in_danger_is_told_only_to_who_answers_for_it(curator):
    match = make.match()
    abroad = make.staff(Function.CURATOR, countries=["TCD"])
    make.partnership(match.organization, country="TCD")

    assert visible_matches(abroad).get() == match
    actions.mark_at_risk(match.organization, reason="Threats.", by=curator)
    assert not visible_matches(abroad).exists()
    assert visible_matches(curator).get() == match


def test_both_sides_stand_beside_each_other_with_the_reasons(signed_in, curator):
    make.organization("Zarkun Valley Trust", names=[{"kind": "translation", "text": "Fonds Zarkun", "language": "fr"}])
    zarqun = entity("XXe.001", "ZARQUN VALLEY TRUST", aliases=[("Old Zarqun", "f.k.a.")], countries=["Kenya"])
    watch_lists.load(zarqun, by=curator)
    actions.screen(by="test")

    told = page(signed_in, ScreeningMatch.objects.get().get_absolute_url())

    for words in (
        "A similar name",
        "Country agrees: Kenya",
        "Fonds Zarkun",
        "Old Zarqun",
        "formerly known as",
        "XXe.001",
    ):
        assert words in told
    assert "27 February 2026" in told


def test_an_answer_is_kept_and_the_queue_is_shorter(signed_in, curator):
    match = make.match()

    response = answer(signed_in, match, "cleared")

    assert response.status_code == 302
    assert "No match to judge" in page(signed_in)
    assert match.organization.name in page(signed_in, f"{QUEUE}?tab=cleared")
    assert "Another town." in page(signed_in, match.get_absolute_url())


def test_the_second_person_reads_who_said_so_and_confirms(client, signed_in):
    match = make.match()
    answer(signed_in, match, "confirmed", "Same address.")
    match.refresh_from_db()

    again = answer(signed_in, match, "confirmed")
    assert again.status_code == 409
    assert "Ask a colleague" in again.content.decode()

    as_(client, Function.CURATOR, name="Second Person")
    assert "Same address." in page(client, match.get_absolute_url())
    answer(client, match, "confirmed")
    match.refresh_from_db()
    assert match.state == MatchState.CONFIRMED


@pytest.mark.parametrize(("sent", "words"), [({"reason": ""}, "Say why"), ({"verdict": "closed"}, "Select a valid")])
def test_an_answer_that_says_too_little_comes_back_with_what_was_typed(signed_in, sent, words):
    match = make.match()

    response = answer(signed_in, match, **({"verdict": "cleared"} | sent))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert f'href="/fr/staff/screening/{match.reference}/"' in response.content.decode()
    match.refresh_from_db()
    assert match.state == MatchState.OPEN


def test_who_answers_second_is_told_in_words(signed_in, curator):
    match = make.match()
    actions.judge_match(match, verdict=MatchState.CLEARED, reason="Mine.", by=curator)

    response = answer(signed_in, match, "cleared")

    assert response.status_code == 409
    assert "while you were looking" in response.content.decode()


def test_an_answered_match_is_asked_again_for_a_reason(signed_in, curator):
    match = make.match()
    actions.judge_match(match, verdict=MatchState.CLEARED, reason="Mine.", by=curator)

    assert signed_in.post(act(match, "reopen"), {"reason": ""}).status_code == 422
    assert signed_in.post(act(match, "reopen"), {"reason": "A letter came."}).status_code == 302
    match.refresh_from_db()
    assert match.state == MatchState.OPEN


def test_names_of_a_list_are_shown_as_text(signed_in):
    match = make.match(make.organization("<script>alert(1)</script>"))
    match.entry.name, match.entry.remarks = "<img src=x>", "<b>bold</b>"
    match.entry.save()

    told = page(signed_in) + page(signed_in, match.get_absolute_url())

    assert "<script>alert" not in told
    assert "<img src=x>" not in told
    assert "<b>bold</b>" not in told


def test_a_newer_list_is_sent_and_an_older_one_is_refused_in_words(signed_in):
    zarqun = entity("XXe.001", "ZARQUN VALLEY TRUST")

    def send(made):
        file = ContentFile(watch_lists.text(zarqun, made=made).encode(), name="consolidated.xml")
        return signed_in.post(NEW, {"file": file})

    assert send(LATER).status_code == 302
    told = page(signed_in, LISTS)
    assert "27 March 2026" in told
    assert "Entities: 1. Persons: 1. Names: 2." in told

    older = send(watch_lists.MADE)
    assert older.status_code == 422
    assert "Only a newer list is taken" in older.content.decode()
    assert WatchList.objects.count() == 1


def test_a_file_that_is_no_list_is_refused_in_words(signed_in):
    response = signed_in.post(NEW, {"file": ContentFile(b"%PDF-1.7", name="letter.pdf")})

    assert response.status_code == 422
    assert "damaged or was cut off" in response.content.decode()


@pytest.mark.parametrize("address", [QUEUE, LISTS])
def test_an_empty_page_says_what_will_appear(signed_in, address):
    assert "empty" in page(signed_in, address)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_one_and_for_three(signed_in, count):
    make.match()
    page(signed_in)
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(signed_in)
    for _number in range(count - 1):
        make.match()

    with CaptureQueriesContext(connection) as several:
        page(signed_in)

    assert len(several) == len(one)


def test_no_word_of_a_match_stands_anywhere_else(client, curator):
    """Public profile, directory, API, the record's pages of staff and members, their histories, mails and the desk."""
    organization = make.organization("Almond Valley Trust")
    match = make.match(organization)
    actions.judge_match(match, verdict=MatchState.CONFIRMED, reason="Almondish reason.", by=curator)
    actions.judge_match(match, verdict=MatchState.CONFIRMED, reason="Almondish too.", by=make.staff())
    secrets = (match.reference, match.entry.number, match.entry.name, "Almondish", "watch list")
    reference = organization.reference
    member = [f"/en/my/organizations/{reference}/{part}" for part in ("", "history/", "documents/", "settings/")]
    staff = [f"/en/staff/organizations/{reference}/{part}" for part in ("", "history/", "notes/", "sources/")]
    public = [f"/en/organizations/{reference}", "/en/organizations/", f"/api/v1/organizations/{reference}"]
    public += ["/api/v1/changes", f"/api/v1/organizations/{reference}/history"]
    read = 0

    for user, addresses in (
        (None, public),
        (make.member(organization, role=MemberRole.ADMIN), [*public, *member]),
        (make.staff(Function.REVIEWER), [*public, *staff, "/en/staff/"]),
        (curator, [f"/en/staff/organizations/{reference}/history/", f"/en/staff/organizations/{reference}/"]),
    ):
        client.logout()
        if user:
            client.force_login(user)
        for address in addresses:
            response = client.get(address, follow=True)
            read += response.status_code == 200
            for secret in secrets:
                assert secret not in response.content.decode(), (address, secret)
    assert read >= 8
    assert not Message.objects.filter(subject_reference__in=[match.reference, reference]).exists()
    assert not Change.objects.exclude(op="").filter(verb__startswith="match.").exists()
