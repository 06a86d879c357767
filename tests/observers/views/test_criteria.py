"""The staff's pages of criteria: everybody on the staff reads, decision officers write, others find nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from observers import actions
from observers.models import CriteriaSet
from observers.queries.criteria import in_order
from observers.states import CriteriaSetState
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """A visit to a page in French leaves the thread in French."""
    translation.activate("en")
    yield
    translation.activate("en")


@pytest.fixture
def officer():
    return make.staff(Function.DECISION_OFFICER, name="Officer")


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def live():
    return CriteriaSet.objects.live()


@pytest.fixture
def draft(live, officer):
    return actions.new_version(live, by=officer)


def address(name, criteria_set, *code):
    return reverse(f"observers:{name}", args=[criteria_set.reference, *code])


def typed(page, **changes):
    """What a browser sends back of the form that `page` shows, with some of it changed."""
    form = page.context["form"]
    # An unticked box and an empty number are not sent; a nought is.
    fields = {bound.name: bound.value() for bound in form if bound.value() is not None and bound.value() is not False}
    return fields | {"version": page.context["criteria_set"].version} | changes


# --- Reading ------------------------------------------------------------------------------------------------------


def test_everybody_on_the_staff_reads_criteria_and_only_officers_get_buttons(client, curator, officer, draft):
    client.force_login(curator)
    told = [client.get(reverse("observers:criteria-list")), client.get(draft.get_absolute_url())]

    assert [page.status_code for page in told] == [200, 200]
    assert "Decision officers can change criteria." in told[1].content.decode()
    assert "Publish this version" not in told[1].content.decode()
    client.force_login(officer)
    assert "Publish this version" in client.get(draft.get_absolute_url()).content.decode()


@pytest.mark.parametrize("there", ["%00", "CRI-AAAAAAAA", "CRI-AAAAAAAA/C-FIELD/edit", "%20/preview"])
def test_an_address_that_leads_nowhere_says_so(there, signed_in):
    assert signed_in.get(f"/en/staff/criteria/{there}/").status_code == 404


@pytest.mark.parametrize("name", ["criteria-publish", "criteria-retire", "criteria-new-version"])
def test_who_may_not_change_criteria_is_forbidden(name, client, curator, draft):
    client.force_login(curator)

    assert client.post(address(name, draft)).status_code == 403


def test_an_officer_of_some_countries_does_not_change_what_all_are_judged_by(client, draft):
    client.force_login(make.staff(Function.DECISION_OFFICER, countries=["KEN"]))

    assert client.get(address("criteria-edit", draft)).status_code == 403


def test_to_members_there_is_nothing(client, member, draft):
    client.force_login(member)

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_list_says_where_each_version_is_used(signed_in, live, draft):
    page = signed_in.get(reverse("observers:criteria-list"))

    assert [(one.number, one.state, one.asked, one.applied) for one in page.context["sets"]] == [
        (3, "draft", 17, 0),
        (2, "published", 17, 0),
    ]


def test_the_list_costs_the_same_for_one_version_and_for_three(signed_in, live, officer):
    costs = []
    signed_in.get(reverse("observers:criteria-list"))
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(reverse("observers:criteria-list"))
        costs.append(len(queries))
        for _version in range(2):
            actions.retire_criteria(actions.new_version(live, by=officer), by=officer)

    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Legally established"), ("fr", "Existence légale"), ("es", "Constitución legal")],
)
def test_the_preview_shows_what_applicants_read_in_each_language(language, name, signed_in, draft):
    preview = signed_in.get(address("criteria-preview", draft), {"language": language}).content.decode()
    actions.publish_criteria(draft, by="test")
    public = signed_in.get(f"/{language}/observers/criteria/").content.decode()

    assert name in preview
    start, end = '<section class="stack stack--s" aria-labelledby="h-C-FIELD">', "</section>"
    shown = [page[page.index(start) :][: page[page.index(start) :].index(end)] for page in (preview, public)]
    assert shown[0] == shown[1]


# --- Writing ------------------------------------------------------------------------------------------------------


def test_a_new_set_is_made_translated_published_and_used_without_code(signed_in, live):
    there = signed_in.post(address("criteria-new-version", live)).url
    draft = CriteriaSet.objects.get(state=CriteriaSetState.DRAFT)
    form = signed_in.get(address("criteria-edit", draft))
    signed_in.post(address("criteria-edit", draft), typed(form, name_fr="Nouveaux critères", review_days=60))
    form = signed_in.get(address("criterion-edit", draft, "C-REACH"))
    signed_in.post(address("criterion-edit", draft, "C-REACH"), typed(form, text_es="Trabaja en dos países.", least=2))

    draft.refresh_from_db()
    answer = signed_in.post(address("criteria-publish", draft), {"version": draft.version})

    assert (there, answer.url) == (draft.get_absolute_url(), draft.get_absolute_url())
    assert CriteriaSet.objects.live() == draft
    assert "Nouveaux critères" in signed_in.get("/fr/observers/criteria/").content.decode()
    assert "Trabaja en dos países." in signed_in.get("/es/observers/self-check/").content.decode()
    assert "60 working days" in signed_in.get("/en/observers/apply/").content.decode()


def test_a_form_that_nobody_changed_changes_nothing(signed_in, draft):
    form = signed_in.get(address("criterion-edit", draft, "C-GOV"))
    before = {name: getattr(draft.criteria.get(code="C-GOV"), name) for name in form.context["form"].fields}

    signed_in.post(address("criterion-edit", draft, "C-GOV"), typed(form))

    draft.refresh_from_db()
    assert draft.version == 1
    assert before == {name: getattr(draft.criteria.get(code="C-GOV"), name) for name in before}


def test_a_criterion_is_added_moved_and_removed(signed_in, draft):
    texts = {f"{field}_{code}": "Words" for field in ("name", "text") for code in ("en", "fr", "es")}
    new = {"code": "c-new", "kind": "declaration", "word_limit": 0, "provenance": "local", "source_en": "A memo"}

    signed_in.post(address("criterion-new", draft), texts | new)
    signed_in.post(address("criterion-move", draft, "C-NEW"), {"to": "up"})
    signed_in.post(address("criterion-move", draft, "C-FIELD"), {"to": "down"})
    signed_in.post(address("criterion-remove", draft, "C-SANCT"))

    codes = [criterion.code for criterion in in_order(draft)]
    assert (codes[:2], codes[-2:], len(codes)) == (["C-INTL", "C-FIELD"], ["C-NEW", "C-SAFE"], 17)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "C LEGAL"}, "Write capital letters, digits and single hyphens only."),
        ({"code": "C-FIELD"}, "There is a criterion with this code already."),
        ({"text_en": ""}, "Write something here."),
        ({"document_kind": ""}, "Choose which document is needed, or say that none is."),
        ({"source_url": "nowhere"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(changes, words, signed_in, draft):
    form = signed_in.get(address("criterion-edit", draft, "C-LEGAL"))

    answer = signed_in.post(
        address("criterion-edit", draft, "C-LEGAL"), typed(form, guidance_en="My own words", **changes)
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "My own words" in answer.content.decode()


def test_of_two_at_once_the_second_sees_both_texts_and_chooses(signed_in, draft):
    mine = signed_in.get(address("criterion-edit", draft, "C-LEGAL"))
    criterion = draft.criteria.get(code="C-LEGAL")
    actions.edit_criterion(criterion, changes={"name_en": "Theirs", "name_es": "De ellos"}, by="test")

    answer = signed_in.post(
        address("criterion-edit", draft, "C-LEGAL"), typed(mine, name_en="Mine", least=4, name_es="Constitución legal")
    )

    assert answer.status_code == 409
    told = answer.content.decode()
    assert [words in told for words in ("Theirs", "Mine", "De ellos")] == [True] * 3
    again = typed(answer, name_en="Mine", least=4) | {"keep-name_es": "theirs", "keep-name_en": "mine"}
    assert signed_in.post(address("criterion-edit", draft, "C-LEGAL"), again).status_code == 302
    criterion.refresh_from_db()
    assert (criterion.name_en, criterion.name_es, criterion.least) == ("Mine", "De ellos", 4)


def test_what_was_published_is_read_only(signed_in, live):
    page = signed_in.get(live.get_absolute_url()).content.decode()

    assert "it never changes" in page
    assert address("criterion-edit", live, "C-FIELD") not in page
    assert signed_in.get(address("criteria-edit", live)).url == live.get_absolute_url()
    refused = signed_in.post(address("criterion-remove", live, "C-FIELD"))
    assert refused.status_code == 409
    assert "Make a new version" in refused.content.decode()


def test_what_is_missing_is_named_and_nothing_can_be_published(signed_in, draft):
    actions.edit_criterion(draft.criteria.get(code="C-FIN"), changes={"text_fr": ""}, by="test")

    page = signed_in.get(draft.get_absolute_url()).content.decode()

    assert "C-FIN: text in French" in page
    assert "Publish this version" not in page
    refused = signed_in.post(address("criteria-publish", draft), {"version": 2})
    assert refused.status_code == 409
    assert "C-FIN: text in French" in refused.content.decode()


def test_a_version_that_changed_meanwhile_is_not_published_unseen(signed_in, draft):
    actions.edit_criteria_set(draft, changes={"rounds": 3}, by="test")

    assert signed_in.post(address("criteria-publish", draft), {"version": 1}).status_code == 409


def test_a_version_is_retired(signed_in, live):
    signed_in.post(address("criteria-retire", live))

    assert CriteriaSet.objects.live() is None
    assert "Nobody can start an application now." in signed_in.get(reverse("observers:criteria-list")).content.decode()


def test_publishing_is_asked_once_more_with_what_cannot_be_undone(signed_in, live, draft):
    page = signed_in.get(address("criteria-publish", draft)).content.decode()

    assert f"version {live.number}. Applications that began by that one keep it. This cannot be undone." in page
    assert f'name="version" value="{draft.version}"' in page
    assert CriteriaSet.objects.live() == live
    assert signed_in.get(address("criteria-publish", live)).url == live.get_absolute_url()
