"""What is done to a partnership, and what its verbs refuse."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from registry import actions
from registry.actions import night_steps
from registry.errors import Contradiction, Refused, Stale
from registry.models import Area, Change, Country, FreshnessPolicy, Listing, Mode, Partnership, Programme, Role
from registry.states import PartnershipState
from tests import make, night

pytestmark = pytest.mark.django_db


def _facts(**changes):
    facts = {
        "role": Role.objects.get(pk="grant_recipient"),
        "area": Area.objects.get(pk="1"),
        "country": Country.objects.get(pk="TCD"),
        "starts_on": date(2025, 1, 1),
    }
    return facts | changes


def test_a_new_partnership_is_proposed_and_the_directory_finds_it(curator):
    organization = make.organization()

    partnership = actions.add_partnership(organization, by=curator, **_facts(activities=["research"]))

    assert partnership.state == PartnershipState.PROPOSED
    assert [activity.pk for activity in partnership.activities.all()] == ["research"]
    assert {"area:1", "country:TCD", "role:grant_recipient"} <= set(Listing.objects.get().facets)
    assert Change.objects.about(organization.reference).first().verb == "partnership.proposed"


def test_the_same_partnership_for_part_of_the_same_time_is_refused_in_words(curator):
    organization = make.organization()
    actions.add_partnership(organization, by=curator, **_facts())

    with pytest.raises(Contradiction, match="there already for part of that time"):
        actions.add_partnership(organization, by=curator, **_facts(starts_on=date(2026, 1, 1)))

    assert Partnership.objects.count() == 1


def test_the_same_partnership_may_follow_the_day_after_the_first_ended(curator):
    organization = make.organization()
    actions.add_partnership(organization, by=curator, **_facts(ends_on=date(2025, 12, 31)))

    actions.add_partnership(organization, by=curator, **_facts(starts_on=date(2026, 1, 1)))

    assert Partnership.objects.count() == 2


def test_a_rejected_partnership_does_not_stand_in_the_way_of_the_right_one(curator):
    organization = make.organization()
    wrong = actions.add_partnership(organization, by=curator, **_facts())
    actions.reject_partnership(wrong, reason="Another organization of that name.", by=curator)

    actions.add_partnership(organization, by=curator, **_facts())

    assert organization.partnerships.told().count() == 1
    assert "Another organization" in Change.objects.filter(verb="partnership.rejected").get().reason


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_add_the_same_at_once_the_second_reads_the_same_sentence():
    """Slow: two connections and real commits."""
    organization = make.organization()
    facts, start, outcomes = _facts(), Barrier(2), []

    def add():
        start.wait()
        try:
            actions.add_partnership(organization, by="test", **facts)
            outcomes.append("added")
        except Contradiction as contradiction:
            outcomes.append(str(contradiction))
        finally:
            connection.close()

    threads = [Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == [
        "This partnership is there already for part of that time. Change the existing one instead.",
        "added",
    ]
    assert Partnership.objects.count() == 1


def test_verifying_without_a_unit_or_without_evidence_is_refused_in_words(curator):
    partnership = make.partnership()

    for facts in ({"unit": make.unit()}, {"evidence_note": "Visit of 3 May."}):
        with pytest.raises(Contradiction, match="needs its unit or mission and its evidence"):
            actions.verify_partnership(partnership, on=date(2026, 5, 3), by=curator, **facts)

    partnership.refresh_from_db()
    assert partnership.state == PartnershipState.PROPOSED


def test_a_document_is_evidence_enough_but_only_one_of_the_same_organization(curator):
    partnership, unit = make.partnership(), make.unit()
    elsewhere = make.document()
    own = make.document(partnership.organization)

    with pytest.raises(Contradiction, match="belongs to another organization"):
        actions.verify_partnership(partnership, on=date(2026, 5, 3), by=curator, unit=unit, evidence=elsewhere)
    verified = actions.verify_partnership(partnership, on=date(2026, 5, 3), by=curator, unit=unit, evidence=own)

    assert (verified.state, verified.verified_by, verified.evidence) == ("verified", curator, own)


def test_ending_keeps_the_row_with_its_last_day_and_reason(curator):
    partnership = make.partnership(starts_on=date(2024, 1, 1))

    actions.end_partnership(
        partnership, on=date(2026, 6, 30), because=make.end_reason(), reason="The project closed.", by=curator
    )

    partnership.refresh_from_db()
    assert partnership.state == PartnershipState.ENDED
    assert (partnership.period.upper, partnership.end_reason) == (date(2026, 7, 1), "The project closed.")
    assert partnership.ended_because.name == "The programme ended"


def test_a_partnership_cannot_end_before_it_began(curator):
    partnership = make.partnership(starts_on=date(2024, 1, 1))

    with pytest.raises(Contradiction, match="before it began"):
        actions.end_partnership(partnership, on=date(2023, 12, 31), because=make.end_reason(), by=curator)


@pytest.mark.parametrize(
    ("verb", "facts"),
    [
        (actions.verify_partnership, {"on": date(2026, 5, 3), "evidence_note": "Visit."}),
        (actions.end_partnership, {"on": date(2026, 5, 3), "because": None}),
    ],
)
def test_a_partnership_that_was_ended_goes_on_no_more(verb, facts, curator):
    partnership = make.partnership()
    actions.end_partnership(partnership, on=date(2026, 1, 1), because=make.end_reason(), by=curator)

    with pytest.raises(Refused, match="This partnership is ended"):
        verb(partnership, by=curator, **facts)


def test_another_reason_for_the_end_is_said_in_words(curator):
    partnership = make.partnership()

    with pytest.raises(Contradiction, match="Say in words why it ended"):
        actions.end_partnership(partnership, on=date(2026, 1, 1), because=make.end_reason("other"), by=curator)


@pytest.mark.parametrize("state", ["verified", "stale", "ended"])
def test_what_was_verified_can_be_rejected_when_it_turns_out_wrong(state, curator):
    partnership = make.verified(state=state)

    actions.reject_partnership(partnership, reason="It was another organization.", by=curator)

    partnership.refresh_from_db()
    assert (partnership.state, partnership.end_reason) == ("rejected", "It was another organization.")
    assert "project_implementer" not in Listing.objects.get().public


# --- Edited -------------------------------------------------------------------------------------------------------


def test_a_proposed_partnership_is_edited_freely_and_the_history_keeps_both_texts(curator):
    partnership = make.partnership(country="TCD")
    changes = {"role": Role.objects.get(pk="donor"), "evidence_note": "Letter of May.", "activities": ["research"]}

    edited = actions.edit_partnership(partnership, changes=changes, by=curator, version=1)

    assert edited.pk == partnership.pk
    assert (edited.role_id, edited.state, edited.version) == ("donor", "proposed", 2)
    assert "role:donor" in Listing.objects.get().facets
    assert Change.objects.filter(verb="partnership.edited").get().diff["partnership_facts"] == [
        ["role: project_implementer"],
        ["role: donor", "activities: research", "evidence_note: Letter of May."],
    ]


def test_a_verified_partnership_is_told_better_in_its_details_and_stays_verified(curator):
    partnership = make.verified()
    changes = {"mode": Mode.objects.get(pk="equal_footing"), "starts_on": date(2024, 1, 1), "ends_on": None}

    edited = actions.edit_partnership(partnership, changes=changes, by=curator)

    assert (edited.pk, edited.state, edited.mode_id) == (partnership.pk, "verified", "equal_footing")


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "donor"},
        {"area": "2"},
        {"country": "KEN"},
        {"starts_on": date(2023, 1, 1), "ends_on": None},
        {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 1, 1)},
    ],
    ids=["role", "area", "country", "first day", "last day"],
)
@pytest.mark.parametrize("state", ["verified", "stale", "ended"])
def test_what_iom_verified_is_replaced_by_another_and_never_overwritten(state, changes, curator):
    partnership = make.verified(country="TCD", state=state, starts_on=date(2024, 1, 1))
    models = {"role": Role, "area": Area, "country": Country}
    changes = {name: models[name].objects.get(pk=v) if name in models else v for name, v in changes.items()}

    following = actions.edit_partnership(partnership, changes=changes, by=curator, reason="Told wrongly.")

    kept = Partnership.objects.get(pk=partnership.pk)
    assert (kept.state, kept.role_id, kept.country_id, kept.area_id) == ("rejected", "project_implementer", "TCD", "1")
    assert (kept.period.lower, kept.period.upper, kept.end_reason) == (date(2024, 1, 1), None, "Told wrongly.")
    assert kept.verified_by == partnership.verified_by
    assert (following.state, following.replaces, following.verified_by) == ("proposed", partnership, None)
    assert (following.unit, following.evidence_note) == (partnership.unit, "Visit of May.")
    told = Change.objects.filter(verb="partnership.replaced").get()
    assert told.diff["partnership_reference"] == [partnership.reference, following.reference]


def test_nothing_is_written_when_nothing_changed(curator):
    partnership = make.verified()

    actions.edit_partnership(partnership, changes={"role": partnership.role, "source": ""}, by=curator)

    assert not Change.objects.filter(verb__startswith="partnership.").exists()


def test_an_edit_that_was_opened_on_an_older_version_is_refused_in_words(curator):
    partnership = make.partnership()
    actions.edit_partnership(partnership, changes={"source": "Hers"}, by=curator)

    with pytest.raises(Stale, match="was changed while you had it open"):
        actions.edit_partnership(partnership, changes={"source": "Mine"}, by=curator, version=1)


def test_a_rejected_partnership_is_history(curator):
    partnership = make.partnership(state="rejected")

    with pytest.raises(Refused, match="Add another one instead"):
        actions.edit_partnership(partnership, changes={"source": "A file"}, by=curator)


# --- The countries of a programme ---------------------------------------------------------------------------------


@pytest.fixture
def programme():
    found = Programme.objects.create(code="invented", name_en="Invented Programme")
    found.phases.create(number=1).countries.set(["TCD", "NER"])
    return found


def test_a_partnership_of_a_programme_is_in_one_of_its_countries(programme, curator):
    kenya = Country.objects.get(pk="KEN")
    told = actions.add_partnership(make.organization(), by=curator, **_facts(programme=programme))

    for refused in (
        lambda: actions.add_partnership(make.organization(), by=curator, **_facts(programme=programme, country=kenya)),
        lambda: actions.edit_partnership(told, changes={"country": kenya}, by=curator),
    ):
        with pytest.raises(Contradiction, match="Invented Programme does not work in Kenya"):
            refused()


def test_the_database_keeps_that_promise_too(programme):
    told = make.partnership(programme=programme, country="TCD")

    for write in (
        lambda: make.partnership(programme=programme, country="KEN"),
        lambda: Partnership.objects.filter(pk=told.pk).update(country="KEN"),
    ):
        with pytest.raises(IntegrityError, match="does not take place in KEN"), transaction.atomic():
            write()


def test_a_programme_without_known_countries_may_be_anywhere_and_history_stays_when_a_phase_changes(programme):
    nowhere = Programme.objects.create(code="nowhere", name_en="Nowhere yet")
    make.partnership(programme=nowhere, country="KEN")
    told = make.partnership(programme=programme, country="TCD")
    programme.phases.get().countries.set(["NER"])

    told.refresh_from_db()
    told.source = "Written after the change."
    told.save()

    assert Partnership.objects.count() == 2


# --- Confirmed by the organization, and grown stale ---------------------------------------------------------------


def test_a_confirmation_keeps_its_day_and_its_person_and_changes_no_state():
    organization = make.organization()
    editor = make.member(organization, role="editor")
    proposed, verified = make.partnership(organization), make.verified(organization, area=2)

    actions.confirm_partnerships(organization, versions={proposed.reference: 1, verified.reference: 1}, by=editor)

    for partnership, state in ((proposed, "proposed"), (verified, "verified")):
        partnership.refresh_from_db()
        assert (partnership.confirmed_on, partnership.confirmed_by) == (timezone.localdate(), editor)
        assert partnership.state == state
    assert Change.objects.filter(verb="partnership.confirmed").count() == 2


@pytest.mark.parametrize(
    ("changes", "is_confirmed"), [({"source": "A file"}, True), ({"ends_on": date(2025, 1, 1)}, False)]
)
def test_a_confirmation_does_not_outlive_what_it_confirmed(changes, is_confirmed, curator):
    partnership = make.partnership()
    editor = make.member(partnership.organization, role="editor")
    actions.confirm_partnerships(partnership.organization, versions={partnership.reference: 1}, by=editor)

    edited = actions.edit_partnership(partnership, changes=changes, by=curator)

    assert (edited.confirmed_by == editor) == is_confirmed


@pytest.mark.parametrize("what", ["changed", "disputed", "ended", "another's"])
def test_what_is_not_as_it_was_read_is_not_confirmed(what, curator):
    partnership, other = make.partnership(), make.partnership()
    organization = partnership.organization
    editor = make.member(organization, role="editor")
    versions = {partnership.reference: 1}
    if what == "changed":
        actions.edit_partnership(partnership, changes={"source": "A file"}, by=curator)
    elif what == "disputed":
        make.dispute(partnership)
    elif what == "ended":
        actions.end_partnership(partnership, on=date(2026, 1, 1), because=make.end_reason(), by=curator)
    else:
        versions |= {other.reference: 1}

    with pytest.raises(Stale, match="Read them again, then confirm"):
        actions.confirm_partnerships(organization, versions=versions, by=editor)

    assert not Partnership.objects.exclude(confirmed_on=None).exists()


def _days_ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        ({"on": _days_ago(731)}, "stale"),
        ({"on": _days_ago(600)}, "verified"),
        ({"on": _days_ago(900), "observed_on": _days_ago(100)}, "verified"),
        ({"on": _days_ago(900), "observed_on": _days_ago(800)}, "stale"),
        ({"on": _days_ago(900), "state": "ended"}, "ended"),
        ({"on": _days_ago(900), "state": "proposed"}, "proposed"),
    ],
)
def test_what_was_verified_long_ago_grows_stale(seen, state):
    partnership = make.verified(**seen)

    night.take("age_partnerships")

    partnership.refresh_from_db()
    assert partnership.state == state


def test_a_confirmation_keeps_it_from_growing_stale():
    partnership = make.verified(on=_days_ago(900))
    editor = make.member(partnership.organization, role="editor")
    actions.confirm_partnerships(partnership.organization, versions={partnership.reference: 1}, by=editor)

    night.take("age_partnerships")

    assert not Change.objects.filter(verb="partnership.grew_stale").exists()


def test_growing_stale_twice_is_the_same_as_once_however_many_are_written_at_a_time(monkeypatch, curator):
    organization = make.organization()
    rows = [make.verified(organization, area=area, on=_days_ago(900)) for area in (1, 2)]
    rows += [make.verified(on=_days_ago(900)) for _ in range(2)]
    monkeypatch.setattr(night_steps, "age_partnerships", replace(night_steps.age_partnerships, written=2))

    night.take("age_partnerships")
    night.take("age_partnerships")

    assert Change.objects.filter(verb="partnership.grew_stale", by="clock").count() == 4
    assert '"state":"stale"' in Listing.objects.get(pk=organization.pk).public
    again = actions.verify_partnership(rows[0], on=make.TODAY, by=curator)
    assert again.state == PartnershipState.VERIFIED


def test_without_a_policy_nothing_grows_stale():
    make.verified(on=_days_ago(4000))
    FreshnessPolicy.objects.filter(kind="partnership").delete()

    night.take("age_partnerships")

    assert not Change.objects.filter(verb="partnership.grew_stale").exists()
