"""What the access test walks through of editions of the inventory."""

from datetime import date

from tests import make


def build(world):
    """Two are published. Last of what changes who is listed: whoever leaves closes the files for a while."""
    for year in (2024, 2025):
        world.edition = make.edition(on=date(year, 1, 1))
    world.edition_made = make.edition(on=date(2026, 1, 1), state="made")


def examples(world, example):
    number = {"number": world.edition.number}
    titles = {"name_en": "The inventory", "name_fr": "L’inventaire", "name_es": "El inventario"}
    return {
        "registry:edition-detail": example(number),
        "registry:edition-rows": example(number),
        "registry:edition-file": example(number | {"name": "names.csv"}),
        "registry:edition-comparison": example(number | {"earlier": world.edition.number - 1}),
        "registry:edition-publish": example({"number": world.edition_made.number}, titles),
    }
