"""A Chromium for the browser tests: found, or on Debian and as root fetched, or loudly missed."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from iom_partners.local.children import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
REMEDY = "apt-get install chromium     (or, where Chromium or Chrome is elsewhere: CHROMIUM=/path/to/it make test)"


def find_or_fetch() -> str:
    """The program's path; empty where none can be had, which has then been said."""
    found = find() or (fetch() if os.geteuid() == 0 and shutil.which("apt-get") else "")
    if not found:
        say_missed()
    return found


def say_missed() -> None:
    bar = "!" * 100
    say(f"\n{bar}\nNo Chromium was found, so the browser tests cannot run. The remedy:\n    {REMEDY}\n{bar}\n")


def find() -> str:
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if works(named) else ""
    candidates = [shutil.which(name) for name in NAMES] + [str(MACOS)] + _from_playwright()
    return next((path for path in candidates if path and works(path)), "")


def _from_playwright() -> list[str]:
    """What `playwright install chromium` has put into a contributor's home."""
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright").expanduser()
    with contextlib.suppress(OSError):
        return sorted((str(path) for path in home.glob("chromium-*/chrome-linux*/chrome")), reverse=True)
    return []


def works(path: str) -> bool:
    """Asked, not believed: on Ubuntu `chromium-browser` may be a script that only says where to get one."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def fetch() -> str:
    say("No Chromium here: fetching Debian's for the browser tests (about 100 MB, once) …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
        )
        if done.returncode:
            say(f"apt-get {command[0]} did not work:\n{(done.stdout + done.stderr)[-1500:]}")
            return ""
    return find()
