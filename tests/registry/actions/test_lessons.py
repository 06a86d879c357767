"""The learning shelf: who takes part contributes, another person decides, and the words are found in their language."""

import pytest

from registry import actions
from registry.errors import Contradiction, Refused
from registry.importers.documents import CleanFile
from registry.models import Change, Lesson, Message
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return make.programme("bridge")


@pytest.fixture
def member(programme):
    organization = make.organization("Open Aid")
    make.partnership(organization, programme=programme)
    return make.member(organization)


def contributed(programme, member, **facts):
    organization = member.memberships.get().organization
    told = {"title": "Ask first", "text": "People know best.", "language": "en"} | facts
    return actions.contribute_lesson(programme, organization, by=member, **told)


def test_a_contribution_waits_and_is_told_of_in_the_record(programme, member):
    lesson = contributed(programme, member)

    assert lesson.state == "proposed"
    change = Change.objects.about(lesson.organization.reference).first()
    assert (change.verb, change.diff) == ("lesson.contributed", {"lesson": [None, lesson.reference]})


def test_who_does_not_take_part_cannot_contribute(programme):
    stranger = make.member()

    with pytest.raises(Refused, match="does not take part"):
        contributed(programme, stranger)


def test_a_lesson_says_something(programme, curator):
    with pytest.raises(Contradiction, match="Write what was learned"):
        actions.add_lesson(programme, title="Empty", language="en", by=curator)


def test_what_staff_put_there_is_published_at_once(programme, curator):
    lesson = actions.add_lesson(programme, title="Ask first", text="They know.", language="en", by=curator)

    assert lesson in programme.lessons.published()
    assert Change.objects.about("programme:bridge").first().verb == "lesson.added"


@pytest.mark.parametrize(
    ("verb", "facts", "state", "words"),
    [
        (actions.publish_lesson, {}, "published", "It is published"),
        (actions.refuse_lesson, {"reason": "It names a person."}, "refused", "It names a person."),
    ],
)
def test_who_contributed_is_told_the_answer(programme, member, curator, verb, facts, state, words):
    lesson = verb(contributed(programme, member), by=curator, **facts)

    assert lesson.state == state
    message = Message.objects.get(kind="registry.lesson_decided")
    assert message.recipient == member
    assert words in message.body
    assert "Open Aid" not in message.title + message.body


def test_of_one_in_danger_the_mail_tells_nothing(programme, member, curator):
    lesson = contributed(programme, member)
    actions.mark_at_risk(lesson.organization, reason="Threats.", by=curator)

    actions.refuse_lesson(Lesson.objects.get(pk=lesson.pk), reason="It names a person.", by=curator)

    body = Message.objects.get(kind="registry.lesson_decided").body
    assert "names a person" not in body
    assert lesson.organization.reference not in body


def test_nobody_decides_twice_or_about_her_own(programme, member, curator):
    lesson = contributed(programme, member)

    with pytest.raises(Refused, match="Somebody else decides"):
        actions.publish_lesson(lesson, by=member)
    actions.publish_lesson(lesson, by=curator)
    with pytest.raises(Refused, match="already: published"):
        actions.refuse_lesson(lesson, reason="Late.", by=curator)


def test_a_published_lesson_is_taken_off_with_a_reason(programme, member, curator):
    lesson = actions.publish_lesson(contributed(programme, member), by=curator)

    lesson = actions.withdraw_lesson(lesson, reason="It was wrong.", by=curator)

    assert lesson not in programme.lessons.published()


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("en", "Shelters were opened at night.", "shelter open"),
        ("fr", "Les réintégrations durables ont échoué.", "REINTEGRATION"),
        ("es", "Las mujeres migrantes hablaron primero.", "mujeres migrante"),
        ("ar", "تعلمنا أن نسأل أولا", "نسأل"),
        ("en", "Shelters were opened at night.", "ask first"),
    ],
    ids=["forms", "accents and case", "Spanish forms", "any other language", "title"],
)
def test_words_are_found_in_the_forms_of_their_language(programme, curator, language, text, asked):
    lesson = actions.add_lesson(programme, title="Ask first", text=text, language=language, by=curator)
    actions.add_lesson(programme, title="Other", text="Nothing alike", language="fr", by=curator)

    assert list(Lesson.objects.about(asked)) == [lesson]


def test_a_file_that_no_lesson_knows_is_not_kept(programme, curator):
    storage = Lesson.file.field.storage
    before = storage.listdir("lessons")[1] if storage.exists("lessons") else []

    with pytest.raises(Refused):
        actions.contribute_lesson(
            programme,
            make.organization(),
            file=CleanFile("application/pdf", b"%PDF-1.7"),
            title="A",
            language="en",
            by=make.user(),
        )

    assert (storage.listdir("lessons")[1] if storage.exists("lessons") else []) == before
