"""A form of an organizer: shown, answered, refused in words."""

from django import forms
from django.db import models
from django.shortcuts import redirect, render

from consultations.models import Consultation
from registry.errors import Stale
from registry.views.acts import attempt, country_names


def ask(request, form, act, *, title, button, done, consultation=None, text="", again=None, back=""):
    """Show the form; with an answer that makes sense, act and go back; with a refusal, say it over the form.

    `again` makes the form anew from what was typed, to tell it from what somebody else saved meanwhile. `back` is
    where it leads, else to the consultation.
    """
    tried, theirs = attempt(request, form, act, done=done), []
    if tried.is_done:
        return redirect(back) if back else _back(consultation or tried.made)
    if again and isinstance(tried.refused, Stale):
        # What was typed stays, beside what the colleague saved; saving it again lets it stand.
        consultation.refresh_from_db()
        theirs = _saved_meanwhile(again(form.data))
    context = {
        "form": form,
        "title": title,
        "text": text,
        "button": button,
        "consultation": consultation,
        "theirs": theirs,
        "back": back,
        "countries": country_names("country" in form.fields),
    }
    return render(request, "consultations/form.html", context, status=tried.status)


def _back(thing):
    if isinstance(thing, Consultation):
        return redirect("consultations:staff-consultation", thing.reference)
    return redirect("consultations:staff-consultations")


def _saved_meanwhile(form):
    """Where what is saved now differs from what was typed."""
    return [
        {
            "label": bound.label,
            "theirs": _shown(bound.field, bound.initial),
            "mine": _shown(bound.field, form.cleaned_data.get(bound.name)),
        }
        for bound in form
        if form.is_valid() and bound.name in form.changed_data
    ]


def _shown(field, value):
    words = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
    values = value if isinstance(value, list | models.QuerySet) else [value]
    return ", ".join(str(words.get(one, "" if one is None else one)) for one in values)
