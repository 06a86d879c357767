"""Documents of a consultation: filed, replaced, taken off; who reads them, and in which language."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from consultations import actions
from consultations.models import ConsultationInvitation, DocumentFile, Registration
from consultations.queries import documents
from consultations.queries.calendar import today_in
from registry.errors import Contradiction, Refused
from registry.importers.documents import CleanFile
from registry.models import Change
from registry.roles import Function, MemberRole
from tests import make

pytestmark = pytest.mark.django_db
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6368000000820081772eb90e0000000049454e44ae426082"
)
BOTH = ["public", "participants"]


def pdf(text):
    return CleanFile("application/pdf", f"%PDF-1.7 {text}".encode())


def address(paper, language="en"):
    file = paper.files.current().get()
    return f"/{language}/consultations/{paper.consultation.slug}/documents/{file.reference}/"


def status_of(client, path):
    """What a file's address answers; who reads it to its end closes it."""
    response = client.get(path)
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def staff_page(name, *args):
    return reverse(f"consultations:{name}", args=args)


def text_of(response):
    return response.content.decode()


def shown(consultation):
    return [
        (paper.document.name, [version.file.language for version in paper.versions], paper.is_in_readers_language)
        for paper in documents.papers(consultation, audiences=BOTH)
    ]


@pytest.fixture
def organizer(client):
    person = make.staff(Function.CONSULTATION_ORGANIZER)
    client.force_login(person)
    return person


# --- Verbs --------------------------------------------------------------------------------------------------------


def test_a_newer_version_takes_the_place_of_the_file_in_its_language_only():
    paper = make.paper(language="en")
    first = paper.files.get()
    actions.add_document_file(paper, file=pdf("fr"), language="fr", by="test")

    newer = actions.add_document_file(paper, file=pdf("newer"), language="en", by="test")

    assert {file.language for file in paper.files.current()} == {"en", "fr"}
    assert newer in paper.files.current()
    assert DocumentFile.objects.get(pk=first.pk).ended_at


def test_a_paper_is_gone_with_the_last_of_its_files():
    paper = make.paper()

    actions.take_off_document_file(paper.files.get(), by="test")

    assert shown(paper.consultation) == []
    with pytest.raises(Refused, match="Somebody else took this document off"):
        actions.add_document_file(paper, file=pdf("late"), language="fr", by="test")


def test_of_two_who_take_a_file_off_the_second_is_told():
    file = make.paper().files.get()
    actions.take_off_document_file(file, by="test")

    with pytest.raises(Refused, match="meanwhile"):
        actions.take_off_document_file(file, by="test")


def test_a_session_with_documents_stays_until_they_are_gone():
    item = make.session(make.consultation(state="planned"))
    paper = make.paper(item.consultation, session=item)

    with pytest.raises(Refused, match="Documents belong to this session"):
        actions.remove_agenda_item(item, by="test")
    actions.take_off_document_file(paper.files.get(), by="test")

    actions.remove_agenda_item(item, by="test")
    assert not item.consultation.agenda.exists()


def test_a_session_of_another_agenda_has_no_part_in_it():
    with pytest.raises(Refused, match="not on the agenda"):
        make.paper(session=make.session())


def test_a_file_that_was_not_saved_does_not_stay_on_the_disk():
    folder = DocumentFile.file.field.storage
    make.paper()
    before = folder.listdir("consultations")[1]

    with pytest.raises(Contradiction, match="Write the title"):
        make.paper(name_en="")

    assert folder.listdir("consultations")[1] == before


def test_nothing_is_added_to_a_consultation_that_is_closed():
    closed = make.consultation(state="closed", starts_on=today_in("UTC") - timedelta(days=9))

    with pytest.raises(Refused, match="Closed"):
        make.paper(closed)


def test_each_step_is_told_of_the_consultation():
    paper = make.paper()
    for language in ("fr", "en"):
        actions.add_document_file(paper, file=pdf(language), language=language, by="test")
    actions.take_off_document_file(paper.files.current().get(language="fr"), by="test")

    verbs = [change.verb for change in Change.objects.about(paper.consultation.reference)[:4]]

    assert verbs == [f"consultation.document_{what}" for what in ("taken_off", "replaced", "translated", "added")]


# --- Readers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("languages", "order", "is_own"),
    [(["en", "fr"], ["fr", "en"], True), (["en", "es"], ["en", "es"], False)],
)
def test_the_file_in_the_readers_language_comes_first_or_its_absence_is_told(languages, order, is_own):
    paper = make.paper(language=languages[0])
    actions.add_document_file(paper, file=pdf("other"), language=languages[1], by="test")

    with translation.override("fr"):
        found = shown(paper.consultation)

    assert found == [("A paper", order, is_own)]


def test_everybody_reads_a_public_paper_as_a_file_to_keep(client):
    paper = make.paper(data=b"%PDF-1.7 words", name_en="Concept note")

    page = text_of(client.get(paper.consultation.get_absolute_url()))
    file = client.get(address(paper))

    assert "Concept note" in page
    assert address(paper) in page
    assert b"".join(file.streaming_content) == b"%PDF-1.7 words"
    assert 'attachment; filename="Concept-note-' in file["Content-Disposition"]


def test_a_replaced_file_is_not_there_any_more(client):
    paper = make.paper()
    old = address(paper)
    actions.add_document_file(paper, file=pdf("newer"), language="en", by="test")

    assert status_of(client, old) == 404
    assert status_of(client, address(paper)) == 200


def test_papers_of_an_idea_are_read_by_staff_only(client, organizer):
    paper = make.paper(make.consultation())
    file = paper.files.get().reference

    assert status_of(client, address(paper)) == 404
    assert status_of(client, staff_page("staff-document-file", paper.consultation.reference, file)) == 200


def takes_part(consultation, organization, *, invited="", registered=""):
    if invited:
        ConsultationInvitation.objects.create(consultation=consultation, organization=organization, state=invited)
    if registered:
        Registration.objects.create(
            consultation=consultation,
            organization=organization,
            name="Somebody",
            email="somebody@example.org",
            state=registered,
        )


@pytest.mark.parametrize(
    ("how", "may"),
    [
        ({}, False),
        ({"invited": "prepared"}, False),
        ({"invited": "sent"}, False),
        ({"invited": "declined"}, False),
        ({"invited": "accepted"}, True),
        ({"registered": "nominated"}, True),
        ({"registered": "confirmed"}, True),
        ({"registered": "waitlisted"}, True),
        ({"registered": "attended"}, True),
        ({"registered": "refused"}, False),
        ({"registered": "withdrawn"}, False),
        ({"registered": "no_show"}, False),
    ],
    ids=str,
)
def test_papers_for_participants_are_read_by_members_of_those_who_take_part(client, how, may):
    paper, member = make.paper(audience="participants"), make.member(role=MemberRole.READER)
    takes_part(paper.consultation, member.memberships.get().organization, **how)
    client.force_login(member)

    page = text_of(client.get(paper.consultation.get_absolute_url()))

    assert status_of(client, address(paper)) == (200 if may else 404)
    assert ("A paper" in page) == may


def test_papers_for_participants_do_not_exist_for_visitors(client):
    paper = make.paper(audience="participants")

    page = text_of(client.get(paper.consultation.get_absolute_url()))

    assert status_of(client, address(paper)) == 404
    assert "Documents" not in page


def test_who_left_the_organization_takes_no_part(client):
    paper, member = make.paper(audience="participants"), make.member()
    membership = member.memberships.get()
    takes_part(paper.consultation, membership.organization, invited="accepted")
    membership.left_at = membership.joined_at
    membership.save()
    client.force_login(member)

    assert status_of(client, address(paper)) == 404


# --- Staff --------------------------------------------------------------------------------------------------------


def test_an_organizer_adds_a_document_through_the_door_for_strangers_files(client, organizer):
    consultation = make.consultation(state="planned")
    facts = {"name_en": "Agenda", "audience": "public", "language": "English"}

    answer = client.post(
        staff_page("document-new", consultation.reference),
        facts | {"file": SimpleUploadedFile("agenda.png", DOT + b"hidden behind it", "image/png")},
        follow=True,
    )

    assert "The document is added." in text_of(answer)
    file = consultation.documents.get().files.get()
    assert (file.language, file.media_type) == ("en", "image/png")
    with file.file.open() as kept:
        assert b"hidden" not in kept.read()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name_en": ""}, "Write the title in one language at least."),
        ({"language": ""}, "Say in which language the file is."),
        ({"file": ""}, "Choose a file."),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "Only PDF, JPEG and PNG files are taken."),
    ],
)
def test_what_is_missing_is_told(client, organizer, typed, words):
    consultation = make.consultation(state="planned")
    facts = {"name_en": "Agenda", "audience": "public", "language": "en", "file": SimpleUploadedFile("a.png", DOT)}

    answer = client.post(staff_page("document-new", consultation.reference), facts | typed)

    assert answer.status_code == 422
    assert words in text_of(answer)


def test_a_file_that_a_colleague_took_off_is_told(client, organizer):
    paper = make.paper()
    file = paper.files.get()
    actions.take_off_document_file(file, by="test")

    answer = client.post(staff_page("document-file-take-off", paper.consultation.reference, file.reference))

    assert answer.status_code == 409
    assert "meanwhile" in text_of(answer)


def test_the_staffs_page_shows_each_paper_with_its_languages(client, organizer):
    item = make.session(make.consultation(state="planned"), name_en="Opening")
    make.paper(item.consultation, session=item, audience="participants", language="sw", name_en="<b>Note</b>")

    text = text_of(client.get(staff_page("staff-documents", item.consultation.reference)))

    assert all(words in text for words in ("For the session “Opening”", "For participants", "Swahili", "&lt;b&gt;Note"))
    assert "Not in your language." in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    consultation = make.consultation(state="planned")
    for _number in range(count):
        make.paper(consultation)

    with django_assert_num_queries(2):
        documents.papers(consultation, audiences=BOTH)
