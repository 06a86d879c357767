"""The public door without scripts: search, claim, add; and that an organization in danger leaves no trace."""

import re
from urllib.parse import quote, quote_plus

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import actions
from registry.importers.documents import CleanFile
from registry.models import Claim, Joining, Organization
from registry.roles import MemberRole
from registry.states import ClaimState
from registry.views import claims
from tests import make

pytestmark = pytest.mark.django_db
SEARCH, NEW, CLAIMS = "/en/register/", "/en/register/new/", "/en/staff/claims/"
PAPER = CleanFile("application/pdf", b"%PDF-1.7 a letter")
HOSTILE = "<script>alert(1)</script> Relief"


@pytest.fixture
def phone():
    cache.clear()  # tries are counted by the hour
    person = make.user(name="Amina")
    phone = Client()
    phone.force_login(person)
    phone.person = person
    return phone


@pytest.fixture
def riverbend():
    return make.organization(
        "Riverbend Relief",
        acronym="RBR",
        names=[{"kind": "translation", "text": "Secours du Méandre", "language": "fr"}],
        website="https://www.riverbend.example",
        identifiers=[{"scheme": "unpp", "value": "Q 12345"}],
    )


def signed_in(person):
    phone = Client()
    phone.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return phone


def page(client, address, **data):
    return client.get(address, data).content.decode()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Riverbend Relief", "The same name"),
        ("riverbend releif", "A similar name"),
        ("secours du meandre", "The same name: Secours du Méandre"),
        ("RBR", "The same acronym: RBR"),
        ("Q12345", "The same identifier: Q 12345"),
        ("riverbend.example", "The same website: riverbend.example"),
        ("https://riverbend.example/about", "The same website: riverbend.example"),
        ("amina@riverbend.example", "The same website: riverbend.example"),
    ],
)
def test_an_organization_is_found_with_the_reason_why(typed, reason, client, riverbend):
    shown = page(client, SEARCH, q=typed)

    assert reason in shown
    assert reverse("registry:register-claim", args=[riverbend.reference]) in shown
    assert "None of these: add ours" in shown


def test_a_name_that_looks_like_a_domain_is_a_name_too(client):
    make.organization("Lantern.org")

    assert "The same name" in page(client, SEARCH, q="lantern.org")


def test_those_of_the_country_come_first(client):
    make.organization("Harbour Aid", hq_country_id="KEN")
    there = make.organization("Harbour Aid", hq_country_id="TCD")

    shown = page(client, SEARCH, q="Harbour Aid", country="Chad")

    assert re.search(r"register/(CSO-\w+)/claim", shown)[1] == there.reference
    assert "Works in Chad" in shown


def test_while_typing_only_the_results_come_and_from_the_third_letter_on(client, riverbend):
    two, three = (
        client.get(SEARCH, {"q": typed}, headers={"HX-Request": "true"}).content.decode() for typed in ("ri", "riv")
    )

    assert "<html" not in three
    assert "Riverbend Relief" in three
    assert "None of these" not in two
    assert "nothing" not in two


def test_what_was_typed_goes_along_to_the_form_of_a_new_one(phone):
    shown = page(phone, SEARCH, q="Nobody Knows Us")
    link = re.search(r'href="(/en/register/new/\?[^"]+)"', shown)[1].replace("&amp;", "&")

    assert 'value="Nobody Knows Us"' in page(phone, link)
    assert 'value="https://nobody.example"' in page(phone, f"{NEW}?website=nobody.example")


def test_hostile_words_stay_words(client, phone):
    make.organization(HOSTILE)

    for shown in (page(client, SEARCH, q=HOSTILE), page(phone, f"{NEW}?name={quote(HOSTILE)}")):
        assert "<script>alert" not in shown
    assert client.get(SEARCH, {"q": "\0" * 5 + "x" * 5000}).status_code == 200


@pytest.mark.parametrize("typed", ["Silent Harbour", "SLH", "silent.example", "me@silent.example", "reference"])
def test_an_organization_in_danger_leaves_no_trace(typed, client, curator):
    hidden = make.organization("Silent Harbour", acronym="SLH", website="https://silent.example")
    make.organization("Riverbend Relief")
    actions.mark_at_risk(hidden, reason="a test", by=curator)
    typed = hidden.reference if typed == "reference" else typed
    nonsense = (
        "CSO-00000000"
        if typed == hidden.reference
        else "".join("Q" if letter.isupper() else "q" if letter.islower() else letter for letter in typed)
    )

    with CaptureQueriesContext(connection) as of_hidden:
        answer = page(client, SEARCH, q=typed)
    with CaptureQueriesContext(connection) as of_nothing:
        expected = page(client, SEARCH, q=nonsense)

    assert without(answer, typed) == without(expected, nonsense)
    assert len(of_hidden) == len(of_nothing)
    claim = client.get(reverse("registry:register-claim", args=[hidden.reference]))
    assert claim.status_code == 404


def without(text, typed):
    """The page without what was typed, also where it is in the way back after signing in."""
    text = re.sub(r"/account/login/\?next=[^\"]+", "", text)
    for form in (quote_plus(typed), quote(typed), typed.replace("@", "%40"), typed):
        text = text.replace(form, "TYPED")
    return text


def test_the_search_costs_the_same_for_one_and_for_three(client):
    counts = []
    for n in (1, 3):
        for place in range(n):
            make.organization(f"Lantern Aid {n}{place}")
        page(client, SEARCH, q="Lantern Aid")
        with CaptureQueriesContext(connection) as queries:
            page(client, SEARCH, q="Lantern Aid")
        counts.append(len(queries))

    assert counts[0] == counts[1]


# --- Claiming -----------------------------------------------------------------------------------------------------


def test_without_an_account_she_learns_why_and_how_to_come_back(client, riverbend):
    address = reverse("registry:register-claim", args=[riverbend.reference])

    shown = page(client, address)

    assert "First an account" in shown
    assert f"next={quote(address, safe='')}" in shown
    assert client.session["come_back"] == address
    assert client.post(address).headers["Location"].startswith("/en/account/login/")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"proof": "domain"}, "Write your e-mail address at the organization."),
        ({"proof": "domain", "email": "a@gmail.com"}, "Anybody can have such an address."),
        ({"proof": "domain", "email": "a@other.example"}, "not on a domain that we know"),
        ({"proof": "document"}, "Choose a file."),
        ({"proof": "document"}, "Write one sentence about what you do there."),
        ({}, "This field is required."),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_sent(sent, told, phone, riverbend):
    response = phone.post(reverse("registry:register-claim", args=[riverbend.reference]), sent)

    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Claim.objects.exists()


def test_nobody_tries_all_domains(phone, riverbend):
    address = reverse("registry:register-claim", args=[riverbend.reference])

    told = [phone.post(address, {"proof": "domain", "email": f"a@try{n}.example"}).content.decode() for n in range(11)]

    assert "not on a domain that we know" in told[9]
    assert "You tried ten times within an hour." in told[10]


def test_a_document_goes_through_the_same_door_as_all_documents(phone, riverbend):
    address = reverse("registry:register-claim", args=[riverbend.reference])
    sent = {"proof": "document", "note": "I keep the books."}

    refused = phone.post(address, sent | {"file": SimpleUploadedFile("a.pdf", b"<html>no paper</html>")})

    assert refused.status_code == 422
    assert "I keep the books." in refused.content.decode()


def test_the_contact_on_record_is_never_shown(phone, riverbend):
    make.contact(riverbend, email="secret.head@hidden-domain.example")

    response = phone.get(reverse("registry:register-claim", args=[riverbend.reference]))

    assert "hidden-domain" not in response.content.decode()


def test_looking_at_the_link_uses_nothing_and_a_used_one_says_so(phone, riverbend):
    actions.ask_claim(riverbend, email="a@riverbend.example", by=phone.person)
    Claim.objects.update(token_sha256=actions.hash_token("token"))
    address = reverse("registry:claim-proof", args=["token"])

    assert "Confirm that you asked" in page(phone, address)
    assert "Another account asked" in page(signed_in(make.user()), address)
    assert Claim.objects.get().state == ClaimState.ASKED

    phone.post(reverse("registry:claim-prove", args=["token"]))
    assert Claim.objects.get().state == ClaimState.SHOWN
    assert phone.get(address).status_code == 410


def test_she_sees_her_claims_and_takes_one_back(phone, riverbend):
    claim = actions.ask_claim(riverbend, email="a@riverbend.example", by=phone.person)
    assert "Riverbend Relief" in page(phone, "/en/my/")
    assert "until" in page(phone, "/en/my/")

    phone.post(reverse("registry:claim-withdraw", args=[claim.reference]))

    assert Claim.objects.get().state == ClaimState.WITHDRAWN


def test_her_own_claim_does_not_tell_the_name_of_who_is_in_danger_now(phone, riverbend, curator):
    actions.ask_claim(riverbend, email="a@riverbend.example", by=phone.person)

    actions.mark_at_risk(riverbend, reason="a test", by=curator)

    assert "Riverbend" not in page(phone, "/en/my/")


def test_administrators_decide_on_their_team_page(riverbend):
    administrator = make.member(riverbend)
    claim = actions.ask_claim(riverbend, file=PAPER, note="I keep the books.", by=make.user(name="Bo Invented"))
    phone = signed_in(administrator)
    team = reverse("registry:team", args=[riverbend.reference])
    keys = [riverbend.reference, claim.reference]
    assert "Bo Invented" in page(phone, team)
    stranger, reader = make.member(), make.member(riverbend, role=MemberRole.READER)
    told = [signed_in(one).post(reverse("registry:team-claim-accept", args=keys)) for one in (stranger, reader)]
    assert [response.status_code for response in told] == [404, 403]

    unexplained = phone.post(reverse("registry:team-claim-refuse", args=keys), follow=True)
    assert "Write the reason" in unexplained.content.decode()
    phone.post(reverse("registry:team-claim-accept", args=keys))

    assert riverbend.memberships.count() == 3
    assert "Who asks to be let in" not in page(phone, team)


# --- Adding -------------------------------------------------------------------------------------------------------

OURS = {"name": "Invented Newcomers", "country": "Chad", "type": "ngo", "level": "local", "sentence": "We listen."}


def test_a_new_organization_is_added_and_waits_in_review(phone):
    response = phone.post(NEW, OURS, follow=True)

    organization = Organization.objects.get()
    assert (organization.state, organization.hq_country_id) == ("in_review", "TCD")
    assert organization.description_en == "We listen."
    assert "in review" in response.content.decode()


@pytest.mark.parametrize("name", ["Riverbend Relief", "Rlverbend Relief", "Riverbend Releif", "R\u0456verbend Relief"])
def test_a_near_name_must_be_answered_and_is_marked(name, phone, riverbend, curator):
    asked = phone.post(NEW, OURS | {"name": name})
    assert asked.status_code == 422
    assert "may be in the directory already" in asked.content.decode()
    assert Organization.objects.count() == 1

    phone.post(NEW, OURS | {"name": name, "is_another": "1"})

    assert Joining.objects.get().near == [riverbend.reference]
    queue = page(signed_in(curator), CLAIMS)
    link = f'<a href="/en/staff/organizations/{riverbend.reference}/"><bdi>Riverbend Relief</bdi></a>'
    assert f'<p>Said to be none of:</p><ul class="plain"><li>{link}</li></ul>' in queue


def test_an_organization_in_danger_is_no_near_name(phone, riverbend, curator):
    actions.mark_at_risk(riverbend, reason="a test", by=curator)

    phone.post(NEW, OURS | {"name": "Riverbend Relief", "website": "https://riverbend.example"})

    assert Joining.objects.get().near == []


def test_a_branch_names_its_headquarters_and_is_not_asked_about_them(phone, riverbend):
    shown = page(phone, f"{NEW}?branch_of={riverbend.reference}")
    assert "As a local branch of Riverbend Relief" in shown

    phone.post(f"{NEW}?branch_of={riverbend.reference}", OURS | {"name": "Riverbend Relief"})

    assert Organization.objects.get(state="in_review").links.get().to_organization == riverbend


def test_a_fourth_thing_at_once_is_refused_in_words_and_what_was_typed_stays(phone, riverbend):
    for name in ("One", "Two", "Three"):
        actions.join_organization(names=[{"kind": "legal", "text": f"{name} of Ours"}], by=phone.person)

    response = phone.post(NEW, OURS)

    assert response.status_code == 422
    assert "3 organizations already" in response.content.decode()
    assert "We listen." in response.content.decode()


# --- The staff's queue --------------------------------------------------------------------------------------------


def test_the_queue_costs_the_same_for_one_and_for_three(curator, riverbend):
    phone, counts = signed_in(curator), []
    for n in range(3):
        actions.ask_claim(riverbend, file=PAPER, note="A sentence.", by=make.user())
        actions.join_organization(
            names=[{"kind": "legal", "text": f"Newcomers 0{n}x", "is_primary": True}],
            by=make.user(),
            near=[riverbend.reference],
            branch_of=riverbend.reference,
        )
        page(phone, CLAIMS)
        with CaptureQueriesContext(connection) as queries:
            page(phone, CLAIMS)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_new_organizations_have_pages_of_their_own(curator, riverbend, monkeypatch):
    monkeypatch.setattr(claims, "PAGE", 1)
    phone = signed_in(curator)
    for name in ("Lantern", "Orchard"):
        actions.ask_claim(riverbend, file=PAPER, note="A sentence.", by=make.user(name=f"Claimant {name}"))
        actions.join_organization(names=[{"kind": "legal", "text": f"{name} of Ours"}], by=make.user())

    first, second = page(phone, CLAIMS), page(phone, CLAIMS, new=2)

    assert [name in first for name in ("Lantern of Ours", "Orchard of Ours")] == [True, False]
    assert [name in second for name in ("Lantern of Ours", "Orchard of Ours")] == [False, True]
    assert "Claimant Lantern" in first
    assert "Claimant Lantern" in second
    assert '<nav class="pager" aria-label="New organizations in review">' in first
    assert 'href="?new=2" rel="next"' in first
    assert 'href="?new=2&amp;page=2" rel="next"' in second


def test_a_curator_reads_what_was_sent_and_the_reading_is_noted(curator, riverbend):
    claim = actions.ask_claim(riverbend, file=PAPER, note="I keep the books.", by=make.user())
    phone = signed_in(curator)

    assert "I keep the books." in page(phone, f"{CLAIMS}{claim.reference}/")
    response = phone.get(f"{CLAIMS}{claim.reference}/document/")

    assert b"".join(response.streaming_content) == PAPER.data
    assert "attachment" in response.headers["Content-Disposition"]


def test_a_refusal_needs_a_reason_and_the_second_decision_is_told(curator, steward, riverbend):
    claim = actions.ask_claim(riverbend, file=PAPER, note="I keep the books.", by=make.user())
    address = f"{CLAIMS}{claim.reference}/refuse/"
    first, second = signed_in(curator), signed_in(steward)

    assert first.post(address).status_code == 422
    first.post(address, {"reason": "Nobody knows you."})
    late = second.post(f"{CLAIMS}{claim.reference}/accept/")
    told = page(second, f"{CLAIMS}{claim.reference}/")

    assert late.status_code == 409
    assert "already refused" in late.content.decode()
    assert "Answered by Curator on" in told
    assert "Reason: Nobody knows you." in told
    assert "Reason: Nobody knows you." in page(signed_in(claim.person), "/en/my/")
