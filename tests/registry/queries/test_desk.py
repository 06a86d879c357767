"""The desk: what waits for whom, by the day it is due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry import actions
from registry.models import Change, ImportBatch, ItemKind, Note, Organization
from registry.queries import desk
from registry.roles import Function
from registry.states import ImportState
from tests import make

pytestmark = pytest.mark.django_db


def proposal(name="Harbour Light", country="KEN"):
    organization = make.organization(name, hq_country_id=country)
    member = make.member(organization)
    return actions.change_own_record(organization, changes={"founded": 1991}, by=member)


def waiting(user, **asked):
    return [(kind, subject) for kind, subject, *_rest in desk.items(user, **asked)]


def ago(row, **fields):
    """Let a row say that it is older."""
    type(row).objects.filter(pk=row.pk).update(**{name: timezone.now() - span for name, span in fields.items()})


def a_file(**fields):
    return ImportBatch.objects.create(
        file="imports/a.csv", file_name="list.csv", size=1, sha256="0" * 64, uploaded_by=make.user(), **fields
    )


def one_of_each(by):
    """{kind: reference} of one waiting thing of each kind, brought by `by` where a person brings it."""
    new, twin, other = (make.organization(name) for name in ("New", "Twin", "Other"))
    actions.send_to_review(new, by=by)
    pair = make.pair(twin, other)
    merge = actions.propose_merge(twin, other, choices={}, reason="The same", by=by)
    concern = actions.add_note(new, kind=Note.Kind.CONCERN, text="Hm", review_on=timezone.localdate(), by=by)
    note = actions.add_note(new, kind=Note.Kind.REMARK, text="Hm", review_on=timezone.localdate(), by=by)
    in_danger = actions.mark_at_risk(make.organization("In danger"), reason="Threats", by=by)
    actions.propose_lifting_risk(in_danger, by=by)
    return {
        ItemKind.PROPOSAL: proposal().reference,
        ItemKind.REGISTRATION: new.reference,
        ItemKind.DUPLICATE: pair.reference,
        ItemKind.MERGE: merge.reference,
        ItemKind.CONCERN: concern.reference,
        ItemKind.NOTE: note.reference,
        ItemKind.LIFTING: in_danger.reference,
    }


def test_one_of_each_kind_waits_for_a_colleague(curator):
    expected = one_of_each(by=make.staff(Function.CURATOR))

    found = waiting(curator)

    assert sorted(found) == sorted((str(kind), subject) for kind, subject in expected.items())
    assert desk.waiting(curator) == desk.counts(curator).views["all"] == len(expected)


def test_nobody_is_asked_to_be_her_own_second_person(curator):
    one_of_each(by=curator)

    kinds = {kind for kind, _subject in waiting(curator)}

    assert kinds == {"proposal", "registration", "duplicate", "note"}


@pytest.mark.parametrize("function", [Function.AUDITOR, Function.REVIEWER, Function.ROUTER])
def test_nothing_waits_for_who_decides_nothing(function, curator):
    one_of_each(by=curator)
    reader = make.staff(function)

    assert (waiting(reader), desk.waiting(reader), desk.counts(reader).views["all"]) == ([], 0, 0)


def test_a_curator_of_one_country_sees_what_waits_there():
    here, _elsewhere = proposal("Here", "FJI"), proposal("Elsewhere", "KEN")

    abroad = make.staff(Function.CURATOR, countries=["FJI"])

    assert waiting(abroad) == [("proposal", here.reference)]


def test_what_is_in_danger_elsewhere_is_neither_shown_nor_counted():
    hidden = proposal("In danger", "KEN")
    actions.mark_at_risk(hidden.organization, reason="Threats", by=make.staff(Function.CURATOR))

    abroad = make.staff(Function.CURATOR, countries=["FJI"])

    assert (waiting(abroad), desk.waiting(abroad)) == ([], 0)
    assert waiting(abroad, q="In danger") == []


def test_what_is_due_first_stands_first(curator):
    late, early = proposal("Late"), proposal("Early")
    ago(late, proposed_at=timedelta(days=1))
    ago(early, proposed_at=timedelta(days=12))

    assert waiting(curator) == [("proposal", early.reference), ("proposal", late.reference)]
    assert waiting(curator, view=desk.OVERDUE) == [("proposal", early.reference)]
    counted = desk.counts(curator)
    assert (counted.views["overdue"], counted.this_week) == (1, 1)
    assert (timezone.now() - counted.oldest).days == 12


def test_the_time_of_a_record_in_review_begins_when_it_was_sent_there(curator):
    old = make.organization("Old")
    ago(old, created_at=timedelta(days=900))
    actions.send_to_review(Organization.objects.get(pk=old.pk), by=curator)

    ((_kind, _subject, _owner, since, _due),) = desk.items(curator, view=desk.NEW)

    assert since == Change.objects.get(verb="organization.in_review").at


def test_a_note_comes_before_it_counts_no_more(curator):
    organization, today = make.organization("Noted"), timezone.localdate()
    for days in (13, 40):
        actions.add_note(
            organization, kind="remark", text="Hm", review_on=today + timedelta(days=days), by=make.staff()
        )

    ((kind, _subject, _owner, _since, due),) = desk.items(curator)

    assert (kind, due.date()) == ("note", today + timedelta(days=13))


def test_items_are_found_by_the_name_of_their_organization(curator):
    wanted, _other = proposal("Baobab Rouge"), proposal("Tamarind")

    assert waiting(curator, q="baobab rouge") == [("proposal", wanted.reference)]


def test_an_import_waits_for_who_may_approve_it(curator):
    batch = a_file(state=ImportState.CHECKED)

    assert waiting(curator) == [("import", batch.reference)]
    assert waiting(curator, q=batch.file_name[:5]) == [("import", batch.reference)]
    assert waiting(make.staff(Function.CURATOR, countries=["KEN"])) == []


def test_half_of_the_answers_tell_the_time_to_answer(curator):
    for days in (2, 4, 30):
        one = proposal(f"Answered after {days}")
        ago(one, proposed_at=timedelta(days=days))
        actions.decide_proposal(one, decisions={"founded": ("accepted", "")}, by=curator)

    median, answered = desk.time_to_answer(curator)

    assert (round(median, 3), answered) == (4, 3)


def test_the_desk_costs_one_statement_for_one_and_for_many(curator, django_assert_num_queries):
    curator.current_assignments()
    one_of_each(by=make.staff(Function.CURATOR))

    with django_assert_num_queries(1):
        list(desk.items(curator))
    with django_assert_num_queries(1):
        desk.counts(curator)
    with django_assert_num_queries(1):
        desk.waiting(curator)
