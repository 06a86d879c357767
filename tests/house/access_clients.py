"""What the access test walks through of the systems that read the API."""

from registry import actions
from tests import make


def build(world):
    owner = world.people["admin_a"]
    world.client = make.client(owner=owner)
    world.client_key, _text = actions.make_key(world.client, by=owner)
    world.client_that_asks = actions.ask_partner_profile(make.client(owner=owner), because="To plan", by=owner)

    world.webhook, _secret = make.webhook(make.client(owner=owner, scopes=("read", "webhooks")))
    world.delivery = actions.ping_webhook(world.webhook, by=owner)


def paused(world):
    actions.pause_webhook(world.webhook, by=world.people["admin_a"])


def arrived(world):
    type(world.delivery).objects.filter(pk=world.delivery.pk).update(state="delivered", ended_at=world.delivery.next_at)


def examples(world, example):
    client, asks = {"reference": world.client.reference}, {"reference": world.client_that_asks.reference}
    hooks = {"reference": world.webhook.client.reference}
    hook = hooks | {"webhook": world.webhook.reference}
    said = {"address": "https://receiver.example/other", "events": ["organization.*"]}
    told = {"name": "Portal", "run_by": "A team", "purpose": "To show partners"}
    api = {"id": world.webhook.reference}
    return {
        "api:webhook-list": example({}, said),
        "api:webhook-detail": example(api),
        "api:webhook-secret": example(api),
        "api:webhook-ping": example(api),
        "api:webhook-deliveries": example(api),
        "api:webhook-replay": example(api | {"message": world.delivery.message_id}),
        "registry:webhook-list": example(hooks),
        "registry:webhook-new": example(hooks, said),
        "registry:webhook-detail": example(hook),
        "registry:webhook-edit": example(hook, said),
        "registry:webhook-secret": example(hook),
        "registry:webhook-ping": example(hook),
        "registry:webhook-pause": example(hook),
        "registry:webhook-resume": example(hook, before=paused),
        "registry:webhook-remove": example(hook),
        "registry:webhook-replay": example(hook | {"message": world.delivery.message_id}, before=arrived),
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
