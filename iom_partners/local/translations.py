"""Compile the translations where a .po file is newer than its .mo: python -m iom_partners.local.translations"""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def compile_if_old() -> None:
    """The .mo files are made here and never committed, so they are never older than what translators wrote."""
    if any(_is_old(source) for folder in settings.LOCALE_PATHS for source in Path(folder).rglob("*.po")):
        call_command("check_translations", compile=True, verbosity=0)


def _is_old(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iom_partners.settings")
    django.setup()
    compile_if_old()
