"""A real SMTP server on loopback that keeps what it is sent: each mail one .eml file, the newest few hundred.

python -m iom_partners.local.mail_sink FOLDER SOCKET    (SOCKET: the number of a listening socket that was handed down)
"""

import asyncio
import os
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 500


class Folder:
    """What the sink does with a mail. A mail is answered with "kept" only once its file is whole."""

    def __init__(self, folder: Path, kept: int = KEPT):
        self.folder, self.kept = folder, kept
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for rest in folder.glob("*.part"):  # of an instance that was killed while writing
            rest.unlink()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            self.keep(envelope)
        except OSError as error:
            return f"452 The mail could not be kept: {error.strerror}"
        return "250 Kept"

    def keep(self, envelope: Envelope) -> Path:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{uuid4().hex[:8]}.eml"
        # Who it went to is not in the mail itself where somebody is in blind copy.
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        content = envelope.content or b""
        part = self.folder / f"{name}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(head.encode("utf-8") + (content.encode() if isinstance(content, str) else content))
        part.rename(self.folder / name)
        for old in sorted(self.folder.glob("*.eml"))[: -self.kept]:
            old.unlink(missing_ok=True)
        return self.folder / name


async def serve(folder: Path, listening: socket.socket) -> None:
    handler = Folder(folder)
    loop = asyncio.get_running_loop()
    asked_to_stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, asked_to_stop.set)
    async with await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="localhost"), sock=listening
    ):
        await asked_to_stop.wait()


def main() -> None:
    folder, number = sys.argv[1:]
    asyncio.run(serve(Path(folder), socket.socket(fileno=int(number))))


if __name__ == "__main__":
    main()
