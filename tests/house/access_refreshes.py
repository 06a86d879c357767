"""What the access test walks through of refresh campaigns: one to begin, one that runs, and the link of a mail."""

from django.utils import timezone

from registry.models import Organization, RefreshCampaign
from registry.states import RefreshState
from tests import make

TOKEN = "the-link-of-a-refresh-campaign"
PLANNED = {
    "title": "A campaign",
    "languages": ["en"],
    "language": "en",
    "first_wave": 5,
    "link_days": 30,
    "stop_bounced": 10,
    "stop_refused": 5,
}


def build(world):
    by = world.people["curator"]
    world.refresh_draft = make.refresh(by=by)
    world.refresh_running = make.refresh(by=by, state=RefreshState.RUNNING)
    world.refresh_question = make.asked(
        world.refresh_running, world.a, state="silent", task="silent", task_since=timezone.now()
    )
    world.refresh_link = make.asked(world.refresh_running, make.organization("Asked By Link"), token=TOKEN)


def examples(world, example):
    draft, running = {"reference": world.refresh_draft.reference}, {"reference": world.refresh_running.reference}
    question, link = {"reference": world.refresh_question.reference}, {"token": TOKEN}
    organization = Organization.objects.get(pk=world.refresh_link.organization_id)
    seen = {"version": organization.version}
    boxes = seen | {"name": organization.name, "contact_name": "A. Person", "hq_city": "Nakuru"}
    return {
        "registry:refresh-new": example(data=PLANNED),
        "registry:refresh-edit": example(draft, PLANNED | {"version": world.refresh_draft.version}),
        "registry:refresh-start": example(draft),
        "registry:refresh-discard": example(draft),
        **{f"registry:refresh-{act}": example(running) for act in ("detail", "coverage", "invites", "pause", "end")},
        "registry:refresh-rest": example(running, before=_only_first_wave),
        "registry:refresh-resume": example(running, before=_paused),
        "registry:refresh-invite": example(question, {"answer": "refused", "told_by": "A. Person"}),
        "registry:refresh-task-done": example(question),
        **{f"registry:refresh-{act}": example(link, seen) for act in ("link", "confirm", "open", "refuse")},
        "registry:refresh-left": example(link, {"named": "B. Person"}),
        "registry:refresh-correct": example(link, boxes),
    }


def _only_first_wave(world):
    RefreshCampaign.objects.filter(pk=world.refresh_running.pk).update(wave=1)


def _paused(world):
    RefreshCampaign.objects.filter(pk=world.refresh_running.pk).update(state=RefreshState.PAUSED)
