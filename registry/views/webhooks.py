"""Where the system of a partner is told of changes: its owner's pages, and those of who keeps systems."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.webhooks import WebhookForm
from registry.models import Client
from registry.queries.webhook_log import log_of, told_today
from registry.states import DeliveryState
from registry.views import webhook_words
from registry.views.acts import attempt
from registry.views.clients import layout_for

PAGE = 50


@login_required
def webhook_list(request, reference):
    client = _client(request, reference)
    context = {"webhooks": client.webhooks.order_by("pk"), **_of(request, client)}
    return render(request, "registry/webhook_list.html", context)


@never_cache
@login_required
def new(request, reference):
    client = _client(request, reference, policies.may_keep_client)
    form = WebhookForm(request.POST or None)
    tried = attempt(request, form, lambda **said: actions.add_webhook(client, **said, by=request.user), done="")
    if tried.is_done:
        return _secret(request, *tried.made)
    said = {"title": _("Add a webhook"), "button": _("Add this webhook"), "back": _list_of(client)}
    return render(
        request, "registry/client_act.html", said | {"form": form, **_of(request, client)}, status=tried.status
    )


@login_required
def detail(request, reference, webhook):
    """One webhook: what may be done, and each message with every attempt."""
    webhook = _webhook(request, reference, webhook)
    page, now = Paginator(log_of(webhook), PAGE).get_page(request.GET.get("page")), timezone.now()
    for delivery, event in told_today(page.object_list):
        delivery.told_as = event
        delivery.is_due = delivery.state == DeliveryState.WAITING and delivery.next_at <= now
        delivery.log = [
            {"at": parse_datetime(told["at"]), "words": webhook_words.attempt(told)} for told in delivery.attempts[::-1]
        ]
    context = {
        "webhook": webhook,
        "events": webhook.get_events_display(),
        "page": page,
        "has_two_secrets": len(webhook.secrets_at(now)) > 1,
        **_of(request, webhook.client),
    }
    return render(request, "registry/webhook_detail.html", context)


@login_required
def edit(request, reference, webhook):
    webhook = _webhook(request, reference, webhook, policies.may_keep_client)
    form = WebhookForm(request.POST or None, initial={"address": webhook.address, "events": webhook.events})
    change = attempt(
        request, form, lambda **said: actions.change_webhook(webhook, **said, by=request.user), done=_("Saved.")
    )
    if change.is_done:
        return redirect(webhook)
    said = {"title": _("Change this webhook"), "button": _("Save"), "back": webhook.get_absolute_url(), "form": form}
    return render(request, "registry/client_act.html", said | _of(request, webhook.client), status=change.status)


@never_cache
@require_POST
@login_required
def rotate(request, reference, webhook):
    webhook = _webhook(request, reference, webhook, policies.may_keep_client)
    return _secret(request, *actions.rotate_webhook_secret(webhook, by=request.user))


@require_POST
@login_required
def ping(request, reference, webhook):
    return _act(request, reference, webhook, actions.ping_webhook, _("A trial is on its way. Look again in a moment."))


@require_POST
@login_required
def pause(request, reference, webhook):
    return _act(request, reference, webhook, actions.pause_webhook, _("Nothing is sent until you let it go on."))


@require_POST
@login_required
def resume(request, reference, webhook):
    done = _("It is told of what happens from now on. What was in between stands in the feed of changes.")
    return _act(request, reference, webhook, actions.resume_webhook, done)


@login_required
def remove(request, reference, webhook):
    """Asked for once more: what goes with it does not come back."""
    webhook = _webhook(request, reference, webhook, policies.may_tend_webhooks)
    if request.method == "POST":
        actions.remove_webhook(webhook, by=request.user)
        messages.success(request, _("The webhook was removed, with its secrets and its log."))
        return redirect(_list_of(webhook.client))
    said = {
        "title": _("Remove this webhook"),
        "text": _("Its secrets and its log go with it, for good. To have nothing sent for a while, stop it instead."),
        "button": _("Remove it"),
        "back": webhook.get_absolute_url(),
        "form": Form(),
    }
    return render(request, "registry/client_act.html", said | _of(request, webhook.client))


@require_POST
@login_required
def replay(request, reference, webhook, message):
    webhook = _webhook(request, reference, webhook, policies.may_tend_webhooks)
    actions.replay_delivery(get_object_or_404(webhook.deliveries, message_id=message), by=request.user)
    messages.success(request, _("The message is sent once more, with the same id."))
    return redirect(webhook)


def _act(request, reference, webhook, verb, done):
    webhook = _webhook(request, reference, webhook, policies.may_tend_webhooks)
    verb(webhook, by=request.user)
    messages.success(request, done)
    return redirect(webhook)


def _secret(request, webhook, secret):
    """The one page on which a secret stands, once."""
    context = {"webhook": webhook, "secret": secret, **_of(request, webhook.client)}
    return render(request, "registry/webhook_secret.html", context)


def _client(request, reference, may=None):
    clients = Client.objects.visible_to(request.user).select_related("owner")
    client = get_object_or_404(clients, reference=reference)
    if may and not may(request.user, client):
        raise PermissionDenied
    return client


def _webhook(request, reference, webhook, may=None):
    webhooks = _client(request, reference, may).webhooks.select_related("client__owner")
    return get_object_or_404(webhooks, reference=webhook)


def _list_of(client):
    return reverse("registry:webhook-list", args=[client.reference])


def _of(request, client):
    return {
        "client": client,
        "layout": layout_for(request, client),
        "may_keep": client.is_active and policies.may_keep_client(request.user, client),
        "may_tend": policies.may_tend_webhooks(request.user, client),
    }
