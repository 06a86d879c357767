"""Typst reads its own templates and the data that it is handed, and nothing else."""

import io

import pikepdf
import pytest

from observers.exporters import letter_pdf
from observers.exporters.contents import Name
from registry.exporters import typeset
from tests.observers.exporters.samples import letter, pages


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A template that somebody wrote badly, in a folder of its own beside a secret."""
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path / "templates")
    return lambda source: (tmp_path / "templates" / "bad.typ").write_text(f"#set document(title: [x])\n{source}")


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt", "/../secret.txt"])
def test_no_template_reads_outside_its_folder(template, path):
    template(f'#read("{path}")')

    with pytest.raises(typeset.NotSet):
        typeset.pdf("bad", {})


def test_a_fault_of_a_template_is_not_passed_over(template):
    template('#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\"/>"))')

    with pytest.raises(typeset.NotSet):
        typeset.pdf("bad", {})


@pytest.mark.parametrize(
    ("name", "promised"),
    [("Network", True), ("Network \U00013000", False)],
)
def test_a_letter_that_no_font_has_costs_the_promise_but_not_the_file(name, promised):
    made = letter_pdf(letter(organization=Name(name)))

    assert ("pdfuaid:part" in pikepdf.open(io.BytesIO(made)).open_metadata()) is promised
    assert "Organization Network" in pages(made)[0]


@pytest.mark.parametrize("name", ["\u05d0\u20da", "\u0645\u20da Network", "\u0645\u0859\U00013000"])
def test_a_mark_that_typst_gives_up_on_does_not_keep_a_file_from_being_made(name):
    text = pages(letter_pdf(letter(organization=Name(name))))[0]

    assert "OBS-3QH8T0WZ" in text
