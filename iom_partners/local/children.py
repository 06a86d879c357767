"""Child processes: started so that none outlives us, listened to, and ended in good order."""

import contextlib
import ctypes
import os
import select
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from iom_partners.local.places import ROOT, Account, Trouble

# Waits until the question is answered with yes, or so many seconds; says which. See Herd.wait.
Wait = Callable[[Callable[[], bool], float], bool]
PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop: Ctrl-C, a signal, a closed terminal."""


class Signals:
    """Remembers the first signal that asks us to stop. Raising at once could lose a child that is being started."""

    def __init__(self) -> None:
        self.caught = ""
        for number in STOP_SIGNALS:
            signal.signal(number, self._remember)

    def _remember(self, number: int, frame: Any) -> None:
        self.caught = self.caught or signal.Signals(number).name

    def check(self) -> None:
        if not self.caught and output_is_closed():
            self.caught = "nobody reads the output any more"
        if self.caught:
            raise Stopped(self.caught)

    def ignore(self) -> None:
        """From here on we are stopping, and a second Ctrl-C must not cut that short."""
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)


def say(text: str) -> None:
    """Print, unless the terminal or pipe is closed: that must never keep us from cleaning up."""
    with contextlib.suppress(OSError, ValueError):
        print(text, flush=True)


def output_is_closed() -> bool:
    """True once the reader of our pipe has gone (`make run | head`). A closed terminal sends SIGHUP instead."""
    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
        return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))
    except (OSError, ValueError):
        return True


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: if we die in any way, even by SIGKILL, Linux sends this signal to the child.

    It runs after the change of account, which would clear the setting.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True)

    def ask_kernel() -> None:
        if sys.platform == "linux":
            libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
            if os.getppid() != parent:  # we died before the kernel was asked
                os.kill(os.getpid(), number)

    return ask_kernel


class Child:
    """One process in its own process group, so that Ctrl-C reaches only us and we choose the order of ending."""

    def __init__(
        self,
        name: str,
        command: list[Any],
        *,
        env: dict[str, str] | None = None,
        cwd: Path = ROOT,
        account: Account | None = None,
        log: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        orphan_signal: signal.Signals = signal.SIGTERM,
        ready_words: str = "",
        grace: float = 10,
        pass_fds: Iterable[int] = (),
    ) -> None:
        self.name, self.stop_signal, self.grace = name, stop_signal, grace
        # Until it has printed these words, a signal would be lost on it (a Celery worker that is still starting).
        self.ready_words = ready_words
        self.unfinished_line, self.said_all = b"", False
        output: IO[bytes] | int = log.open("ab") if log else subprocess.PIPE
        try:
            self.process = subprocess.Popen(  # type: ignore[call-overload]
                [str(part) for part in command],
                env=env,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
                preexec_fn=die_with_parent(orphan_signal),
                pass_fds=tuple(pass_fds),
                **(account or {}),
            )
        finally:
            if not isinstance(output, int):
                output.close()
        if self.process.stdout:
            os.set_blocking(self.process.stdout.fileno(), False)

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def lines(self) -> list[str]:
        """What it has printed since the last call, whole lines only; at its end the rest as well."""
        assert self.process.stdout  # noqa: S101 - only asked of children without a log file
        fresh = self.process.stdout.read()  # None: nothing now; empty: everybody has closed it
        *whole, self.unfinished_line = (self.unfinished_line + (fresh or b"")).split(b"\n")
        self.said_all = fresh == b""
        if self.said_all and self.unfinished_line:
            whole.append(self.unfinished_line)
        lines = [line.decode("utf-8", "replace") for line in whole]
        if self.ready_words and any(self.ready_words in line for line in lines):
            self.ready_words = ""
        return lines

    def ask_to_stop(self) -> None:
        if self.ended:
            return
        if self.ready_words:
            self.kill_group()
        else:
            self.process.send_signal(self.stop_signal)

    def kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End it, politely for as long as `grace` lasts, and wait until it is gone."""
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace)
        self.kill_group()  # also what a child of it left behind
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


class Herd:
    """The children that print to us: passes their lines on, and notices who falls."""

    def __init__(self, signals: Signals) -> None:
        self.signals = signals
        self.lasting: list[Child] = []
        self.selector = selectors.DefaultSelector()

    def watch(self, child: Child) -> None:
        """A child that has to stay up as long as we do, and is ended by whoever started it."""
        self.lasting.append(child)

    def add(self, child: Child) -> Child:
        """A child that prints to us, has to stay up as long as we do, and is ended by `stop`."""
        self.watch(child)
        self._listen_to(child)
        return child

    def _listen_to(self, child: Child) -> None:
        if child.process.stdout:
            self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _leave(self, child: Child) -> None:
        if child.process.stdout in self.selector.get_map():
            self.selector.unregister(child.process.stdout)

    def listen(self, seconds: float) -> None:
        """Pass on what the children print, for that long at most."""
        if not self.selector.get_map():
            time.sleep(seconds)
            return
        for key, _ in self.selector.select(seconds):
            for line in key.data.lines():
                say(f"{key.data.name:7}| {line}" if key.data in self.lasting else line)
            if key.data.said_all:
                self._leave(key.data)

    def wait(self, done: Callable[[], bool], seconds: float = float("inf")) -> bool:
        """Listen until it is done. Raises Stopped when asked to stop, Trouble when a lasting child ends by itself."""
        end = time.monotonic() + seconds
        while not done():
            self.signals.check()
            self._check_all_up()
            if time.monotonic() > end:
                return False
            self.listen(0.1)
        return True

    def _check_all_up(self) -> None:
        for child in self.lasting:
            if child.ended:
                self.listen(0.1)
                status = child.process.returncode
                raise Trouble(f"{child.name} ended by itself with status {status}, so everything stops.")

    def finish(self, child: Child, seconds: float = float("inf")) -> int:
        """Wait for a child that has an end of its own (a command), and give its exit status."""
        self._listen_to(child)
        try:
            if not self.wait(lambda: child.ended, seconds):
                raise Trouble(f"{child.name} took longer than {seconds:.0f} s and was ended.")
            self.listen(0.1)
        finally:
            self._leave(child)
            child.stop()
        return child.process.returncode

    def stop(self) -> None:
        """Ask all at once, then give each its time, still passing on what they say: a full pipe would block them."""
        talking = [child for child in self.lasting if child.process.stdout]
        for child in talking:
            child.ask_to_stop()
        began = time.monotonic()
        while any(not child.ended and time.monotonic() < began + child.grace for child in talking):
            self.listen(0.05)
        self.listen(0)
        for child in talking:
            self._leave(child)
            child.grace = 0  # it has had its time
            child.stop()
        self.lasting.clear()
