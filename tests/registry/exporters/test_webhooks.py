"""What leaves for a receiver, and what never does: nothing inside, no redirect, no receiver that never ends."""

import contextlib
import ipaddress
import socket
import threading
import time

import pytest

from registry.exporters import webhooks
from registry.exporters.webhooks import is_outside, send
from tests.registry.receiver import Receiver

INSIDE = [
    "0.0.0.0",  # noqa: S104
    "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "192.0.0.8",
    "192.0.2.1", "192.168.1.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
    "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1", "5f00::1",
]  # fmt: skip
OUTSIDE = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]


@pytest.fixture
def receiver(settings):
    receiver = Receiver()
    settings.WEBHOOK_TRIAL_HOSTS = [receiver.host]
    yield receiver
    receiver.stop()


@pytest.fixture
def leads_to(monkeypatch):
    """Makes every name lead to these addresses, the first one first; returns how often a connection was begun."""
    connected = []

    def set_up(*addresses):
        turn = iter(addresses)

        def getaddrinfo(host, port, *args, **kwargs):
            try:
                ipaddress.ip_address(host)
                found = host
            except ValueError:
                found = next(turn)
            family = socket.AF_INET6 if ":" in found else socket.AF_INET
            place = (found, port, 0, 0) if ":" in found else (found, port)
            return [(family, socket.SOCK_STREAM, 6, "", place)]

        def connect(address, *args, **kwargs):
            connected.append(address[0])
            raise OSError("refused")

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
        return connected

    return set_up


@pytest.mark.parametrize("inside", INSIDE)
def test_a_name_that_leads_inside_is_not_asked(leads_to, inside):
    connected = leads_to(inside)

    outcome = send("https://receiver.example/hooks", {}, "{}")

    assert (outcome.reason, connected) == (webhooks.INSIDE, [])


def test_what_is_connected_to_is_the_address_that_was_looked_at(leads_to):
    """A name that leads outside when it is looked at, and inside a moment later."""
    connected = leads_to(OUTSIDE[0], "127.0.0.1", "127.0.0.1")

    send("https://receiver.example/hooks", {}, "{}")

    assert connected == [OUTSIDE[0]]


@pytest.mark.parametrize("outside", OUTSIDE)
def test_the_web_is_outside(outside):
    assert is_outside(ipaddress.ip_address(outside))


def test_only_the_hosts_that_a_deployment_names_for_trials_are_asked_on_this_machine(receiver, settings):
    settings.WEBHOOK_TRIAL_HOSTS = []

    outcome = send(receiver.address, {}, "{}")

    assert (outcome.reason, receiver.hits) == (webhooks.ADDRESS, 0)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(receiver, status):
    receiver.answer = lambda handler: _redirect(handler, status)

    outcome = send(receiver.address, {}, "{}")

    assert (outcome.reason, outcome.status, receiver.hits) == (webhooks.REDIRECT, status, 1)


def _redirect(handler, status):
    handler.send_response(status)
    handler.send_header("Location", f"http://{handler.server.host}/elsewhere")
    handler.end_headers()


@pytest.mark.parametrize("where", ["http://[", "//[", "https://\u2100.example/", "http://receiver.example:x/"])
def test_a_redirect_to_what_is_no_address_is_a_redirect(receiver, where):
    receiver.answer = lambda handler: _answer(handler, f"HTTP/1.1 302 Found\r\nLocation: {where}\r\n\r\n")

    assert send(receiver.address, {}, "{}").reason == webhooks.REDIRECT


def test_what_a_redirect_says_beside_is_not_read(receiver):
    over = threading.Event()

    def answer(handler):
        _answer(handler, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(1000):
                handler.wfile.write(b"x" * 100_000)
            handler.server.read_to_its_end = True
        over.set()

    receiver.answer, receiver.read_to_its_end = answer, False

    outcome = send(receiver.address, {}, "{}")

    assert over.wait(20)
    assert (outcome.reason, receiver.read_to_its_end) == (webhooks.REDIRECT, False)


def _answer(handler, text):
    handler.wfile.write(text.encode())


@pytest.mark.parametrize("slow", ["silent", "dripping", "endless"])
def test_a_receiver_that_never_ends_is_cut_off(receiver, monkeypatch, slow):
    monkeypatch.setattr(webhooks, "_WHOLE", 0.5)

    def answer(handler):
        if slow != "silent":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if slow == "dripping" else b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(200):
            if handler.server.over.wait(0.05):
                return
            if slow == "dripping":
                handler.wfile.write(b"X-More: more\r\n")
            elif slow == "endless":
                handler.wfile.write(b"x" * 10_000)

    receiver.answer = answer
    began = time.monotonic()

    outcome = send(receiver.address, {}, "{}")

    assert time.monotonic() - began < 9
    assert outcome.reason == (webhooks.UNREACHABLE if slow == "silent" else webhooks.OK)  # which it said before


def test_nobody_there_is_told_as_such(settings):
    settings.WEBHOOK_TRIAL_HOSTS = ["127.0.0.1:1"]

    assert send("http://127.0.0.1:1/", {}, "{}").reason == webhooks.UNREACHABLE
