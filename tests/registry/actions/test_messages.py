"""The outbox against a real mail server: nothing lost, nothing twice, and one bad address stops nobody."""

import email
import socket
import threading
from collections import Counter
from datetime import timedelta
from email import policy

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from registry import actions
from registry.errors import Refused
from registry.models import Change, Message
from registry.states import MessageState
from tests import make
from tests.registry.mail_server import MailServer


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", port, False


@pytest.fixture
def server(settings):
    server = MailServer().start()
    use(settings, server.port)
    yield server
    server.stop()


def read(content):
    return email.message_from_bytes(content, policy=policy.default)


def test_a_message_leaves_in_the_readers_language_with_a_stable_number(db, server):
    reader = make.user(email="lectrice@example.org", language="fr")
    message = actions.notify("registry.account_opened", recipient=reader)

    assert actions.deliver_messages() == 1

    mail = read(server.taken[0][1])
    assert (mail["To"], mail["Message-ID"], mail["Content-Language"], mail["Auto-Submitted"]) == (
        "lectrice@example.org",
        message.message_id,
        "fr",
        "auto-generated",
    )
    assert "/fr/account/login/" in mail.get_content()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)


def test_one_connection_carries_many_messages(db, server):
    for _number in range(5):
        make.message()

    assert actions.deliver_messages() == 5
    assert server.connections == 1


def test_nothing_due_opens_no_connection(db, server):
    make.message(next_try_at=timezone.now() + timedelta(minutes=1))

    assert (actions.deliver_messages(), server.connections) == (0, 0)


def test_a_mail_server_that_is_down_costs_no_attempt_and_gets_all_later(db, settings):
    port = free_port()
    use(settings, port)
    messages = [make.message() for _number in range(5)]

    assert actions.deliver_messages() == 0
    assert set(Message.objects.values_list("attempts", "state")) == {(0, "waiting")}

    server = MailServer().start(port)
    assert actions.deliver_messages() == 5
    server.stop()
    assert Counter(server.addresses) == Counter(message.address for message in messages)


def test_a_line_that_breaks_costs_one_message_one_attempt(db, server):
    first, *others = [make.message() for _number in range(4)]
    server.hang_up_on = {first.address}

    assert actions.deliver_messages() == 3

    first.refresh_from_db()
    assert (first.state, first.attempts) == (MessageState.WAITING, 1)
    assert timedelta(0) < first.next_try_at - timezone.now() < timedelta(seconds=70)
    assert sorted(server.addresses) == sorted(message.address for message in others)


def test_a_line_that_breaks_again_and_again_ends_the_round(db, server):
    messages = [make.message() for _number in range(10)]
    server.hang_up_on = {message.address for message in messages}

    assert actions.deliver_messages() == 0
    assert Message.objects.filter(attempts=1).count() == 2


@pytest.mark.parametrize(
    ("answer", "state", "attempts"),
    [
        ("550 no such mailbox", MessageState.HELD, 1),
        ("450 try again later", MessageState.WAITING, 1),
        ("421 too busy", MessageState.WAITING, 1),
    ],
)
def test_what_the_mail_server_says_of_an_address_decides(db, server, answer, state, attempts):
    refused, other = make.message(), make.message()
    server.answers = {refused.address: answer}

    assert actions.deliver_messages() == 1

    refused.refresh_from_db()
    assert (refused.state, refused.attempts, server.addresses) == (state, attempts, [other.address])
    assert answer[4:] in refused.error


def test_a_sender_who_is_refused_is_nobodys_attempt(db, server):
    make.message()
    server.sender_answer = "553 not from you"

    assert actions.deliver_messages() == 0
    assert Message.objects.get().attempts == 0


@pytest.mark.parametrize("address", ["nobody", "a@b@c.org", "a\nBcc: b@example.org", "é@example.org", ""])
def test_what_is_no_address_is_held_at_once(db, server, address):
    bad, good = make.message(address=address), make.message()

    assert actions.deliver_messages() == 1

    bad.refresh_from_db()
    assert (bad.state, bad.error) == (MessageState.HELD, "This is not an e-mail address.")
    assert server.addresses == [good.address]


def test_a_mail_that_nobody_foresaw_keeps_no_other_from_leaving(db, server):
    poison, good = make.message(message_id="<broken\nid>"), make.message()

    assert actions.deliver_messages() == 1

    poison.refresh_from_db()
    assert (poison.state, server.addresses) == (MessageState.HELD, [good.address])


def test_a_title_cannot_write_headers_of_its_own(db, server):
    actions.post("test", address="a@example.org", title="Hello\r\nBcc: b@example.org\x0b\u2028x", body="")

    actions.deliver_messages()

    mail = read(server.taken[0][1])
    assert (mail["Subject"], mail["Bcc"]) == ("Hello Bcc: b@example.org x", None)


def test_tries_wait_longer_and_longer_and_then_a_person_looks(db, server):
    message = make.message()
    server.answers = {message.address: "450 not now"}
    waits = []

    for _attempt in range(8):
        Message.objects.update(next_try_at=timezone.now())
        actions.deliver_messages()
        message.refresh_from_db()
        waits.append(round((message.next_try_at - timezone.now()).total_seconds() / 60))

    assert waits[:7] == [1, 5, 15, 60, 180, 480, 720]
    assert message.state == MessageState.HELD


@pytest.mark.parametrize("answer", ["", "550 gone"])
def test_a_secret_is_forgotten_once_it_left_or_was_given_up(db, server, answer):
    message = make.message(carries_secret=True, body="a link")
    server.answers = {message.address: answer}

    actions.deliver_messages()

    message.refresh_from_db()
    assert message.body == ""


def test_a_secret_that_waits_too_long_is_given_up_even_when_no_server_answers(db, settings):
    use(settings, free_port())
    old, new = make.message(carries_secret=True), make.message(carries_secret=True)
    Message.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=3, seconds=1))

    actions.deliver_messages()

    assert set(Message.objects.values_list("pk", "state", "body")) == {
        (old.pk, "held", ""),
        (new.pk, "waiting", "A body"),
    }


def test_an_address_gets_so_many_mails_a_day_and_the_rest_later(db, server):
    for _number in range(22):
        make.message(address="Flooded@example.org", kind="registry.role_changed")
    security = make.message(address="flooded@example.org", kind="account.password_reset_key")

    assert actions.deliver_messages() == 21

    security.refresh_from_db()
    assert security.state == MessageState.SENT
    late = Message.objects.filter(state=MessageState.WAITING)
    assert {message.attempts for message in late} == {0}
    assert all(timedelta(hours=23) < message.next_try_at - timezone.now() < timedelta(hours=25) for message in late)


def test_a_held_message_is_sent_again_when_a_person_says_so(db, server, administrator):
    message = make.message(state=MessageState.HELD, attempts=8, error="550")

    actions.retry_message(message, by=administrator)

    assert actions.deliver_messages() == 1
    assert Change.objects.latest("pk").verb == "message.retried"
    with pytest.raises(Refused):
        actions.retry_message(message, by=administrator)


def test_a_held_secret_is_not_sent_again(db, administrator):
    message = make.message(state=MessageState.HELD, carries_secret=True, body="")

    with pytest.raises(Refused, match="no longer kept"):
        actions.retry_message(message, by=administrator)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_workers_at_once_send_everything_once(server):
    messages = [make.message() for _number in range(60)]
    server.delay = 0.005
    sent, together = [], threading.Barrier(3)

    def work():
        together.wait()
        sent.append(actions.deliver_messages())
        connections.close_all()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert Counter(server.addresses) == Counter(message.address for message in messages)
    assert sum(sent) == 60
    assert min(sent) > 0
    assert not Message.objects.exclude(state=MessageState.SENT).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_row_that_another_worker_holds_is_left_to_it(server):
    held, free = make.message(), make.message()

    with transaction.atomic():
        Message.objects.select_for_update().get(pk=held.pk)
        outcome = []

        def work():
            outcome.append(actions.deliver_messages())
            connections.close_all()

        worker = threading.Thread(target=work)
        worker.start()
        worker.join(30)

    assert (outcome, server.addresses) == ([1], [free.address])


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_worker_that_dies_before_its_commit_sends_the_same_mail_with_the_same_number(server):
    message = make.message()

    def work():
        with transaction.atomic():
            actions.deliver_messages()
            # As when the process is killed between the mail server's yes and the commit.
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join(30)
    message.refresh_from_db()
    assert message.state == MessageState.WAITING

    assert actions.deliver_messages() == 1

    assert [read(content)["Message-ID"] for _address, content in server.taken] == [message.message_id] * 2
