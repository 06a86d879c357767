"""What the access test walks through of exports."""

from registry import actions
from registry.api.exports import link_to
from registry.queries.listings import Wanted
from tests import make


def build(world):
    """Last of what changes who is listed, as the editions are: whoever leaves closes the files for a while."""
    world.export = make.export()
    world.asked_export = actions.ask_export("organizations", Wanted(), form="csv")


def examples(world, example):
    day = {"day": world.export.on.isoformat()}
    return {
        "api:export-list": example({}),
        "api:export-detail": example(day),
        "api:export-file": example(day | {"name": "names.csv"}),
        "api:export-job": example({"id": world.asked_export.reference}),
        "api:export-link": example({"token": link_to(world.export, "names.csv").rpartition("/")[2]}),
    }
