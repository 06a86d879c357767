"""How an act is asked for: one page, one form, one verb. What is refused is told over the form, and nothing is lost."""

import json
from dataclasses import dataclass
from json import JSONDecodeError

from django.contrib import messages
from django.shortcuts import redirect, render

from registry.errors import Contradiction, Refused
from registry.models import Country


@dataclass(frozen=True)
class Attempt:
    """What came of a form: done, and what was made; or with which status it is shown, and what the verb refused."""

    is_done: bool
    status: int = 200
    made: object = None
    refused: Refused | None = None


def attempt(request, form, verb, *, done):
    """Act when the form was sent and makes sense; `done`, unless it is empty, is then told on the next page."""
    if request.method != "POST":
        return Attempt(is_done=False)
    if not form.is_valid():
        return Attempt(is_done=False, status=422)
    try:
        made = verb(**form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return Attempt(is_done=False, status=422 if isinstance(refused, Contradiction) else 409, refused=refused)
    if done:
        messages.success(request, done)
    return Attempt(is_done=True, made=made)


def ask(request, form, verb, *, crumbs, title, button, done, text="", countries=False):
    """An act of the staff that belongs to no record; it leads back to the last of `crumbs` (address, words)."""
    tried = attempt(request, form, verb, done=done)
    if tried.is_done:
        return redirect(crumbs[-1][0])
    context = {
        "form": form,
        "crumbs": crumbs,
        "back": crumbs[-1],
        "title": title,
        "text": text,
        "button": button,
        "countries": country_names(countries),
    }
    return render(request, "registry/staff_act.html", context, status=tried.status)


def ask_member(request, organization, form, verb, *, current, back, title, done, text="", countries=False):
    """An act of a member on the pages of her organization; `current` is the tab under which it stands."""
    tried = attempt(request, form, verb, done=done)
    if tried.is_done:
        return redirect(back)
    context = {
        "organization": organization,
        "form": form,
        "title": title,
        "text": text,
        "current": current,
        "back": back,
        "countries": country_names(countries),
    }
    return render(request, "registry/own_form.html", context, status=tried.status)


def country_names(are_wanted):
    """What the field of a country offers while one types."""
    return Country.objects.order_by("name_en") if are_wanted else []


def typed(request):
    """What came, as a form reads it: JSON, or fields; nothing when it is neither."""
    if request.content_type != "application/json":
        return request.POST
    try:
        told = json.loads(request.body)
    except (JSONDecodeError, UnicodeDecodeError):
        return {}
    return {key: str(value) for key, value in told.items()} if isinstance(told, dict) else {}
