"""One change of many records: as it was shown, under one name, and taken back for a day without losing later work."""

import json

import pytest
from django.utils import timezone

from registry import actions, policies, tasks
from registry.actions import bulk_edits
from registry.errors import Refused
from registry.models import Change, Job, Listing, Organization, StaffAssignment, Unit, User, Why
from registry.roles import Function
from registry.states import BulkEditState, BulkRowState, JobState, OrganizationState
from tests import make
from tests.bursts import burst

pytestmark = pytest.mark.django_db


def prepared(by, *organizations, change="add_language", argument="fr"):
    chosen = Organization.objects.filter(pk__in=[one.pk for one in organizations])
    return actions.prepare_bulk_edit(chosen, change=change, argument=argument, by=by)


def done(by, *organizations, **change):
    edit = prepared(by, *organizations, **change)
    actions.run_job(actions.start_bulk_edit(edit, name="Spring cleaning", reason="They said so.", by=by))
    edit.refresh_from_db()
    return edit


def undone(edit):
    actions.run_job(actions.start_undoing(edit, by=edit.made_by))
    edit.refresh_from_db()
    return edit


def fresh(organization):
    return Organization.objects.get(pk=organization.pk)


def came_of(edit):
    return [(row.state, row.why) for row in edit.rows.order_by("organization")]


def listed(organization):
    """What the public reads, also where each fact comes from, but for when it was written."""
    public = json.loads(Listing.objects.get(pk=organization.pk).public)
    return {name: value for name, value in public.items() if name != "updated_at"}


@pytest.fixture
def partnership():
    return make.partnership(make.organization(), unit=make.unit("old"))


CHANGES = [
    ("add_language", "fr", lambda one: one.languages, ["en", "fr"], ["en"]),
    ("remove_language", "en", lambda one: one.languages, [], ["en"]),
    ("add_type", "media", lambda one: [t.code for t in one.types.order_by("code")], ["media", "ngo"], ["ngo"]),
    ("set_unit", "new", lambda one: one.partnerships.get().unit.code, "new", "old"),
    ("review", "", lambda one: one.state, "in_review", "published"),
    ("make_dormant", "", lambda one: one.state, "dormant", "published"),
    ("archive", "", lambda one: one.state, "archived", "published"),
]


@pytest.mark.parametrize(("change", "argument", "value", "after", "before"), CHANGES, ids=lambda one: str(one)[:20])
def test_each_change_is_done_told_with_its_batch_and_reason_and_undone(curator, change, argument, value, after, before):
    organization = make.organization(languages=["en"])
    make.partnership(organization, unit=make.unit("old"))
    make.unit("new")
    was_listed = listed(organization)

    edit = done(curator, organization, change=change, argument=argument)

    assert value(fresh(organization)) == after
    told = Change.objects.about(organization.reference).first()
    assert (told.batch, told.reason, told.by_id) == (edit.reference, "They said so.", curator.pk)
    assert (edit.state, came_of(edit)) == (BulkEditState.APPLIED, [(BulkRowState.DONE, "")])

    undone(edit)

    assert value(fresh(organization)) == before
    assert (edit.state, came_of(edit)) == (BulkEditState.UNDONE, [(BulkRowState.UNDONE, "")])
    assert listed(organization) == was_listed
    assert Change.objects.about(organization.reference).first().batch == edit.reference


def test_what_staff_had_said_before_is_said_again_after_undoing(curator, steward):
    organization = make.organization()
    actions.edit_organization(organization, changes={"languages": ["en"]}, by=steward)
    facts = organization.facts.filter(field="languages").order_by("pk")
    facts = facts.values("value", "value_sha256", "seen_on", "recorded_by", "teller", "stands")
    before = list(facts.all())

    edit = done(curator, organization)
    assert list(facts.all()) != before
    undone(edit)

    assert list(facts.all()) == before


def in_danger(curator):
    organization = make.organization()
    return actions.mark_at_risk(organization, reason="Threats.", by=curator)


def merged_away(_curator):
    organization = make.organization(state=OrganizationState.DRAFT)
    Organization.objects.filter(pk=organization.pk).update(state="merged", merged_into=make.organization())
    return organization


@pytest.mark.parametrize(
    ("make_one", "change", "why"),
    [
        (lambda _by: make.organization(languages=["fr"]), "add_language", Why.SAME),
        (lambda _by: make.organization(languages=["en"]), "remove_language", Why.SAME),
        (lambda _by: make.organization(state=OrganizationState.DRAFT), "make_dormant", Why.STATE),
        (lambda _by: make.organization(state=OrganizationState.ARCHIVED), "archive", Why.SAME),
        (lambda _by: make.organization(), "set_unit", Why.NONE),
        (merged_away, "add_language", Why.MERGED),
        (in_danger, "add_language", Why.CARE),
    ],
)
def test_what_cannot_be_changed_is_left_and_says_why(curator, make_one, change, why):
    organization = make_one(curator)

    edit = prepared(curator, organization, change=change)

    assert came_of(edit) == [(BulkRowState.LEFT, why)]
    with pytest.raises(Refused, match="no record left"):
        actions.start_bulk_edit(edit, name="A", reason="B", by=curator)


def test_what_is_not_hers_is_left():
    abroad = make.staff(Function.CURATOR, countries=["FJI"])

    assert came_of(prepared(abroad, make.organization())) == [(BulkRowState.LEFT, Why.SCOPE)]


def test_a_preview_changes_nothing_and_the_next_one_takes_its_place(curator):
    organization = make.organization()
    before = (Change.objects.count(), fresh(organization).version)
    first = prepared(curator, organization)

    second = prepared(curator, organization)

    assert (Change.objects.count(), fresh(organization).version) == before
    assert list(curator.bulk_edits.all()) == [second] != [first]


def test_a_record_that_changed_between_preview_and_confirmation_is_left_and_told(curator, steward):
    touched, still = make.organization(), make.organization()
    edit = prepared(curator, touched, still)
    actions.edit_organization(touched, changes={"hq_city": "Kisumu"}, by=steward)

    actions.run_job(actions.start_bulk_edit(edit, name="A", reason="B", by=curator))

    assert came_of(edit) == [(BulkRowState.LEFT, Why.CHANGED), (BulkRowState.DONE, "")]
    assert (fresh(touched).languages, fresh(still).languages) == ([], ["fr"])


def test_a_record_that_came_into_danger_meanwhile_is_not_touched(curator):
    edit = prepared(curator, organization := make.organization())
    actions.mark_at_risk(organization, reason="Threats.", by=curator)

    actions.run_job(actions.start_bulk_edit(edit, name="A", reason="B", by=curator))

    assert came_of(edit) == [(BulkRowState.LEFT, Why.CARE)]


def test_undoing_takes_back_only_what_nobody_changed_since(curator, steward):
    touched, still = make.organization(), make.organization()
    edit = done(curator, touched, still)
    actions.edit_organization(touched, changes={"languages": ["fr", "ar"]}, by=steward)

    undone(edit)

    assert came_of(edit) == [(BulkRowState.KEPT, Why.CHANGED), (BulkRowState.UNDONE, "")]
    assert (fresh(touched).languages, fresh(still).languages) == (["fr", "ar"], [])


@pytest.mark.parametrize("change", ["add_language", "archive", "set_unit"])
def test_who_lost_the_right_meanwhile_puts_nothing_back(change, partnership):
    kenya = make.staff(Function.CURATOR, countries=["KEN"])
    argument = {"add_language": "fr", "set_unit": make.unit("new").code}.get(change, "")
    edit = done(kenya, partnership.organization, change=change, argument=argument)
    before = fresh(partnership.organization).version
    StaffAssignment.objects.filter(user=kenya).update(countries=["FJI"])

    edit.made_by = User.objects.get(pk=kenya.pk)
    undone(edit)

    assert came_of(edit) == [(BulkRowState.KEPT, Why.SCOPE)]
    assert fresh(partnership.organization).version == before


def test_what_was_verified_since_stays_with_its_evidence(curator, steward):
    organization = make.organization(languages=["en"])
    edit = done(steward, organization)
    actions.verify_fact(organization, "languages", on=timezone.localdate(), evidence="A letter.", by=curator)

    undone(edit)

    assert came_of(edit) == [(BulkRowState.KEPT, Why.CHANGED)]
    assert fresh(organization).languages == ["en", "fr"]
    assert organization.facts.filter(field="languages", verified_by=curator, stands=True).exists()


def test_a_partnership_that_was_handed_on_since_stays_where_it_is(curator, partnership):
    new, third = make.unit("new"), make.unit("third")
    edit = done(curator, partnership.organization, change="set_unit", argument=new.code)
    actions.reassign_partnerships(partnership.organization, units={partnership.reference: third.code}, by=curator)

    undone(edit)

    partnership.refresh_from_db()
    assert (partnership.unit, came_of(edit)) == (third, [(BulkRowState.KEPT, Why.CHANGED)])


def test_a_unit_that_closed_after_the_preview_gets_nothing(curator, partnership):
    edit = prepared(curator, partnership.organization, change="set_unit", argument=make.unit("new").code)
    Unit.objects.filter(code="new").update(valid_until=timezone.localdate())

    actions.run_job(actions.start_bulk_edit(edit, name="A", reason="B", by=curator))

    partnership.refresh_from_db()
    assert (partnership.unit.code, came_of(edit)) == ("old", [(BulkRowState.LEFT, Why.REFUSED)])


def test_a_partnership_that_is_over_keeps_its_unit(curator, partnership):
    make.unit("new")
    actions.end_partnership(partnership, on=timezone.localdate(), because=make.end_reason(), by=curator)

    edit = prepared(curator, partnership.organization, change="set_unit", argument="new")

    assert came_of(edit) == [(BulkRowState.LEFT, Why.NONE)]


def test_after_a_day_it_cannot_be_undone_any_more(curator):
    edit = done(curator, make.organization())
    edit.approved_at -= policies.BATCHES_ARE_UNDONE_FOR
    edit.save()

    with pytest.raises(Refused, match="24 hours"):
        actions.start_undoing(edit, by=curator)


@pytest.mark.parametrize("act", ["start_bulk_edit", "start_undoing"])
def test_a_second_click_is_told_that_it_is_done(curator, act):
    edit = done(curator, make.organization())
    facts = {"name": "A", "reason": "B"} if act == "start_bulk_edit" else {}
    if act == "start_undoing":
        undone(edit)

    with pytest.raises(Refused, match="in another state meanwhile"):
        getattr(actions, act)(edit, by=curator, **facts)


def test_a_large_one_is_a_job_that_a_worker_takes_up(curator, monkeypatch):
    monkeypatch.setattr(bulk_edits, "AT_ONCE", 1)
    one, other = make.organization(), make.organization()
    edit = prepared(curator, one, other)

    job = actions.start_bulk_edit(edit, name="A", reason="B", by=curator)

    assert (job.state, job.total, fresh(one).languages) == (JobState.WAITING, 2, [])
    assert tasks.take_up_jobs() == 1
    assert came_of(edit) == [(BulkRowState.DONE, "")] * 2
    assert (Job.objects.get().state, Job.objects.get().done) == (JobState.DONE, 2)


def test_what_was_done_before_a_job_was_stopped_can_be_undone(curator, monkeypatch):
    one, other = make.organization(), make.organization()
    edit = prepared(curator, one, other)
    job = actions.start_bulk_edit(edit, name="A", reason="B", by=curator)
    with monkeypatch.context() as patched:
        keep = bulk_edits.keep_lease
        patched.setattr(
            bulk_edits, "keep_lease", lambda *of, **facts: keep(*of, **facts) or actions.stop_job(job, by=curator)
        )
        actions.run_job(job)
    assert [row.state for row in edit.rows.order_by("organization")] == [BulkRowState.DONE, BulkRowState.WAITING]

    undone(edit)

    assert (edit.state, fresh(one).languages) == (BulkEditState.UNDONE, [])


def test_a_job_whose_worker_died_goes_on_where_it_stood(curator, monkeypatch):
    organizations = [make.organization() for _each in range(3)]
    edit = prepared(curator, *organizations)
    job = actions.start_bulk_edit(edit, name="A", reason="B", by=curator)
    with monkeypatch.context() as patched:
        patched.setattr(bulk_edits, "_apply", lambda edit, row, _person: _dies_at(row, organizations[1]))
        actions.run_job(job)
    assert Job.objects.get().state == JobState.WAITING
    Job.objects.update(not_before=timezone.now())

    tasks.take_up_jobs()

    assert came_of(edit) == [(BulkRowState.LEFT, Why.SAME), (BulkRowState.DONE, ""), (BulkRowState.DONE, "")]
    assert (Job.objects.get().state, Job.objects.get().done) == (JobState.DONE, 3)


def _dies_at(row, organization):
    if row.organization_id == organization.pk:
        raise RuntimeError("The worker died.")
    row.state, row.why = BulkRowState.LEFT, Why.SAME


def test_an_open_job_must_end_before_its_edit_is_undone(curator, monkeypatch):
    monkeypatch.setattr(bulk_edits, "AT_ONCE", 0)
    edit = prepared(curator, make.organization())
    actions.start_bulk_edit(edit, name="A", reason="B", by=curator)

    with pytest.raises(Refused, match="still being done"):
        actions.start_undoing(edit, by=curator)


def test_too_many_are_refused_with_a_way_out(curator, monkeypatch):
    monkeypatch.setattr(bulk_edits, "MOST_RECORDS", 1)

    with pytest.raises(Refused, match="Use a filter that finds fewer"):
        prepared(curator, make.organization(), make.organization())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_edits_of_the_same_records_at_once_wait_for_each_other_and_lose_nothing():
    organizations = [make.organization(languages=["en"]) for _each in range(8)]
    people = [make.staff(), make.staff()]
    edits = [
        prepared(people[0], *organizations),
        prepared(people[1], *organizations, change="add_type", argument="media"),
    ]

    def act(edit):
        return lambda: actions.run_job(actions.start_bulk_edit(edit, name="A", reason="B", by=edit.made_by))

    ended = burst([act(edit) for edit in edits])

    assert ended == {"done": 2}
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    for organization in organizations:
        rows = organization.bulk_rows.all()
        # Whoever came second was told: the record was not any more what she had been shown.
        assert sorted((row.state, row.why) for row in rows) == [("done", ""), ("left", "changed")]
        assert Change.objects.about(organization.reference).count() == 2
