"""What the access test walks through of the systems that read the API."""

from tests import make


def build(world):
    world.client = make.client(owner=world.people["admin_a"])


def examples(world, example):
    client = {"reference": world.client.reference}
    return {"registry:client-detail": example(client)}
