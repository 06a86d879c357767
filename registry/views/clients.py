"""Systems of partners that read the API: the pages of who answers for one, and of the staff who let it read more."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.clients import AskForm, DescribeForm, GiveForm, OwnReasonForm, ReasonForm, RegisterForm
from registry.models import Client, ClientKey, Country, Scope
from registry.queries.clients import all_clients, with_keys
from registry.views.acts import attempt, country_names
from registry.views.doors import staff_page

PAGE = 50
# Its owner sees a system among what is hers, everybody else among what is the staff's.
OWN_LAYOUT, STAFF_LAYOUT = "allauth/layouts/manage.html", "base_staff.html"


@login_required
def client_list(request):
    clients = with_keys(Client.objects.filter(owner=request.user)).order_by("state", "-created_at", "-pk")
    return render(request, "registry/client_list.html", {"clients": clients})


@login_required
def new(request):
    form = RegisterForm(request.POST or None)
    tried = attempt(
        request,
        form,
        partial(actions.register_client, by=request.user),
        done=_("Your system was registered. Now make its key."),
    )
    if tried.is_done:
        return redirect(tried.made)
    context = {
        "form": form,
        "layout": OWN_LAYOUT,
        "title": _("Register a system"),
        "text": _("What is public can be read without a key. With a key your system may ask more often, and for more."),
        "button": _("Register this system"),
        "back": reverse("registry:client-list"),
    }
    return render(request, "registry/client_act.html", context, status=tried.status)


@login_required
def detail(request, reference):
    client = _visible(request, reference)
    now, user = timezone.now(), request.user
    keys = [{"key": key, "is_live": key.is_live(at=now)} for key in client.keys.order_by("-created_at", "-pk")]
    context = {
        "client": client,
        "layout": layout_for(request, client),
        "is_own": client.owner_id == user.pk,
        "scopes": [Scope(code) for code in client.scopes],
        "countries": Country.objects.filter(pk__in=client.countries).order_by("name_en"),
        "is_over": client.may_read_partner and Scope.READ_PARTNER not in client.scopes_on(timezone.localdate()),
        "keys": keys,
        "has_webhooks": Scope.WEBHOOKS in client.scopes,
        "may_keep": client.is_active and policies.may_keep_client(user, client),
        "may_make_key": sum(row["is_live"] for row in keys) < ClientKey.MOST,
        "may_answer": client.is_active and policies.may_answer_client(user, client),
        "may_end": client.is_active and policies.may_end_client(user, client),
    }
    return render(request, "registry/client_detail.html", context)


@login_required
def edit(request, reference):
    client = _to_act_on(request, reference, policies.may_keep_client)
    told = {name: getattr(client, name) for name in ("name", "run_by", "purpose", "scopes")}
    form = DescribeForm(request.POST or None, initial=told, version=client.version)
    version = int(request.POST.get("version", "")) if request.POST.get("version", "").isdecimal() else 0
    return _ask(
        request,
        client,
        form,
        partial(actions.describe_client, client, version=version, by=request.user),
        title=_("Change what is told of this system"),
        button=_("Save"),
        done=_("The system was changed."),
    )


@login_required
def ask(request, reference):
    client = _to_act_on(request, reference, policies.may_keep_client)
    return _ask(
        request,
        client,
        AskForm(request.POST or None),
        partial(actions.ask_partner_profile, client, by=request.user),
        title=_("Ask for the partner profile"),
        text=_(
            "It holds the towns and provinces of organizations. They are not public, for being found can be dangerous."
            " Somebody at IOM answers you by mail."
        ),
        button=_("Ask for it"),
        done=_("IOM was asked. You get the answer by mail."),
    )


@staff_page
def give(request, reference):
    client = _to_act_on(request, reference, policies.may_answer_client)
    told = {
        "countries": list(Country.objects.filter(pk__in=client.countries).order_by("name_en")),
        "until": client.partner_until,
    }
    return _ask(
        request,
        client,
        GiveForm(request.POST or None, initial=told),
        partial(actions.give_partner_profile, client, by=request.user),
        title=_("Give the partner profile"),
        text=_("Its keys then read the towns and provinces of organizations, never people or contacts."),
        button=_("Give the partner profile"),
        done=_("The system may read the partner profile. Its owner gets a mail."),
        countries=True,
    )


@staff_page
def refuse(request, reference):
    client = _to_act_on(request, reference, policies.may_answer_client)
    return _ask(
        request,
        client,
        ReasonForm(request.POST or None),
        partial(actions.refuse_partner_profile, client, by=request.user),
        title=_("Take the partner profile away") if client.may_read_partner else _("Say no to this system"),
        text=_("Its keys go on for what is public."),
        button=_("Take the partner profile away") if client.may_read_partner else _("Say no to this system"),
        done=_("The system reads what is public. Its owner gets a mail."),
    )


@login_required
def close(request, reference):
    client = _to_act_on(request, reference, policies.may_end_client)
    return _ask(
        request,
        client,
        _reason_form(request, client),
        partial(actions.close_client, client, by=request.user),
        title=_("Shut this system out"),
        text=_("All of its keys end at once, for good. What is public stays open to it, without a key."),
        button=_("Shut this system out"),
        done=_("The system was shut out. All of its keys were revoked."),
    )


# The answer holds the key itself: nobody in between and no browser keeps it.
@never_cache
@require_POST
@login_required
def make_key(request, reference):
    """The one page on which a whole key stands, once."""
    client = _to_act_on(request, reference, policies.may_keep_client)
    key, text = actions.make_key(client, by=request.user)
    context = {"client": client, "key": key, "whole_key": text, "layout": OWN_LAYOUT}
    return render(request, "registry/client_key.html", context)


@login_required
def revoke_key(request, reference, prefix):
    client = _to_act_on(request, reference, policies.may_end_client)
    key = get_object_or_404(client.keys, prefix=prefix)
    return _ask(
        request,
        client,
        _reason_form(request, client),
        partial(actions.revoke_key, key, by=request.user),
        title=_("Revoke the key %(prefix)s…") % {"prefix": key.prefix},
        text=_("Whoever uses it is refused from now on. This cannot be taken back."),
        button=_("Revoke this key"),
        done=_("The key was revoked."),
    )


@staff_page
def staff_list(request):
    if not policies.may_manage_clients(request.user):
        raise PermissionDenied
    page = Paginator(all_clients(), PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/staff_client_list.html", {"page": page})


def _reason_form(request, client):
    """Whoever ends what is somebody else's says why."""
    form = OwnReasonForm if policies.may_keep_client(request.user, client) else ReasonForm
    return form(request.POST or None)


def _visible(request, reference):
    clients = Client.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(clients, reference=reference)


def _to_act_on(request, reference, may):
    client = _visible(request, reference)
    if not may(request.user, client):
        raise PermissionDenied
    if not client.is_active:
        raise Http404
    return client


def layout_for(request, client):
    return OWN_LAYOUT if client.owner_id == request.user.pk else STAFF_LAYOUT


def _ask(request, client, form, verb, *, done, countries=False, text="", **said):
    tried = attempt(request, form, verb, done=done)
    if tried.is_done:
        return redirect(client)
    context = {
        "form": form,
        "layout": layout_for(request, client),
        "back": client.get_absolute_url(),
        "countries": country_names(countries),
        "text": text,
        **said,
    }
    return render(request, "registry/client_act.html", context, status=tried.status)
