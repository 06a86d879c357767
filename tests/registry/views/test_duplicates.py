"""The queue of possible duplicates, the answers to it, and what the pages of organizations say of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import actions
from registry.matching import Evidence
from registry.models import Change, DuplicatePair, Organization
from registry.queries import evidence
from registry.roles import Function
from registry.states import PairState
from registry.views import evidence_words
from tests import make

pytestmark = pytest.mark.django_db
QUEUE = "/en/staff/duplicates/"
NEW = "/en/staff/organizations/new/"


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def decide(client, pair, verdict, **fields):
    address = reverse("registry:duplicate-decide", args=[pair.reference])
    return client.post(address, {"verdict": verdict, "version": pair.version} | fields)


def page(client, address=QUEUE):
    return client.get(address).content.decode()


# --- The queue ----------------------------------------------------------------------------------------------------


def test_a_line_says_who_how_sure_and_why(signed_in):
    one, other = make.organization("Quiet Hill Radio"), make.organization("Radio Quiet Hill", hq_country_id="UGA")
    make.pair(
        one,
        other,
        agreeing=[
            {"code": "type", "values": ["ngo"]},
            {"code": "similar_name", "values": ["Quiet Hill Radio", "Radio Quiet Hill"]},
        ],
        conflicting=[{"code": "country", "values": ["KEN", "UGA"]}],
    )

    text = page(signed_in)

    assert "Likely the same" in text
    assert text.index("Similar names: Quiet Hill Radio and Radio Quiet Hill") < text.index("Same type: ")
    assert "Different countries: Kenya; and Uganda" in text
    assert reverse("registry:duplicate-compare", args=[one.reference, other.reference]) in text


def test_the_surest_stand_first(signed_in):
    make.pair(make.organization("Possible One"), score=0.3)
    make.pair(make.organization("Likely One"), score=0.95)

    text = page(signed_in)

    assert text.index("Likely One") < text.index("Possible One")


def test_the_tabs_count_what_the_filter_leaves(signed_in):
    make.pair(make.organization(hq_country_id="UGA"), make.organization(hq_country_id="UGA"))
    make.pair(make.organization(hq_country_id="FJI"), make.organization(hq_country_id="FJI"))

    tabs = signed_in.get(f"{QUEUE}?country=UGA").context["tabs"]

    assert [tab["count"] for tab in tabs] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("", {"Likely", "Possible"}),
        ("?sure=likely", {"Likely"}),
        ("?sure=possible", {"Possible"}),
        ("?country=UGA", {"Possible"}),
        ("?country=KEN&sure=possible", {"Possible"}),
        ("?country=FJI", set()),
        ("?country=nowhere&sure=perhaps&tab=all&page=x", {"Likely", "Possible"}),
        ("?tab=different", {"Decided"}),
        ("?tab=same", set()),
    ],
)
def test_filters_and_tabs_show_what_they_say(signed_in, curator, question, shown):
    make.pair(make.organization("Likely Name"), score=0.95)
    make.pair(make.organization("Possible Name", hq_country_id="UGA"), score=0.3)
    pair = make.pair(make.organization("Decided Name"))
    actions.decide_pair(pair, verdict=PairState.DIFFERENT, by=curator)

    text = page(signed_in, QUEUE + question)

    assert {name for name in ("Likely", "Possible", "Decided") if f"{name} Name</bdi>" in text} == shown


@pytest.mark.parametrize("count", [1, 3])
def test_a_queue_costs_the_same_for_one_pair_and_for_three(signed_in, count):
    for _number in range(count):
        pair = make.pair()
        make.partnership(pair.first)
    page(signed_in)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(signed_in)

    assert len(queries) == 16


def test_hostile_names_stay_text(signed_in):
    name = "<script>alert(1)</script> Aid"
    make.pair(make.organization(name), make.organization("Another"), agreeing=[{"code": "acronym", "values": [name]}])

    text = page(signed_in)

    assert "<script>alert(1)" not in text
    assert text.count("&lt;script&gt;alert(1)") >= 2


def test_an_empty_queue_says_what_will_appear(signed_in):
    assert "Records are compared every night" in page(signed_in)
    assert "No pair fits" in page(signed_in, f"{QUEUE}?country=KEN")


# --- Answers ------------------------------------------------------------------------------------------------------


def test_an_answer_is_kept_and_leads_back_to_where_it_was_given(signed_in, curator):
    pair = make.pair()

    answer = decide(signed_in, pair, "different", next=f"{QUEUE}?sure=likely")

    pair.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"{QUEUE}?sure=likely")
    assert (pair.state, pair.decided_by) == (PairState.DIFFERENT, curator)
    assert "You are asked again only when" in page(signed_in)


def test_an_answer_never_leads_to_another_site(signed_in):
    answer = decide(signed_in, make.pair(), "different", next="https://elsewhere.example/")

    assert answer["Location"] == QUEUE


def test_the_second_of_two_is_told_what_the_first_answered(signed_in, steward):
    pair = make.pair()
    actions.decide_pair(pair, verdict=PairState.SAME, by=steward)

    answer = decide(signed_in, pair, "different")

    assert answer.status_code == 409
    assert "Steward answered meanwhile: The same organization" in answer.content.decode()


def test_to_overrule_an_answer_takes_a_reason(signed_in, steward):
    pair = actions.decide_pair(make.pair(), verdict=PairState.SAME, by=steward)

    assert "Say why you decide otherwise" in decide(signed_in, pair, "different").content.decode()
    assert decide(signed_in, pair, "different", reason="Two statutes").status_code == 302


@pytest.mark.parametrize(
    ("function", "countries", "status"),
    [
        (Function.CURATOR, ["KEN"], 302),
        (Function.CURATOR, ["UGA"], 302),
        (Function.CURATOR, ["FJI"], 403),
        (Function.DATA_STEWARD, [], 302),
        (Function.REVIEWER, [], 403),
        (Function.AUDITOR, [], 403),
    ],
)
def test_who_keeps_one_of_the_two_records_decides(client, function, countries, status):
    pair = make.pair(make.organization(), make.organization(hq_country_id="UGA"))
    client.force_login(make.staff(function, countries=countries))

    assert "Compare" in page(client)
    assert ("Not the same<span" in page(client)) is (status == 302)
    assert decide(client, pair, "different").status_code == status


@pytest.mark.parametrize("sent", [{"verdict": "open"}, {"verdict": "closed"}, {"verdict": ""}, {"verdict": "<b>"}])
def test_an_answer_that_there_is_not_is_not_found(signed_in, sent):
    address = reverse("registry:duplicate-decide", args=[make.pair().reference])

    assert signed_in.post(address, sent).status_code == 404


# --- Who may not know of one of the two ---------------------------------------------------------------------------


def test_a_pair_with_a_record_in_danger_is_not_there_for_who_may_not_know_of_it(client, curator):
    """Not in the list, not in a count, not on the page of the other record, not by its address."""
    one, hidden = make.organization("Quiet Hill Radio"), make.organization("Hidden Hill Radio")
    pair = make.pair(one, hidden)
    record = reverse("registry:organization-edit", args=[one.reference])
    compare = reverse("registry:duplicate-compare", args=[one.reference, hidden.reference])
    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))
    assert hidden.reference in page(client, record)

    actions.mark_at_risk(hidden, reason="threats", by=curator)

    queue, record_page = page(client), page(client, record)
    assert hidden.reference not in queue + record_page
    assert '<span class="count">0</span>' in queue
    assert "may be there twice" not in record_page
    assert decide(client, pair, "different").status_code == 404
    assert client.get(compare).status_code == 404


def test_who_answers_for_it_sees_the_pair(signed_in, curator):
    pair = make.pair()
    actions.mark_at_risk(pair.second, reason="threats", by=curator)

    assert pair.second.reference in page(signed_in)
    assert pair.second.reference in page(signed_in, reverse("registry:organization-edit", args=[pair.first.reference]))


PRIVATE = [
    {"code": "email", "values": ["office@quiet-hill.example"]},
    {"code": "phone", "values": ["700123456"]},
    {"code": "domain", "values": ["quiet-hill.example"]},
]


@pytest.mark.parametrize(
    ("function", "spelled"), [(Function.CURATOR, True), (Function.REVIEWER, True), (Function.AUDITOR, False)]
)
def test_what_only_contacts_say_is_spelled_out_to_who_may_read_them(function, spelled):
    pair = make.pair(agreeing=PRIVATE)

    words = " ".join(evidence_words.agreeing_words(pair, make.staff(function)))

    assert ("quiet-hill" in words) is spelled
    assert ("700123456" in words) is spelled
    assert "telephone number" in words


def test_a_website_is_no_secret_and_what_contacts_of_one_in_danger_say_is(curator, auditor):
    site = make.organization(website="https://www.quiet-hill.example/x")
    pair = make.pair(site, agreeing=PRIVATE)

    assert "Same website or mail domain: quiet-hill.example" in evidence_words.agreeing_words(pair, auditor)
    pair.first.is_at_risk = True
    assert "700123456" not in " ".join(evidence_words.agreeing_words(pair, curator))


@pytest.mark.parametrize("code", list(Evidence))
def test_every_kind_of_evidence_has_its_words(code):
    assert code in evidence.AGREEING
    assert code in evidence.CONFLICTING
    assert code in evidence.ORDER


def test_evidence_as_the_engine_tells_it_is_told_in_words(curator):
    """Whatever `compare` gives as values finds its place in the sentences."""
    facts = {"presences": [{"country": "KEN", "admin1": "Nairobi"}], "website": "https://hill.example"}
    make.organization("Quiet Hill Radio", acronym="QHR", **facts)
    make.organization("Radio of Quiet Hill", acronym="QHR", types=["media"], **facts)
    actions.scan_duplicates(by="test")
    pair = DuplicatePair.objects.get()

    agreeing = evidence_words.agreeing_words(pair, curator)

    assert agreeing[0].startswith("Similar names: ")
    assert {"Same acronym: QHR", "Country in common: Kenya", "Same website or mail domain: hill.example"} <= set(
        agreeing
    )
    assert [words[:15] for words in evidence_words.conflicting_words(pair, curator)] == ["Different types"]


# --- While it is typed --------------------------------------------------------------------------------------------


def typed(client, name, **fields):
    return client.get(NEW, {"names-0-text": name, "names-0-kind": "legal"} | fields, headers={"HX-Request": "true"})


@pytest.mark.parametrize("name", ["Qui", "quiet hil", "QHR", "Hill Radio Quite", "راديو"])
def test_possible_matches_show_while_a_name_is_typed_with_why(signed_in, name):
    other = make.organization("Quiet Hill Radio", acronym="QHR", names=[{"kind": "local", "text": "راديو التل الهادئ"}])

    answer = typed(signed_in, name)

    text = answer.content.decode()
    assert other.reference in text
    assert "like what you typed" in text or "Similar names" in text or "Same acronym" in text
    assert "<html" not in text
    assert "HX-Request" in answer["Vary"]


def test_two_letters_look_for_nothing(signed_in):
    other = make.organization("Quiet Hill Radio")

    assert other.reference not in typed(signed_in, "Qu").content.decode()


def test_an_identifier_or_a_website_finds_it_under_any_name(signed_in):
    other = make.organization(
        "Quiet Hill Radio", identifiers=[{"scheme": "XI-IATI", "value": "KE-77"}], website="https://hill.example"
    )

    by_number = typed(signed_in, "Wholly Else", **{"identifiers-0-scheme": "XI-IATI", "identifiers-0-value": "KE-77"})
    by_website = typed(signed_in, "Wholly Else", website="hill.example/about")

    assert other.reference in by_number.content.decode()
    assert "Same number in a register" in by_number.content.decode()
    assert other.reference in by_website.content.decode()


def test_what_is_typed_does_not_find_one_in_danger(client, curator):
    hidden = make.organization("Hidden Hill Radio", identifiers=[{"scheme": "XI-IATI", "value": "KE-77"}])
    actions.mark_at_risk(hidden, reason="threats", by=curator)
    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))

    text = typed(client, "Hidden Hill Radio", **{"identifiers-0-scheme": "XI-IATI", "identifiers-0-value": "KE-77"})

    assert hidden.reference not in text.content.decode()
    assert "No record looks like" in text.content.decode()


def test_a_contacts_address_is_not_given_away_by_typing_its_domain(signed_in):
    other = make.organization("Quiet Hill Radio")
    make.contact(other, email="office@private.example")

    assert other.reference not in typed(signed_in, "Wholly Else", website="private.example").content.decode()


@pytest.mark.parametrize(
    "data", [{"website": "https://["}, {"hq_country": "Atlantis\0"}, {"names-0-text": "\0\0\0<b>"}]
)
def test_what_makes_no_sense_yet_is_no_trouble(signed_in, data):
    assert signed_in.get(NEW, data, headers={"HX-Request": "true"}).status_code == 200


def test_without_script_a_button_looks_and_writes_nothing(signed_in):
    other = make.organization("Quiet Hill Radio")
    before = Change.objects.count()

    answer = signed_in.post(
        NEW,
        {
            "look": "1",
            "names-TOTAL_FORMS": "1",
            "names-INITIAL_FORMS": "0",
            "names-0-text": "Quiet Hill Radios",
            "names-0-kind": "legal",
            "places-TOTAL_FORMS": "0",
            "places-INITIAL_FORMS": "0",
            "identifiers-TOTAL_FORMS": "0",
            "identifiers-INITIAL_FORMS": "0",
            "hq_city": "Old Town",
        },
    )

    text = answer.content.decode()
    assert answer.status_code == 200
    assert other.reference in text
    assert "Old Town" in text
    assert (Organization.objects.count(), Change.objects.count()) == (1, before)
