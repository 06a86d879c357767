"""Criteria: shipped once, changed in drafts, published whole in three languages, and never changed after."""

import json
import re
import threading

import pytest
from babel.messages.catalog import Message
from django.db import IntegrityError, connections, transaction

from observers import actions
from observers.actions.criteria import CLOCKS, FOLDER, SET_FIELDS
from observers.models import Application, CriteriaSet, Criterion
from observers.queries.criteria import LANGUAGES, documents_to_prepare, in_order, missing_in_criteria
from observers.states import CriteriaSetState
from registry.actions import record
from registry.errors import Contradiction, Refused, Stale, Unpublishable
from registry.management.translation_rules import problems_of
from registry.models import Change, Document, Provenance
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db

# DOMAIN: what a source on IOM says. Nothing else may be called IOM's.
ATTESTED = ["C-FIELD", "C-INTL", "C-REQUEST", "C-NOVOTE", "C-RULES", "C-NGO"]
BY_ANALOGY = [
    *("C-LEGAL", "C-NONPROFIT", "C-GOV", "C-MANDATE", "C-AIMS", "C-RESPECT", "C-TRACK", "C-REACH", "C-FIN"),
    *("C-SANCT", "C-SAFE"),
]
NEW = {
    "code": "C-NEW",
    "kind": "declaration",
    "word_limit": 0,
    "provenance": "local",
    **{f"{field}_{code}": f"{field} {code}" for field in ("name", "text", "source") for code in LANGUAGES},
}


@pytest.fixture
def officer():
    return make.staff(Function.DECISION_OFFICER, name="Officer")


@pytest.fixture
def live():
    return CriteriaSet.objects.live()


@pytest.fixture
def draft(live, officer):
    return actions.new_version(live, by=officer)


def application(criteria_set, **fields):
    return Application.objects.create(
        organization=make.organization(), criteria_set=criteria_set, correspondent=make.user(), **fields
    )


# --- The shipped set ----------------------------------------------------------------------------------------------


def test_the_shipped_set_is_live_and_marked_as_to_be_confirmed(live):
    assert (live.code, live.number, live.citation) == ("mc-inf-300", 2, "MC/INF/300, 4 November 2010")
    assert live.is_to_be_confirmed
    assert "not available" in live.note_en
    assert missing_in_criteria(live) == []


def test_only_what_a_source_on_iom_says_is_called_attested(live):
    criteria = in_order(live)

    assert [c.code for c in criteria if c.provenance == Provenance.ATTESTED] == ATTESTED
    assert [c.code for c in criteria if c.provenance == Provenance.ANALOGY] == BY_ANALOGY
    assert [c.code for c in criteria if not (c.source_en and c.source_fr and c.source_es)] == []


def test_no_time_limit_is_promised_for_iom(live):
    assert [name for name in CLOCKS if getattr(live, name) is not None] == ["rounds"]


def test_numbers_come_from_the_bodies_that_they_are_taken_from(live):
    least = {c.code: c.least for c in in_order(live) if c.least}

    assert least == {"C-LEGAL": 2, "C-REACH": 3}


def test_little_is_asked_of_an_organization_that_the_registry_knows(live):
    """Two answers that reviewers cannot do without, four different documents, and nobody signs on paper."""
    criteria = in_order(live)

    assert [c.code for c in criteria if c.asks_answer and c.kind == Criterion.Kind.JUDGEMENT] == ["C-FIELD", "C-INTL"]
    assert [c.code for c in criteria if c.asks_answer and c.kind != Criterion.Kind.JUDGEMENT] == ["C-GOV", "C-TRACK"]
    assert [[c.code for c in d["criteria"]] for d in documents_to_prepare(criteria)] == [
        ["C-LEGAL", "C-NONPROFIT"],
        ["C-GOV", "C-MANDATE"],
        ["C-FIN"],
        ["C-SAFE"],
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_shipped_file_says_everything_in_three_languages_and_nothing_else(path):
    told = json.loads(path.read_text(encoding="utf-8"))
    fields = ("name", "text", "guidance")

    assert set(told) == {"code", "number", "criteria", *SET_FIELDS}
    for criterion in told["criteria"]:
        assert [f"{f}_{code}" for f in fields for code in LANGUAGES if not criterion[f"{f}_{code}"].strip()] == []
        assert len({bool(criterion[f"evidence_{code}"]) for code in LANGUAGES}) == 1
        assert criterion["document_kind"] in {"", *Document.Kind.values}


@pytest.mark.parametrize("language", ["fr", "es"])
def test_shipped_texts_keep_the_rules_of_their_language(language, live):
    """No-break spaces, quotation marks, apostrophes: as in the catalogues of the pages."""
    faults = []
    for thing in (live, *in_order(live)):
        for field in ("name", "note") if thing is live else ("name", "text", "guidance", "evidence"):
            english, text = (getattr(thing, f"{field}_{code}") for code in ("en", language))
            if english:
                faults += [
                    (str(thing), field, problem.reason)
                    for problem in problems_of(Message(english), Message(english, text), language, 2)
                ]

    assert faults == []


def test_sentences_of_the_shipped_set_are_short(live):
    texts = [getattr(c, f"{field}_en") for c in in_order(live) for field in ("text", "guidance", "evidence")]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s", text)]

    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []


def test_loading_twice_changes_nothing():
    before = (CriteriaSet.objects.count(), Criterion.objects.count(), Change.objects.count())

    assert actions.load_criteria(by="test") == []

    assert (CriteriaSet.objects.count(), Criterion.objects.count(), Change.objects.count()) == before


def test_what_staff_published_stays_live_when_a_set_is_shipped(live, draft, officer, monkeypatch, tmp_path):
    actions.publish_criteria(draft, by=officer)
    told = json.loads((FOLDER / "mc-inf-300.json").read_text()) | {"code": "another"}
    (tmp_path / "another.json").write_text(json.dumps(told))
    monkeypatch.setattr("observers.actions.criteria.FOLDER", tmp_path)

    [loaded] = actions.load_criteria(by="test")

    assert loaded.state == CriteriaSetState.DRAFT
    assert CriteriaSet.objects.live() == draft


# --- A new version ------------------------------------------------------------------------------------------------


def test_a_new_version_is_a_draft_with_everything_of_the_one_before(live, draft):
    assert (draft.code, draft.number, draft.state) == (live.code, live.number + 1, CriteriaSetState.DRAFT)
    assert draft.published_at is None
    assert [str(c) for c in in_order(draft)] == [str(c) for c in in_order(live)]
    assert Change.objects.about(draft.reference).get().verb == "criteria.version_made"


def test_there_is_one_draft_at_a_time(live, draft, officer):
    with pytest.raises(Refused, match="Version 3 is a draft already"):
        actions.new_version(live, by=officer)


def test_a_draft_that_was_given_up_makes_room_for_another(live, draft, officer):
    actions.retire_criteria(draft, by=officer)

    assert actions.new_version(live, by=officer).number == live.number + 2


# --- Writing a draft ----------------------------------------------------------------------------------------------


def test_an_edit_writes_what_changed_and_nothing_else(draft, officer):
    changed = actions.edit_criteria_set(draft, changes={"review_days": 60, "rounds": 2}, by=officer, version=1)

    assert (changed.review_days, changed.version) == (60, 2)
    assert Change.objects.about(draft.reference).get(verb="criteria.edited").diff == {"review_days": [None, 60]}
    assert actions.edit_criteria_set(draft, changes={"review_days": 60}, by=officer).version == 2


def test_whoever_opened_an_older_version_is_told(draft, officer):
    actions.edit_criteria_set(draft, changes={"review_days": 60}, by=officer, version=1)
    criterion = draft.criteria.get(code="C-FIELD")

    with pytest.raises(Stale):
        actions.edit_criteria_set(draft, changes={"review_days": 30}, by=officer, version=1)
    with pytest.raises(Stale):
        actions.edit_criterion(criterion, changes={"name_en": "Field"}, by=officer, version=1)
    with pytest.raises(Stale):
        actions.publish_criteria(draft, by=officer, version=1)


def test_a_criterion_is_added_at_the_end(draft, officer):
    criterion = actions.add_criterion(draft, by=officer, **NEW)

    assert in_order(draft)[-1] == criterion
    assert Change.objects.about(draft.reference).get(verb="criteria.criterion_added").diff["criterion"] == [
        None,
        "C-NEW",
    ]


def test_a_code_stands_once_in_a_version(draft, officer):
    with pytest.raises(Contradiction, match="There is a criterion with this code already"):
        actions.add_criterion(draft, by=officer, **NEW | {"code": "C-FIELD"})


def test_a_criterion_is_edited(draft, officer):
    criterion = actions.edit_criterion(draft.criteria.get(code="C-REACH"), changes={"least": 2}, by=officer, version=1)

    assert criterion.least == 2
    assert Change.objects.about(draft.reference).get(verb="criteria.criterion_edited").diff == {
        "criterion": ["C-REACH", "C-REACH"],
        "least": [3, 2],
    }


@pytest.mark.parametrize(
    ("code", "up", "first"),
    [
        ("C-INTL", True, ["C-INTL", "C-FIELD", "C-REQUEST"]),
        ("C-FIELD", False, ["C-INTL", "C-FIELD", "C-REQUEST"]),
        ("C-FIELD", True, ["C-FIELD", "C-INTL", "C-REQUEST"]),
    ],
)
def test_a_criterion_changes_places_with_its_neighbour(code, up, first, draft, officer):
    actions.move_criterion(draft.criteria.get(code=code), up=up, by=officer)

    assert [c.code for c in in_order(draft)][:3] == first


def test_the_history_keeps_the_texts_of_a_criterion_that_was_removed(draft, officer):
    actions.remove_criterion(draft.criteria.get(code="C-SAFE"), by=officer)

    assert not draft.criteria.filter(code="C-SAFE").exists()
    diff = Change.objects.about(draft.reference).get(verb="criteria.criterion_removed").diff
    assert diff["criterion"] == ["C-SAFE", None]
    assert diff["text_fr"][0].startswith("Votre organisation a des règles contre la fraude")


def test_a_criterion_that_a_colleague_removed_is_not_edited(draft, officer):
    criterion = draft.criteria.get(code="C-SAFE")
    actions.remove_criterion(criterion, by=officer)

    with pytest.raises(Refused, match="Somebody else removed this criterion"):
        actions.edit_criterion(criterion, changes={"least": 1}, by=officer)


# --- What was published never changes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        lambda live, by: actions.edit_criteria_set(live, changes={"rounds": 9}, by=by),
        lambda live, by: actions.add_criterion(live, by=by, **NEW),
        lambda live, by: actions.edit_criterion(live.criteria.first(), changes={"least": 9}, by=by),
        lambda live, by: actions.move_criterion(live.criteria.first(), up=False, by=by),
        lambda live, by: actions.remove_criterion(live.criteria.first(), by=by),
        lambda live, by: actions.publish_criteria(live, by=by),
    ],
    ids=["edit", "add", "edit criterion", "move", "remove", "publish"],
)
def test_verbs_refuse_to_change_what_was_published(act, live, officer):
    with pytest.raises(Refused):
        act(live, officer)


@pytest.mark.parametrize(
    "write",
    [
        lambda live: CriteriaSet.objects.filter(pk=live.pk).update(rounds=9),
        lambda live: CriteriaSet.objects.filter(pk=live.pk).update(state="draft"),
        lambda live: live.criteria.update(least=9),
        lambda live: live.criteria.all().delete(),
        lambda live: Criterion.objects.create(criteria_set=live, code="X", kind="document", source_en="s"),
    ],
    ids=["edit", "back to draft", "edit criteria", "remove criteria", "add a criterion"],
)
def test_the_database_refuses_whatever_the_code_forgets(write, live):
    with pytest.raises(IntegrityError, match="Published criteria never change"), transaction.atomic():
        write(live)


def test_a_criterion_of_a_draft_is_not_slipped_into_a_published_set(live, draft):
    with pytest.raises(IntegrityError, match="Published criteria never change"), transaction.atomic():
        draft.criteria.filter(code="C-FIELD").update(criteria_set=live, code="C-SLIPPED")


# --- Publishing and retiring --------------------------------------------------------------------------------------


def test_publishing_retires_the_version_that_was_live(live, draft, officer):
    published = actions.publish_criteria(draft, by=officer)

    assert CriteriaSet.objects.live() == published
    assert (published.published_by, published.published_at is not None) == (officer, True)
    live.refresh_from_db()
    assert live.state == CriteriaSetState.RETIRED
    assert list(
        Change.objects.filter(verb__in=["criteria.published", "criteria.retired"])
        .order_by("-pk")
        .values_list("verb", "subject")[:2]
    ) == [("criteria.published", draft.reference), ("criteria.retired", live.reference)]


def test_an_application_keeps_the_version_it_began_by(live, draft, officer):
    begun = application(live)

    actions.publish_criteria(draft, by=officer)

    begun.refresh_from_db()
    assert begun.criteria_set == live


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text_fr": ""}, "C-LEGAL: text in French"),
        ({"name_es": " "}, "C-LEGAL: name in Spanish"),
        ({"guidance_fr": ""}, "C-LEGAL: guidance in French"),
        ({"evidence_es": ""}, "C-LEGAL: evidence in Spanish"),
        ({"document_kind": ""}, "C-LEGAL: the kind of document"),
        ({"least": None}, "C-LEGAL: the number to compare with"),
        ({"source_en": ""}, "C-LEGAL: source in English"),
    ],
)
def test_a_version_with_a_gap_is_not_published_and_the_gap_is_named(change, words, live, draft, officer):
    actions.edit_criterion(draft.criteria.get(code="C-LEGAL"), changes=change, by=officer)

    with pytest.raises(Unpublishable, match=f"Missing: {words}"):
        actions.publish_criteria(draft, by=officer)

    assert CriteriaSet.objects.live() == live


def test_a_text_that_no_language_has_is_no_gap(draft, officer):
    none = {f"guidance_{code}": "" for code in LANGUAGES}
    actions.edit_criterion(draft.criteria.get(code="C-LEGAL"), changes=none, by=officer)

    assert actions.publish_criteria(draft, by=officer).state == CriteriaSetState.PUBLISHED


def test_every_gap_is_named_at_once(officer):
    empty = CriteriaSet.objects.create(code="empty", number=1, name_en="Empty", note_fr="Une note")

    assert missing_in_criteria(empty) == [
        "the citation",
        "name in French",
        "name in Spanish",
        "note in English",
        "note in Spanish",
        "at least one criterion",
    ]


def test_a_version_is_retired_once_and_nobody_can_start_by_it(live, officer):
    actions.retire_criteria(live, by=officer)

    assert CriteriaSet.objects.live() is None
    with pytest.raises(Refused, match="the state of these criteria is “Retired”"):
        actions.retire_criteria(live, by=officer)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_versions_published_at_once_one_is_live():
    """And an application that begins meanwhile waits for nobody in a circle."""
    officer, organization = make.staff(Function.DECISION_OFFICER), make.organization()
    live = CriteriaSet.objects.live()
    drafts = [actions.new_version(live, by=officer)]
    facts = {field: getattr(live, field) for field in SET_FIELDS}
    drafts.append(CriteriaSet.objects.create(code="another", number=1, **facts))
    actions.add_criterion(drafts[1], by=officer, **NEW)
    begun = Application(organization=organization, criteria_set=live, correspondent=officer)
    together, failed = threading.Barrier(3), []

    def act(verb):
        try:
            together.wait(timeout=10)
            verb()
        except Exception as exception:
            failed.append(exception)
        finally:
            connections.close_all()

    def begin():
        with transaction.atomic():
            begun.save()
            record("application.started", subject=begun.reference, by=officer)

    verbs = [lambda draft=draft: actions.publish_criteria(draft, by=officer) for draft in drafts]
    threads = [threading.Thread(target=act, args=[verb]) for verb in (*verbs, begin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert failed == []
    assert CriteriaSet.objects.filter(state=CriteriaSetState.PUBLISHED).count() == 1
    assert Application.objects.get().criteria_set == live
