"""A watch list and a match of organization A with it, for the access test."""

from django.core.files.uploadedfile import SimpleUploadedFile

from registry import actions
from registry.states import MatchState
from tests import make
from tests.registry import watch_lists


def build(world):
    world.match = make.match(world.a)
    world.cleared_match = make.match(world.a)
    actions.judge_match(
        world.cleared_match, verdict=MatchState.CLEARED, reason="Another town.", by=world.people["curator"]
    )


def examples(world, example):
    match = {"reference": world.match.reference}
    cleared = {"reference": world.cleared_match.reference}
    content = watch_lists.text(watch_lists.entity("XXe.001", "Zarqun Trust")).encode()
    return {
        "registry:match-detail": example(match),
        "registry:match-judge": example(match, {"verdict": "cleared", "reason": "Another town.", "version": 1}),
        "registry:match-reopen": example(cleared, {"reason": "A letter came."}),
        "registry:watch-list-new": example(data=lambda _person: {"file": SimpleUploadedFile("list.xml", content)}),
    }
