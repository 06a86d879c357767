"""The command line imports by the same verbs, tells counts that add up, and keeps nothing of a dry run."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from registry.models import Change, ImportBatch, ImportProfile, ImportRow, Job, Listing, Organization, User
from tests.registry.actions.imports.sheets import FRENCH

# Each file is read in a process of its own, which takes its third of a second.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SHARED = Path(settings.BASE_DIR).parent / "shared" / "data"
LINES = (
    "AJP;Association des jeunes;ONG Nationale;Tchad;Lac;Santé;;\nUNICEF;UNICEF;Agence UN;Tchad;Lac;Santé;;\n"
    "X;Sans pays;ONG Nationale;Atlantide;Lac;Santé;;\n"
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "3w_tchad_2026-01_fr.csv"
    path.write_text(FRENCH + LINES, encoding="utf-8")
    return path


def run(*arguments, **options):
    out = StringIO()
    call_command("import_inventory", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def rows(text):
    """{label: its last number} of the table that the command prints."""
    return {line[:20].strip(): int(line.rsplit(None, 1)[-1]) for line in text.splitlines() if line[-1:].isdigit()}


def test_it_imports_and_tells_counts_that_add_up(file):
    told = rows(run(file))

    assert (told["New"], told["Set aside"], told["Error"], told["Rows read"]) == (1, 1, 1, 3)
    assert Organization.objects.count() == Listing.objects.count() == 1
    batch = ImportBatch.objects.get()
    assert (batch.source, str(batch.approved_by)) == ("3w tchad", "Command line")


def test_it_acts_in_the_name_of_a_person_when_told(file, curator):
    run(file, email=curator.email)

    assert ImportBatch.objects.get().approved_by == curator


def test_a_dry_run_tells_the_same_and_keeps_nothing(file):
    before = Change.objects.count()

    told = rows(run(file, "--dry-run"))

    assert (told["New"], told["Rows read"]) == (1, 3)
    kept = [model.objects.count() for model in (Organization, ImportBatch, ImportRow, ImportProfile, Job)]
    assert kept == [0, 0, 0, 0, 0]
    assert (Change.objects.count(), User.objects.count()) == (before, 0)


def test_twice_is_the_same_as_once(file):
    run(file)

    assert rows(run(file))["No change"] == 1
    assert Organization.objects.count() == 1


def test_an_unreadable_file_ends_with_a_sentence(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7 something")

    with pytest.raises(CommandError, match="not a table"):
        run(path)

    assert not ImportBatch.objects.get().file


@pytest.mark.parametrize(("option", "value"), [("--country", "XXX"), ("--as", "nobody@example.org")])
def test_a_country_or_a_person_that_does_not_exist_is_told(file, option, value):
    with pytest.raises(CommandError, match=value):
        run(file, option, value)


@pytest.mark.skipif(not SHARED.exists(), reason="no shared data: the real files of others are not on this machine")
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        # 248 rows are of UN bodies, the government and IOM, 39 of the Red Cross; the rest folds into 117 organizations,
        # of which three look like another one of the same file.
        ("3w_chad_2021-10_fr.xlsx",
         {"Rows read": 705, "Set aside": 248, "Needs a decision": 39, "New": 411, "Possible duplicate": 7, "Error": 0}),
        # 690 of UN bodies, 58 of donors, 1 of the government; 152 of the Red Cross; three end before they begin.
        ("345w_honduras_2021_es.csv",
         {"Rows read": 2730, "Set aside": 749, "Needs a decision": 152, "New": 1826, "Possible duplicate": 0,
          "Error": 3}),
    ],
)  # fmt: skip
def test_the_real_files_of_others(name, counts):
    first = rows(run(SHARED / name))
    changes = Change.objects.filter(verb__startswith="organization.").count()
    published = Listing.objects.count()

    second = rows(run(SHARED / name))

    assert {label: first[label] for label in counts} == counts
    assert second["No change"] == first["New"]
    assert second["Rows read"] == first["Rows read"]
    assert Change.objects.filter(verb__startswith="organization.").count() == changes == published
