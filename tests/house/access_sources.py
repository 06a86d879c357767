"""What the access test walks through of sources."""

from django.core.files.uploadedfile import SimpleUploadedFile

from registry import actions
from registry.models import SourceRun
from registry.states import SourceRunState

SAID = {"name": "A list", "content": "organizations", "adapter": "folder", "every_days": "7", "least_percent": "80"}


def build(world):
    facts = {"name": "A list", "adapter": "folder", "every_days": 7}
    world.source = actions.describe_source(code="a-list", by=world.people["curator"], **facts)
    SourceRun.objects.create(source=world.source, number=1, state=SourceRunState.UNCHANGED)


def trusted(world):
    actions.trust_source(world.source, by=world.people["curator"])


def paused(world):
    actions.pause_source(world.source, by=world.people["curator"])


def refused(world):
    short = {"code": "short", "params": {"read": 1, "before": 9, "percent": 80}}
    SourceRun.objects.update(state=SourceRunState.REFUSED, refusal=short, batch=world.batch)


def examples(world, example):
    code = {"code": world.source.code}
    run = code | {"number": 1}
    version = {"version": world.source.version}
    return {
        "registry:source-new": example(data=SAID | {"code": "another", "name": "Another"}),
        "registry:source-detail": example(code),
        "registry:source-edit": example(code, SAID | version),
        "registry:source-send": example(
            code, lambda _person: {"file": SimpleUploadedFile("list.csv", b"name;country\nA;Chad\n")}
        ),
        "registry:source-read": example(code),
        "registry:source-trust": example(code, version),
        "registry:source-distrust": example(code, before=trusted),
        "registry:source-pause": example(code),
        "registry:source-resume": example(code, before=paused),
        "registry:source-run": example(run),
        "registry:source-overrule": example(run, {"reason": "because"}, refused),
    }
