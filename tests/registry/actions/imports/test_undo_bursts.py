"""People and workers at once, where one of them takes an import back."""

import pytest

from registry import actions
from registry.models import Change, ImportTrace, Job, Listing, Organization
from registry.states import ImportState, JobState, OrganizationState
from tests.bursts import burst
from tests.registry.actions.imports.sheets import applied, checked, sheet

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TOWNS = ["Abéché", "Bol", "Doba", "Faya", "Kélo", "Laï"]


def lines(place="Lac"):
    return [f";Compagnie de {town} pour la lecture;ONG Nationale;Tchad;{place};Santé;;" for town in TOWNS]


def work(job):
    """What one worker does with one job."""

    def act():
        assert actions.run_job(actions.take_job(job)).state == JobState.DONE

    return act


def test_of_two_people_who_undo_at_once_one_is_told_who_did(curator, steward):
    batch = applied(sheet(*lines()), by=curator)

    ended = burst(
        [lambda who=who: actions.undo_import(batch, reason="A mistake.", by=who) for who in (curator, steward)]
    )

    assert ended == {"done": 1, "refused": 1}
    assert Job.objects.filter(kind="import.undo").count() == 1
    assert Change.objects.filter(verb="import.undo_asked").count() == 1


def test_of_an_edit_and_an_undo_at_once_the_edit_stays_or_is_told_that_it_came_late(curator, steward):
    batch = applied(sheet(*lines()), by=curator)
    records = list(Organization.objects.order_by("pk"))
    actions.undo_import(batch, reason="A mistake.", by=curator)

    def edit(record):
        actions.edit_organization(record, changes={"hq_city": "Mao"}, version=record.version, by=steward)

    ended = burst([work(Job.objects.get(kind="import.undo")), *(lambda one=one: edit(one) for one in records)])

    assert ended["broken"] == 0
    edited = set(Change.objects.filter(verb="organization.edited").values_list("subject", flat=True))
    assert ended["done"] == 1 + len(edited)
    for record in Organization.objects.all():
        stays = record.reference in edited
        assert (record.state == OrganizationState.PUBLISHED, record.hq_city == "Mao") == (stays, stays)
        assert batch.rows.get(organization=record).undone == ("kept" if stays else "archived")
    assert actions.first_broken() is None


def test_an_undo_and_a_second_import_of_the_same_source_at_once_lose_nothing_of_the_second_unsaid(curator):
    first = applied(sheet(*lines(), name="3w_2026-01.csv"), by=curator)
    second = checked(sheet(*lines("Kanem"), name="3w_2026-02.csv"), by=curator)
    actions.approve_import(second, by=curator)
    actions.undo_import(first, reason="A mistake.", by=curator)

    ended = burst([work(job) for job in Job.objects.filter(state=JobState.WAITING)])

    assert ended == {"done": 2}
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, second.state) == (ImportState.UNDONE, ImportState.APPLIED)
    assert Organization.objects.count() == len(TOWNS)
    for record in Organization.objects.all():
        # Whichever was first: it stays public with what the second says, or it went and nobody publishes it unseen.
        row = second.rows.get(organization=record)
        trace = ImportTrace.objects.get(organization=record)
        if row.outcome == "updated":
            assert "Kanem" in record.presences.values_list("admin1", flat=True)
            assert (record.state, Listing.objects.filter(organization=record).count()) == ("published", 1)
            assert (trace.seen_on, trace.undone_at_version) == (second.observed_on, None)
        else:
            assert (row.outcome, row.reasons[-1]["code"]) == ("skipped", "changed_since")
            assert (record.state, Listing.objects.filter(organization=record).count()) == ("archived", 0)
            assert trace.undone_at_version == record.version
    assert actions.first_broken() is None
