"""A small IMAP server over TLS on loopback for tests: one mailbox, one reader, and what a reader of ours asks."""

import datetime
import re
import socket
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class ImapServer:
    """Keeps `mails`; `seen` are the numbers of those that were marked as read; `asked` is what it was asked."""

    def __init__(self, folder, opens_with):
        self.mails, self.seen, self.asked, self._opens_with = [], set(), [], opens_with
        self.certificate = folder / "certificate.pem"
        self._write_certificate()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        # Closing alone does not wake the one who waits for a caller.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _serve(self):
        while True:
            try:
                raw, _address = self._listening.accept()
                with self._context.wrap_socket(raw, server_side=True) as line:
                    self._talk(line, line.makefile("rb"))
            except ssl.SSLError:
                continue
            except OSError:
                return

    def _talk(self, line, lines):
        line.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        for request in lines:
            tag, command = request.decode().strip().split(" ", 1)
            self.asked.append(command)
            for piece in self._answer(command):
                line.sendall(piece)
            is_refused = command.startswith("LOGIN") and self._opens_with not in command
            line.sendall(f"{tag} {'NO' if is_refused else 'OK'} done\r\n".encode())
            if command == "LOGOUT":
                return

    def _answer(self, command):
        """The untagged part of an answer."""
        if command.startswith("CAPABILITY"):
            yield b"* CAPABILITY IMAP4rev1\r\n"
        elif command.startswith("SELECT"):
            yield f"* {len(self.mails)} EXISTS\r\n".encode()
        elif command.startswith("UID SEARCH"):
            unseen = [str(n) for n in range(1, len(self.mails) + 1) if n not in self.seen]
            yield f"* SEARCH {' '.join(unseen)}\r\n".encode()
        elif asked := re.match(r"UID FETCH (\d+) \(BODY.PEEK\[\]<0.(\d+)>\)", command):
            number, most = int(asked[1]), int(asked[2])
            mail = self.mails[number - 1][:most]
            yield f"* {number} FETCH (UID {number} BODY[]<0> {{{len(mail)}}}\r\n".encode() + mail + b")\r\n"
        elif asked := re.match(r"UID STORE (\d+) \+FLAGS \(\\Seen\)", command):
            self.seen.add(int(asked[1]))

    def _write_certificate(self):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256())
        )
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
        self.certificate.write_bytes(private + certificate.public_bytes(pem))
