"""Every template is used, every sentence is marked for translation, no style and no script stands in a page."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from consultations import looks as consultations
from observers import looks as observers
from registry import looks as registry

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
# Looked up by name by Django and by the sign-in library, not by us.
FOUND_BY_OTHERS = re.compile(r"^(\d{3}\.html|account/|mfa/|usersessions/|allauth/)")


def _code():
    apps = ("registry", "observers", "consultations", "iom_partners")
    files = [path for app in apps for path in (settings.BASE_DIR / app).rglob("*.py")]
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*files, *FOLDER.rglob("*.html"), *FOLDER.rglob("*.txt"), *FOLDER.rglob("*.typ")]
    )


def test_every_template_is_used():
    code = _code()
    emails = re.compile(r"(\w+)/emails/(\w+)\.txt")
    set_by_typst = re.compile(r"files/(\w+)\.typ")

    def used(name):
        if sheet := set_by_typst.match(name):
            return f'"{sheet[1]}"' in code or f"{sheet[1]}.typ" in code
        # What begins with an underscore is included by another one, by its path.
        mail = None if "/_" in name else emails.match(name)
        return f'"{mail[1]}.{mail[2]}"' in code if mail else name in code

    assert [name for name in TEMPLATES if not FOUND_BY_OTHERS.match(name) and not used(name)] == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_every_template_can_be_read(name):
    assert get_template(name)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_no_page_carries_style_or_script_of_its_own(name):
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    assert name == "base.html" or not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", text)


def test_the_policy_allows_the_one_script_of_the_head_and_no_other():
    text = (FOLDER / "base.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)

    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" == settings.HEAD_SCRIPT_HASH


def test_every_icon_that_is_named_is_drawn():
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="i-([\w-]+)"', sprite))

    named = set(re.findall(r"""\bicon(?:=|["']\s*:\s*|\s+)["']([\w-]+)["']""", _code()))
    named |= {icon for looks in (registry, observers, consultations) for _tone, icon in looks.LOOKS.values() if icon}

    assert {"search", "clock"} <= named
    assert named - drawn == set()


def test_no_file_asks_another_host_for_anything():
    files = [path for path in [*FOLDER.rglob("*.html"), *(settings.BASE_DIR / "static").rglob("*")] if path.is_file()]
    asked = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")

    # The vendored library is the work of others and asks nobody unless a page tells it to.
    assert [Path(p).name for p in files if "vendor" not in p.parts and asked.search(p.read_text(errors="ignore"))] == []
