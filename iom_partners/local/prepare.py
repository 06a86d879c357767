"""From an empty database to a registry that can be opened: one process, since each start of Django costs.

Every step can be repeated, so one that was killed is mended by the next start.
"""

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from iom_partners.local.children import say
from iom_partners.local.instance import write_private
from iom_partners.local.places import ROOT
from iom_partners.local.translations import compile_if_old


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iom_partners.settings")
    django.setup()
    compile_if_old()
    say("Bringing the database up to date …")
    call_command("migrate", verbosity=0)
    say("Loading the vocabularies …")
    call_command("load_vocabularies", verbosity=0)
    call_command("load_criteria", verbosity=0)
    call_command("load_counts", verbosity=0)
    if settings.IS_DEMO:
        say("Loading the demo, if the registry is empty …")
        call_command("load_demo", verbosity=0)
        call_command("load_observer_demo", verbosity=0)
        call_command("load_consultation_demo", verbosity=0)
    if not settings.DEBUG:
        collect_static_files()


def collect_static_files() -> None:
    """As in production: hashed names, compressed. Skipped while nothing has changed, since it takes seconds."""
    stamp = settings.STATIC_ROOT / ".collected"
    wanted = fingerprint(ROOT / "static")
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("Collecting the static files …")
    # rest_framework brings pages that we do not have: the API answers in JSON alone.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["rest_framework"])
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # nothing collected makes no folder
    write_private(stamp, wanted)


def fingerprint(folder: Path) -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "base.lock").read_bytes())  # packages bring static files too
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path}|{path.stat().st_size}|{path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
