"""R, as people have it on their machines, with the two packages that our examples use."""

import os
import shutil
import subprocess

PACKAGES = ("jsonlite", "httr2")


def _found():
    """The program, where it is there with these packages; empty otherwise."""
    program = os.environ.get("RSCRIPT") or shutil.which("Rscript")
    if not program:
        return ""
    asked = ", ".join(f'system.file(package="{name}")' for name in PACKAGES)
    looks = [program, "--vanilla", "-e", f"q(status = as.integer(!all(nzchar(c({asked})))))"]
    return program if subprocess.run(looks, capture_output=True, check=False).returncode == 0 else ""


RSCRIPT = _found()


def run(text, folder, **environment):
    """What the program says that is made of this text; it must end well."""
    done = _done(text, folder, environment)
    assert done.returncode == 0, (text, done.stderr[-3000:])
    return done.stdout


def refused(text, folder, **environment):
    """What it says when it ends in an error, as it must."""
    done = _done(text, folder, environment)
    assert done.returncode != 0, (text, done.stdout[-3000:])
    return done.stderr


def _done(text, folder, environment):
    file = folder / "example.R"
    file.write_text(text, encoding="utf-8")
    return subprocess.run(
        [RSCRIPT, "--vanilla", str(file)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=folder,
        env=os.environ | {"no_proxy": "127.0.0.1,localhost", "LC_ALL": "C.UTF-8"} | environment,
    )
