"""Fetching a file from the web: from named hosts, by https, never inside, never more than is allowed."""

import os
import ssl
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from registry.importers import fetching
from registry.importers.fetching import NotFetched, fetch

LIST = b"name,country\nAssociation,Chad\n"


class Answers(BaseHTTPRequestHandler):
    """A server with one good file and several ways to misbehave; it notes who asked for what."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        match self.path:
            case "/list.csv" if self.headers.get("If-None-Match") == '"one"':
                self._answer(304, b"")
            case "/list.csv":
                self._answer(200, LIST, ETag='"one"')
            case "/away":
                self._answer(302, b"", Location="/list.csv")
            case "/huge":
                self._answer(200, b"x" * 4096, **{"Content-Length": "100"})
            case "/empty":
                self._answer(200, b"")
            case "/broken":
                self._answer(503, b"no")
            case "/silent":
                self.server.over.wait(5)
            case _:
                self._answer(404, b"no")

    def _answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            if name != "Content-Length" or self.path != "/huge":
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing to the screen."""


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """A certificate of an authority of our own for `localhost`."""
    folder = tmp_path_factory.mktemp("papers")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder


@pytest.fixture
def server(papers, settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers / "ca.pem", papers / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.asked, server.over = [], threading.Event()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.SOURCE_HOSTS = [f"localhost:{server.server_port}"]
    settings.SOURCE_CA_BUNDLE = str(papers / "ca.pem")
    settings.SOURCE_MAY_BE_LOOPBACK = True
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


def at(server, path):
    return f"https://localhost:{server.server_port}{path}"


def test_a_file_comes_with_its_name_and_what_the_server_says_of_it(server):
    fetched = fetch(at(server, "/list.csv"))

    with fetched.content as content:
        assert content.read() == LIST
    assert (fetched.name, fetched.etag) == ("list.csv", '"one"')


def test_a_file_that_is_the_same_does_not_come_again(server):
    assert fetch(at(server, "/list.csv"), etag='"one"') is None


@pytest.mark.parametrize(
    ("path", "code", "is_passing"),
    [
        ("/away", "redirect", False),
        ("/nowhere", "answer", False),
        ("/broken", "answer", True),
        ("/empty", "empty", False),
    ],
)
def test_what_is_no_file_is_refused_and_only_what_may_pass_is_tried_again(server, path, code, is_passing):
    with pytest.raises(NotFetched) as refused:
        fetch(at(server, path))

    assert (refused.value.code, refused.value.is_passing) == (code, is_passing)
    assert len(server.asked) == 1


def test_no_more_is_read_than_is_allowed_whatever_the_server_says_of_its_length(server, monkeypatch):
    monkeypatch.setattr(fetching, "FILE_BYTES", 1000)

    with pytest.raises(NotFetched, match="too_big"):
        fetch(at(server, "/huge"))


def test_a_server_that_says_nothing_is_left(server, monkeypatch):
    monkeypatch.setattr(fetching, "_PIECE", 0.2)

    with pytest.raises(NotFetched, match="unreachable"):
        fetch(at(server, "/silent"))


def test_a_host_that_the_deployment_does_not_name_is_never_asked(server, settings):
    settings.SOURCE_HOSTS = ["data.example.org"]

    with pytest.raises(NotFetched, match="host"):
        fetch(at(server, "/list.csv"))

    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (r"https://localhost:{port}\@data.example.org/list.csv", "address"),
        ("https://me:secret@data.example.org/list.csv", "address"),
        ("https://data.example.org/a list.csv", "address"),
        ("https://data.example.org\t.example/list.csv", "address"),
        ("http://data.example.org/list.csv", "address"),
        ("https://data.example.org:99999/list.csv", "address"),
        ("https://localhost:{port}#@data.example.org/list.csv", "host"),
        ("https://data.example.org:8443/list.csv", "host"),
        ("https://[::127.0.0.1]:{port}/list.csv", "host"),
        ("https://[::ffff:127.0.0.1]:{port}/list.csv", "host"),
        ("https://127.1:{port}/list.csv", "host"),
    ],
)
def test_however_an_address_is_spelled_only_a_named_place_is_asked(server, settings, address, code):
    settings.SOURCE_HOSTS = ["data.example.org"]

    with pytest.raises(NotFetched) as refused:
        fetch(address.replace("{port}", str(server.server_port)))

    assert (refused.value.code, server.asked) == (code, [])


def test_a_name_that_leads_inside_is_never_asked_though_it_is_on_the_list(server, settings):
    settings.SOURCE_MAY_BE_LOOPBACK = False

    with pytest.raises(NotFetched, match="unreachable"):
        fetch(at(server, "/list.csv"))

    assert server.asked == []


def test_a_server_with_papers_that_nobody_knows_is_not_believed(server, settings):
    settings.SOURCE_CA_BUNDLE = ""

    with pytest.raises(NotFetched, match="unreachable"):
        fetch(at(server, "/list.csv"))

    assert server.asked == []


def test_neither_a_proxy_nor_a_password_of_the_surroundings_is_used(server, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    with fetch(at(server, "/list.csv")).content:
        assert "Authorization" not in server.asked[0][1]


@pytest.mark.parametrize("what", ["a link", "a pipe", "a folder", "nothing"])
def test_what_took_the_place_of_a_file_since_its_folder_was_looked_at_is_not_read(tmp_path, what):
    (tmp_path / "secret").write_bytes(LIST)
    place = tmp_path / "3w.csv"
    match what:
        case "a link":
            place.symlink_to(tmp_path / "secret")
        case "a pipe":
            os.mkfifo(place)
        case "a folder":
            place.mkdir()

    with pytest.raises(NotFetched, match="nothing_there"):
        fetching.open_itself(place)


def test_a_file_of_a_folder_that_is_too_big_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "FILE_BYTES", 10)
    (tmp_path / "3w.csv").write_bytes(LIST)

    with pytest.raises(NotFetched, match="too_big"):
        fetching.open_itself(tmp_path / "3w.csv")
