"""Every mail in every language: whole, in that language, naming nobody in danger, and with our own addresses only."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from registry import actions
from registry.mails import CHOOSABLE, STOPPABLE, Topic, mails
from tests import make
from tests.house.mail_samples import HIDDEN, ORGANIZATION, REFERENCE, SAMPLES, SIGNING_IN, WORDS

LANGUAGES = ["en", "fr", "es"]
FOLDER = Path(settings.BASE_DIR) / "templates"
LIBRARY = sorted(
    str(path.relative_to(FOLDER)).removesuffix("_message.txt")
    for path in [*FOLDER.glob("account/email/*_message.txt"), *FOLDER.glob("mfa/email/*_message.txt")]
    if path.name != "base_message.txt"
)
# What reads the same in two languages: numbers, addresses, references and what people typed.
_SAME = re.compile(r"https?://\S+|[A-Z]{3}-[0-9A-Z]{8}|Zq|Bcc: everybody@example.org|\S+@example.org|192.0.2.1|\d+|\W+")


def words_of(kind, language):
    """(title, body) as notify makes them; nothing is saved."""
    app, _dot, name = kind.partition(".")
    with translation.override(language):
        context = {"site": settings.SITE_ORIGIN, "recipient": None, "subject": REFERENCE} | SAMPLES[kind]
        text = render_to_string(f"{app}/emails/{name}.txt", context).strip()
    title, _line, body = text.partition("\n")
    return title, body


def library_words(name, language):
    with translation.override(language):
        context = SIGNING_IN | {"site": settings.SITE_ORIGIN}
        return tuple(render_to_string(f"{name}_{part}.txt", context).strip() for part in ("subject", "message"))


def test_every_template_of_a_mail_is_a_kind_with_a_sample():
    templates = {
        f"{path.parent.parent.name}.{path.stem}"
        for path in FOLDER.glob("*/emails/*.txt")
        if not path.name.startswith("_")
    }

    assert templates == set(mails()) == set(SAMPLES)


def test_every_topic_has_mails_and_every_kind_a_topic():
    assert {mail.topic for mail in mails().values()} == set(Topic)
    assert set(Topic) - set(STOPPABLE) == {Topic.NOTICE, Topic.ACCESS}
    assert set(CHOOSABLE) < set(STOPPABLE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_a_mail_is_whole_and_safe_in_each_language(kind, language):
    title, body = words_of(kind, language)

    assert title.strip()
    assert len(body.split()) > 10
    assert not re.search(r"{[{%]|[%}]}|%\(", title + body)
    # Of an organization in danger neither name nor reference, in whatever the mail is given.
    assert HIDDEN not in title + body
    assert ORGANIZATION.reference not in title + body
    links = re.findall(r"https?://\S+", body)
    assert [link for link in links if not link.startswith((settings.SITE_ORIGIN, "http://x"))] == []
    assert any(f"/{language}/" in link for link in links)


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("words", [words_of, library_words], ids=["ours", "signing in"])
def test_no_sentence_of_a_mail_is_left_in_english(words, language):
    left = {}
    for kind in sorted(SAMPLES) if words is words_of else LIBRARY:
        english = _sentences(words(kind, "en"))
        if same := english & _sentences(words(kind, language)):
            left[kind] = same

    assert left == {}


def _sentences(words):
    lines = {line.strip() for line in "\n".join(words).splitlines()}
    return {line for line in lines if _SAME.sub("", line)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LIBRARY)
def test_a_mail_of_signing_in_is_whole_in_each_language(name, language):
    title, body = library_words(name, language)

    assert title
    assert "\n" not in title
    assert len(body.split()) > 10
    assert [link for link in re.findall(r"https?://\S+", body) if not link.startswith(settings.SITE_ORIGIN)] == []


@pytest.mark.parametrize("kind", ["consultations.invited", "consultations.consultation_cancelled", "registry.digest"])
def test_what_people_typed_writes_no_header(db, kind):
    reader = make.user()

    message = actions.notify(kind, recipient=reader, subject=REFERENCE, context=SAMPLES[kind])

    sent = EmailMessage(message.title, message.body, to=[message.address]).message().as_bytes()
    headers = message_from_bytes(sent, policy=policy.default)
    assert headers["Bcc"] is None
    assert "\n" not in message.title
    assert WORDS not in message.title


def test_a_kind_that_no_table_knows_is_not_written(db):
    with pytest.raises(KeyError):
        actions.notify("registry.unheard_of", recipient=make.user())
