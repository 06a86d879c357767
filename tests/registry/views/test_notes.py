"""What staff note of an organization: for who answers for it, until a day, and a concern only by two."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.errors import Contradiction, Refused
from registry.models import Change, Note
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
SAID = "The office moved without a word."


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def organization():
    return make.organization("Invented Aid")


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def note(organization, *, by, kind="remark", text=SAID, review_on=None):
    return actions.add_note(organization, kind=kind, text=text, review_on=review_on or in_days(90), by=by)


def address(name, organization, *row):
    return reverse(f"registry:{name}", args=[organization.reference, *(one.reference for one in row)])


def test_a_remark_counts_at_once_and_only_until_its_day(organization, curator):
    kept = note(organization, by=curator, review_on=in_days(10))

    assert list(organization.notes.current(on=in_days(10))) == [kept]
    assert list(organization.notes.current(on=in_days(11))) == []


def test_a_concern_counts_when_a_second_person_agrees(organization, curator, steward):
    concern = note(organization, kind="concern", by=curator)
    assert not organization.notes.current(on=in_days(0)).exists()

    actions.agree_to_concern(concern, by=steward)

    assert organization.notes.current(on=in_days(0)).exists()


def test_nobody_agrees_to_her_own_concern(organization, curator):
    concern = note(organization, kind="concern", by=curator)

    with pytest.raises(Refused, match="Two people must agree"):
        actions.agree_to_concern(concern, by=curator)
    with pytest.raises(IntegrityError, match="concern_counts_by_two"):
        Note.objects.filter(pk=concern.pk).update(state="open", answered_by=curator)


def test_of_two_who_answer_at_once_the_second_is_told(organization, curator, steward):
    concern = note(organization, kind="concern", by=curator)
    actions.refuse_concern(concern, answer="I was there: it did not.", by=steward)

    with pytest.raises(Refused, match="already: refused"):
        actions.agree_to_concern(concern, by=steward)


def test_the_history_says_that_there_is_a_note_and_not_what_it_says(organization, curator):
    note(organization, by=curator)

    told = Change.objects.about(organization.reference).first()
    assert told.verb == "note.added"
    assert SAID not in str(told.diff) + told.reason


def test_a_curator_writes_renews_and_closes_a_note(signed_in, organization):
    page = signed_in.post(
        address("note-new", organization), {"kind": "remark", "text": SAID, "review_on": in_days(30)}, follow=True
    )
    assert SAID in page.content.decode()
    kept = organization.notes.get()

    signed_in.post(address("note-renew", organization, kept), {"review_on": in_days(60)})
    signed_in.post(address("note-close", organization, kept), {"answer": "It came back."})

    kept.refresh_from_db()
    assert (kept.review_on, kept.state, kept.answer) == (in_days(60), "closed", "It came back.")


def test_a_note_is_renewed_to_a_later_day_only(organization, curator):
    kept = note(organization, by=curator)

    with pytest.raises(Contradiction, match="later day"):
        actions.renew_note(kept, review_on=in_days(5), by=curator)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "This field is required."),
        ({"review_on": timezone.localdate()}, "Choose a day that is still to come."),
        ({"review_on": in_days(1000)}, "Choose a day within two years."),
        ({"kind": "rumour"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_keeps_the_text(signed_in, organization, changes, words):
    typed = {"kind": "remark", "text": SAID, "review_on": in_days(30)} | changes

    answer = signed_in.post(address("note-new", organization), typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed["text"] in answer.content.decode()


def test_the_writer_is_offered_no_answer_and_a_colleague_is(client, organization, curator, steward):
    note(organization, kind="concern", by=curator)

    for person, is_offered in ((curator, False), (steward, True)):
        client.force_login(person)
        assert ("I agree: it stands" in client.get(address("organization-notes", organization)).content.decode()) == (
            is_offered
        )


def test_a_note_stays_with_who_answers_for_the_record(client, organization, curator):
    note(organization, by=curator, text="<b>Zephyr</b>")

    client.force_login(make.staff(Function.CURATOR, countries=["FJI"]))
    assert client.get(address("organization-notes", organization)).status_code == 403
    client.force_login(make.member(organization))
    assert client.get(address("organization-notes", organization)).status_code == 404
    client.logout()
    assert "Zephyr" not in client.get(organization.get_absolute_url()).content.decode()
    assert "Zephyr" not in client.get(f"/api/v1/organizations/{organization.reference}").content.decode()


def test_hostile_text_is_only_text(signed_in, organization, curator):
    note(organization, by=curator, text="<script>alert(1)</script>")

    assert "&lt;script&gt;" in signed_in.get(address("organization-notes", organization)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_notes_cost_the_same_for_one_and_for_three(
    signed_in, organization, curator, count, django_assert_max_num_queries
):
    for _number in range(count):
        note(organization, by=curator)

    with django_assert_max_num_queries(30):
        signed_in.get(address("organization-notes", organization))
