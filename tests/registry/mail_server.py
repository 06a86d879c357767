"""A real SMTP server on loopback for tests, which can be told to misbehave."""

import asyncio
import contextlib
import threading

from aiosmtpd.smtp import SMTP


class MailServer:
    """Keeps what it takes. `answers` maps an address to what RCPT is answered; `hang_up_on` cuts the line at DATA."""

    def __init__(self):
        self.taken, self.answers, self.hang_up_on, self.connections = [], {}, set(), 0
        self.sender_answer = ""
        self.delay = 0.0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    # --- what aiosmtpd calls ---

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.delay)
        if self.hang_up_on & set(envelope.rcpt_tos):
            server.transport.abort()
            return "451 never arrives"
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return "250 Kept"

    # --- what tests call ---

    @property
    def addresses(self):
        return [address for address, _content in self.taken]

    def start(self, port=0):
        self._port = port
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def stop(self):
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def _run(self):
        asyncio.run(self._serve())

    async def _serve(self):
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()

        def connected():
            self.connections += 1
            return SMTP(self, hostname="localhost", enable_SMTPUTF8=True, loop=self._loop)

        server = await self._loop.create_server(connected, "127.0.0.1", self._port)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 1)
