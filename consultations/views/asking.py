"""A form of an organizer: shown, answered, refused in words."""

from django import forms
from django.db import models
from django.shortcuts import redirect, render
from django.urls import reverse

from consultations.models import Consultation
from registry.errors import Stale
from registry.views.acts import attempt, country_names


def ask(request, form, act, *, title, button, done, consultation=None, part=None, back="", text="", again=None):
    """Show the form; with an answer that makes sense, act and go back; with a refusal, say it over the form.

    `part` of the consultation is what is changed, when it has a version of its own; `back` is its page.
    `again` makes the form anew from what was typed, to tell it from what somebody else saved meanwhile.
    """
    tried, theirs = attempt(request, form, act, done=done), []
    if tried.is_done:
        return redirect(back or _page_of(consultation or tried.made))
    changed = part or consultation
    if again and isinstance(tried.refused, Stale):
        # What was typed stays, beside what the colleague saved; saving it again lets it stand.
        changed.refresh_from_db()
        theirs = _saved_meanwhile(again(form.data))
    context = {
        "form": form,
        "title": title,
        "text": text,
        "button": button,
        "consultation": consultation,
        "version": changed.version if changed else None,
        "back": back or _page_of(consultation),
        "theirs": theirs,
        "countries": country_names("country" in form.fields),
    }
    return render(request, "consultations/form.html", context, status=tried.status)


def _page_of(thing):
    if isinstance(thing, Consultation):
        return reverse("consultations:staff-consultation", args=[thing.reference])
    return reverse("consultations:staff-consultations")


def _saved_meanwhile(form):
    """Where what is saved now differs, in the words of the page, from what was typed."""
    if not form.is_valid():
        return []
    rows = [
        {
            "label": bound.label,
            "theirs": _shown(bound.field, bound.initial),
            "mine": _shown(bound.field, form.cleaned_data.get(bound.name)),
        }
        for bound in form
    ]
    return [row for row in rows if row["theirs"] != row["mine"]]


def _shown(field, value):
    words = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
    values = value if isinstance(value, list | models.QuerySet) else [value]
    told = ", ".join(str(words.get(one, "" if one is None else one)) for one in values)
    # A browser ends lines in its own way.
    return told.replace("\r\n", "\n")
