"""The JSON schemas of the Reconciliation API 0.2, where they lie beside this repository."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "recon" / "0.2" / "schemas"


@cache
def _registry():
    schemas = [json.loads(path.read_text()) for path in SCHEMAS.glob("*.json") if path.name != "openapi.json"]
    return Registry().with_resources(
        (said["$id"], Resource.from_contents(said, default_specification=DRAFT7)) for said in schemas
    )


@cache
def _validator(name):
    said = json.loads((SCHEMAS / f"{name}.json").read_text())
    # The description of credentials lies on another server; nobody needs any here.
    said.get("properties", {}).pop("authentication", None)
    return Draft7Validator(said, registry=_registry())


def assert_valid(name, content):
    """What a test says of an answer holds with or without the schemas, which others wrote."""
    if not SCHEMAS.exists():
        return
    assert [error.message for error in _validator(name).iter_errors(content)] == []
