"""`make lock`: resolve requirements/*.in anew and write the hash-locked lists. Needs the network."""

import os
import subprocess

from iom_partners.local.children import say
from iom_partners.local.places import ROOT

# Universal: one list for Linux and macOS. Wheels only: nothing is built, so nothing runs at install.
COMPILE = [
    "pip",
    "compile",
    "-q",
    "--no-config",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
]
COMPILE += ["--only-binary", ":all:", "--no-emit-index-url", "--no-emit-find-links"]
LISTS = {
    "base.lock": ["requirements/base.in"],
    "dev.lock": ["-c", "requirements/base.lock", "requirements/dev.in"],
    "bootstrap.lock": ["-c", "requirements/dev.lock", "-"],
}


def main(arguments: list[str]) -> int:
    uv = ROOT / ".venv" / "bin" / "uv"
    for name, arguments in LISTS.items():
        say(f"Locking {name} …")
        # bootstrap.lock is uv alone, given by standard input.
        command = [str(uv), *COMPILE, *arguments, "-o", f"requirements/{name}"]
        done = subprocess.run(command, input="uv\n", text=True, cwd=ROOT, env=os.environ)
        if done.returncode:
            return done.returncode
    say("Done. The next make run or make test installs the difference.")
    return 0
