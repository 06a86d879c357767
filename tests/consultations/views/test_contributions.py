"""Members write for their organization, staff read what was sent, everybody reads what may be public."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from consultations import actions
from consultations.models import ConsultationInvitation, Contribution, OpenQuestion
from consultations.queries.calendar import today_in
from registry.actions import mark_at_risk, publish_listing
from registry.roles import Function, MemberRole
from registry.states import OrganizationState
from tests import make
from tests.consultations import outcomes

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script> =HYPERLINK("x")'


def url(name, *args):
    return reverse(f"consultations:{name}", args=args)


@pytest.fixture
def question():
    return outcomes.question(make.consultation(state="inviting", languages=["en", "ar"]), words_limit=4)


@pytest.fixture
def organization():
    return make.organization("Who Writes")


@pytest.fixture
def editor(client, organization):
    client.force_login(make.member(organization, role=MemberRole.EDITOR))
    return client


@pytest.fixture
def organizer(client, db):
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))
    return client


def address(question, organization, name="contribution"):
    return url(name, question.consultation.slug, organization.reference, question.number)


def typed(text="Some words", **facts):
    return {"text": text, "language": "en", "version": 0} | facts


def close(question):
    until = today_in("Africa/Nairobi") - timedelta(days=1)
    actions.edit_consultation(question.consultation, changes={"contributions_until": until}, by="test")


def test_an_editor_saves_a_draft_then_sends_it(editor, question, organization):
    listed = editor.get(url("contribute", question.consultation.slug)).content.decode()

    saved = editor.post(address(question, organization), typed(), follow=True).content.decode()
    editor.post(address(question, organization, "contribution-send"), typed("كلمات", language="ar", version=1))
    page = editor.get(address(question, organization)).content.decode()

    assert "Nothing written yet" in listed
    assert "The draft was saved." in saved
    assert "2 of 4 words." in saved
    assert '<div dir="auto" lang="ar"><p>كلمات</p></div>' in page
    assert "Take the contribution back" in page


def test_a_contribution_that_is_sent_twice_and_taken_back_twice_shows_what_stands(editor, question, organization):
    send, back = (address(question, organization, f"contribution-{act}") for act in ("send", "take-back"))

    sent = [editor.post(send, typed(version=0), follow=True).content.decode() for _tap in range(2)]
    taken = [editor.post(back, follow=True).content.decode() for _tap in range(2)]

    assert ["Your contribution was sent." in told for told in sent] == [True, True]
    assert ["The contribution is a draft again." in told for told in taken] == [True, True]
    assert editor.get(send).url == address(question, organization)


def test_a_text_that_is_too_long_is_kept_and_not_sent(editor, question, organization):
    answer = editor.post(address(question, organization, "contribution-send"), typed("One two three four five"))

    assert answer.status_code == 422
    assert "It is 1 word over the limit" in answer.content.decode()
    assert Contribution.objects.get().text == "One two three four five"


def test_of_two_members_who_write_at_once_the_second_reads_both_texts(editor, question, organization):
    actions.save_contribution(question, organization, text="Hers", language="en", by=make.member(organization))

    answer = editor.post(address(question, organization), typed("Mine"))

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "This text changed while you were writing" in text
    assert "<p>Hers</p>" in text
    assert "\nMine</textarea>" in text
    assert 'name="version" value="1"' in text


def test_the_script_saves_while_one_types_and_is_told_of_a_conflict(editor, question, organization):
    def sent(text, version):
        told = json.dumps({"text": text, "language": "en", "version": version})
        return editor.post(address(question, organization, "contribution-autosave"), told, "application/json")

    first, second, nonsense = sent("One", 0), sent("Two", 0), sent("Three", "x")

    assert first.json()["version"] == 1
    assert (second.status_code, second.json()["theirs"]) == (409, {"text": "One", "version": 1})
    assert nonsense.status_code == 422


def test_the_script_leaves_the_consent_as_it_is(editor, question, organization):
    editor.post(address(question, organization), typed(may_be_published="on"))

    told = json.dumps({"text": "More", "language": "en", "version": 1})
    editor.post(address(question, organization, "contribution-autosave"), told, "application/json")

    assert Contribution.objects.values_list("text", "may_be_published").get() == ("More", True)


def test_after_the_last_day_the_draft_stays_readable_and_what_comes_late_is_not_lost(editor, question, organization):
    editor.post(address(question, organization), typed("In time"))
    close(question)

    page = editor.get(address(question, organization)).content.decode()
    late = editor.post(address(question, organization), typed("Too late", version=1))

    assert "Written contributions were taken until the end of" in page
    assert "In time" in page
    assert "This draft was not sent" in page
    assert "Send the contribution" not in page
    assert late.status_code == 409
    assert "Too late" in late.content.decode()
    assert Contribution.objects.get().text == "In time"


@pytest.mark.parametrize(
    ("role", "state", "is_invited", "status"),
    [
        (MemberRole.ADMIN, OrganizationState.PUBLISHED, False, 200),
        (MemberRole.READER, OrganizationState.PUBLISHED, False, 403),
        (MemberRole.ADMIN, OrganizationState.DRAFT, False, 403),
        (MemberRole.ADMIN, OrganizationState.DRAFT, True, 200),
    ],
)
def test_who_edits_for_a_published_or_invited_organization_writes(client, question, role, state, is_invited, status):
    organization = make.organization(state=state)
    if is_invited:
        ConsultationInvitation.objects.create(
            consultation=question.consultation, organization=organization, state="sent"
        )
    client.force_login(make.member(organization, role=role))

    assert client.get(url("contribute", question.consultation.slug)).status_code == status
    assert client.get(address(question, organization)).status_code == status
    assert client.post(address(question, organization), typed()).status_code == (302 if status == 200 else status)


def test_who_acts_for_no_organization_is_led_to_where_she_finds_hers(client, question):
    client.force_login(make.user())

    assert client.get(url("contribute", question.consultation.slug)).headers["Location"] == reverse("registry:my-home")


def test_a_member_of_another_organization_finds_nothing(client, question, organization):
    client.force_login(make.member())

    assert client.get(address(question, organization)).status_code == 404
    assert client.post(address(question, organization, "contribution-send"), typed()).status_code == 404


def test_an_organizer_asks_edits_and_removes_a_question(organizer):
    consultation = make.consultation()
    empty = organizer.post(url("question-new", consultation.reference), {"words_limit": 100})

    organizer.post(url("question-new", consultation.reference), {"text_en": "Why?", "words_limit": 100})
    organizer.post(
        url("question-edit", consultation.reference, 1), {"text_es": "¿Por qué?", "words_limit": 90, "version": 1}
    )
    edited = OpenQuestion.objects.get()
    page = organizer.get(url("staff-contributions", consultation.reference)).content.decode()
    organizer.post(url("question-remove", consultation.reference, 1))

    assert empty.status_code == 422
    assert (edited.text_en, edited.text_es, edited.words_limit) == ("", "¿Por qué?", 90)
    assert "in Spanish only" in page
    assert not OpenQuestion.objects.exists()


def test_staff_read_what_was_sent_and_no_draft(client, curator, question, organization):
    outcomes.sent(question, organization, text=HOSTILE)
    other = make.organization()
    actions.save_contribution(question, other, text="A draft", language="en", by=make.member(other))
    client.force_login(curator)

    page = client.get(url("staff-contributions", question.consultation.reference)).content.decode()
    table = client.get(url("staff-contributions-csv", question.consultation.reference)).getvalue().decode("utf-8-sig")

    assert "Who Writes" in page
    assert "<script>alert" not in page
    assert "A draft" not in page + table
    assert "Ask an open question" not in page
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["Organization"], row["Words"]) for row in rows] == [("Who Writes", "2")]


def test_a_cell_that_begins_a_formula_is_defused(organizer, question, organization):
    outcomes.sent(question, organization, text="=1+1")

    table = organizer.get(url("staff-contributions-csv", question.consultation.reference)).getvalue().decode()

    assert "'=1+1" in table


def test_staff_who_may_not_know_of_an_organization_in_danger_read_nothing_of_it(
    organizer, curator, question, organization
):
    outcomes.sent(question, organization, text="Secret words", may_be_published=True)
    mark_at_risk(organization, reason="a test", by=curator)

    page = organizer.get(url("staff-contributions", question.consultation.reference)).content.decode()
    table = organizer.get(url("staff-contributions-csv", question.consultation.reference)).getvalue().decode()

    assert "0 contributions were sent." in page
    assert "Secret words" not in page + table


def test_everybody_reads_what_may_be_public_once_nothing_is_taken_any_more(client, curator, question):
    organizations = [make.organization(name) for name in ("Agreed", "Says No", "In Danger", "Not Listed")]
    for one, agreed in zip(organizations, [True, False, True, True], strict=True):
        publish_listing(one)
        outcomes.sent(question, one, text=f"By {one.name}", may_be_published=agreed)
    mark_at_risk(organizations[2], reason="a test", by=curator)
    organizations[3].listing.delete()
    public = url("contribution-list", question.consultation.slug)
    before = client.get(public).content.decode()

    close(question)
    after = client.get(public).content.decode()

    assert "By Agreed" not in before
    assert "By Agreed" in after
    for name in ("Says No", "In Danger", "Not Listed"):
        assert name not in after


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(client, question, count, django_assert_num_queries):
    for _number in range(count):
        one = make.organization()
        publish_listing(one)
        outcomes.sent(question, one, may_be_published=True)
    close(question)
    client.get(url("contribution-list", question.consultation.slug))

    with django_assert_num_queries(4):
        client.get(url("contribution-list", question.consultation.slug))
