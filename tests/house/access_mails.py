"""What the access test walks through of mails: a message that can be stopped, and an address that is not written to."""

from registry import actions
from tests import make


def build(world):
    world.stoppable = make.message(kind="registry.claim_asked", recipient=world.people["admin_a"])
    world.dead_address = make.stopped("dead@example.org")


def everybody_came_back(world):
    for person in filter(None, world.people.values()):
        make.stopped(person.email)


def examples(world, example):
    choice = {"record": "now", "team": "now", "observer": "now", "consultations": "now", "recommendations": "now"}
    return {
        "registry:mail-stop": example({"token": actions.token_of_message(world.stoppable)}),
        "registry:my-mails": example(data=choice | {"work": "daily", "systems": "now"}),
        "registry:my-mails-again": example(before=everybody_came_back),
        "registry:stopped-address-again": example({"reference": world.dead_address.reference}),
    }
