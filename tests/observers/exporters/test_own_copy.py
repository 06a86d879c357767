"""The own copy: a ZIP that opens safely on every system and proves what is in it."""

import hashlib
import io
import json
import zipfile
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observers.exporters import own_copy_zip
from observers.exporters.own_copy import safe_names

FILES = [("statutes.pdf", b"one"), ("Statutes.PDF", b"two")]


def unpacked(made):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_copy_holds_the_dossier_each_document_and_a_list_with_hashes():
    held = unpacked(own_copy_zip(b"%PDF", FILES, {"reference": "OBS-3QH8T0WZ"}))

    manifest = json.loads(held.pop("manifest.json"))
    assert list(held) == ["dossier.pdf", "documents/statutes.pdf", "documents/Statutes-2.PDF"]
    assert manifest["reference"] == "OBS-3QH8T0WZ"
    assert {file["path"]: file["sha256"] for file in manifest["files"]} == {
        path: hashlib.sha256(content).hexdigest() for path, content in held.items()
    }


def test_equal_contents_are_equal_bytes():
    assert own_copy_zip(b"%PDF", FILES, {"b": 1, "a": 2}) == own_copy_zip(b"%PDF", FILES, {"a": 2, "b": 1})


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("statutes.pdf", "statutes.pdf"),
        ("النظام الأساسي.pdf", "النظام الأساسي.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\x.pdf", "C__Windows_x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("CON.txt", "_CON.txt"),
        ("nul", "_nul"),
        ("a\x00b.pdf", "a_b.pdf"),
        ("dots. . .", "dots"),
        ("", "document"),
        ("..", "document"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_safe(sent, kept):
    assert safe_names([sent]) == [kept]


def test_names_that_only_capitals_or_accents_tell_apart_are_numbered():
    assert safe_names(["é.pdf", "e\u0301.pdf", "É.pdf", "é-2.pdf"]) == ["é.pdf", "é-2.pdf", "É-3.pdf", "é-2-2.pdf"]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=12))
def test_any_names_become_names_that_every_system_takes(names):
    kept = safe_names(names)

    assert len(kept) == len(names)
    assert len({name.casefold() for name in kept}) == len(kept)
    for name in kept:
        assert PurePosixPath(name).name == name == PureWindowsPath(name).name
        assert not set('<>:"/\\|?*') & set(name)
        assert name.strip(" .") == name
        assert 0 < len(name.encode()) <= 255
