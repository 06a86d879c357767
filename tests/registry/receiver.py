"""A receiver of webhooks on this machine: it verifies what comes with the library of the standard."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError


class Receiver(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = f"127.0.0.1:{self.server_port}"
        self.address = f"http://{self.host}/hooks"
        # What it answers: a status, or a function of the handler.
        self.answer, self.secret = 204, ""
        # What came and was genuine: (id, content).
        self.got, self.refused, self.hits = [], 0, 0
        self.over = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        self.over.set()
        self.shutdown()
        self.server_close()

    @property
    def ids(self):
        """The ids of what came, each once: a receiver knows a message again."""
        return list(dict.fromkeys(id_ for id_, _content in self.got))

    @property
    def seqs(self):
        return [content["data"].get("seq") for _id, content in self.got]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.hits += 1
        if callable(self.server.answer):
            self.server.answer(self)
            return
        status = self.server.answer
        try:
            content = Webhook(self.server.secret).verify(body, dict(self.headers), json_parse=False)
            content = json.loads(body)
            if status < 300:
                self.server.got.append((self.headers["webhook-id"], content))
        except WebhookVerificationError:
            self.server.refused += 1
            status = 401
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", f"http://{self.server.host}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *args):
        """Nothing to the screen."""


def let_time_pass(webhook, **for_):
    """As if all that happened had happened so long ago."""
    ago = timedelta(**for_)
    for delivery in webhook.deliveries.all():
        delivery.next_at -= ago
        delivery.save()
    webhook.refresh_from_db()
    for name in ("not_before", "taken_until", "failing_since", "old_secret_until"):
        if getattr(webhook, name):
            setattr(webhook, name, getattr(webhook, name) - ago)
    webhook.save()
