"""What the access test walks through of the systems that read the API."""

from registry import actions
from tests import make


def build(world):
    owner = world.people["admin_a"]
    world.client = make.client(owner=owner)
    world.client_key, _text = actions.make_key(world.client, by=owner)
    world.client_that_asks = actions.ask_partner_profile(make.client(owner=owner), because="To plan", by=owner)


def examples(world, example):
    client, asks = {"reference": world.client.reference}, {"reference": world.client_that_asks.reference}
    told = {"name": "Portal", "run_by": "A team", "purpose": "To show partners"}
    return {
        "api:proposal-detail": example({"id": "PRO-3QH8T0WZ"}),
        "registry:client-new": example({}, told),
        "registry:client-detail": example(client),
        "registry:client-edit": example(client, told | {"version": world.client.version}),
        "registry:client-ask": example(client, {"because": "To plan"}),
        "registry:client-give": example(asks, {"countries": "Kenya"}),
        "registry:client-refuse": example(asks, {"reason": "Too wide"}),
        "registry:client-close": example(client, {"reason": "Not used"}),
        "registry:client-key-new": example(client),
        "registry:client-key-revoke": example(client | {"prefix": world.client_key.prefix}, {"reason": "Lost"}),
    }
