"""Notes of break-out groups: written by their rapporteurs, and what organizers make of them."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions
from consultations.forms.recommendations import NotesForm, RapporteurForm
from consultations.models import BreakoutNote
from consultations.states import HEARD, BreakoutNoteState
from consultations.views.organize import found, permitted
from consultations.views.own_acts import led_back
from consultations.views.tabs import tabs
from registry.errors import Contradiction
from registry.views.acts import ask, attempt
from registry.views.doors import staff_page
from registry.views.records import opened_version


@login_required
def write(request, note):
    return _write(request, note, actions.write_notes, done=_("Your notes were saved."))


@led_back("consultations:note", "note")
@login_required
def hand_in(request, note):
    return _write(request, note, actions.hand_in_notes, done=_("Your notes were handed in. Thank you."))


@require_safe
@staff_page
def of_session(request, reference, item):
    """The notes of a session and of its break-out groups, line by line; a line becomes a recommendation."""
    permitted(request)
    consultation, item = _session(reference, item)
    return _of_session(request, consultation, item)


@require_POST
@staff_page
def pick(request, reference, item):
    permitted(request)
    consultation, item = _session(reference, item)
    notes = {note.reference: note for note in _notes(item)}
    lines = [found for picked in request.POST.getlist("line") if (found := _line(picked, notes))]
    if not lines:
        raise Contradiction(_("Tick one line at least."))
    actions.recommend_lines(item, lines=lines, by=request.user)
    messages.success(request, _("The lines that you ticked are recommendations now."))
    return redirect("consultations:session-notes", consultation.reference, item.reference)


@staff_page
def rapporteur(request, reference, item):
    permitted(request)
    consultation, item = _session(reference, item)
    parent = item.parent or item
    back = reverse("consultations:session-notes", args=[consultation.reference, parent.reference])
    return ask(
        request,
        RapporteurForm(request.POST or None, user=request.user),
        partial(actions.name_rapporteur, item, by=request.user),
        crumbs=[
            (reverse("consultations:staff-consultation", args=[consultation.reference]), str(consultation)),
            (back, str(parent)),
        ],
        title=_("Name a rapporteur"),
        text=_("Who writes the notes of “%(session)s”.") % {"session": item},
        button=_("Ask for the notes"),
        done=_("The rapporteur was asked by e-mail."),
    )


def _write(request, reference, verb, *, done):
    mine = BreakoutNote.objects.filter(written_by=request.user).select_related("item__consultation")
    note = get_object_or_404(mine, reference=reference)
    version = opened_version(request) if request.method == "POST" else note.version
    initial = {"text": note.text, "language": note.language}
    form = NotesForm(request.POST or None, initial=initial, version=version)
    tried = attempt(request, form, partial(verb, note, by=request.user, version=version), done=done)
    if tried.refused and _is_handed_in(note, form.cleaned_data):
        messages.success(request, done)
        return redirect("consultations:note", reference)
    if tried.is_done:
        return redirect("consultations:note", reference)
    context = {"note": note, "form": form, "is_draft": note.state == BreakoutNoteState.DRAFT}
    return render(request, "consultations/note.html", context, status=tried.status)


def _is_handed_in(note, cleaned):
    """Word for word: the button was pressed twice."""
    same = {name: cleaned[name] for name in ("text", "language")}
    return BreakoutNote.objects.filter(pk=note.pk, state=BreakoutNoteState.HANDED_IN, **same).exists()


def _of_session(request, consultation, item):
    parts = [item, *item.breakouts.order_by("starts_at", "pk")]
    notes = {}
    for note in _notes(item):
        notes.setdefault(note.item_id, []).append(_in_lines(note))
    context = {
        "consultation": consultation,
        "item": item,
        "tabs": tabs(consultation, request.user, current="staff-recommendations"),
        "parts": [_part(part, notes.get(part.pk, [])) for part in parts],
        "can_pick": consultation.state in HEARD and any(row["is_open"] for found in notes.values() for row in found),
    }
    return render(request, "consultations/session_notes.html", context)


def _part(item, rows):
    is_handed_in = any(row["note"].state == BreakoutNoteState.HANDED_IN for row in rows)
    return {"item": item, "notes": rows, "is_handed_in": is_handed_in}


def _in_lines(note):
    """Each line with the recommendation that was made of it; a draft is not shown yet."""
    is_handed_in = note.state == BreakoutNoteState.HANDED_IN
    made = {one.note_line: one for one in note.recommendations.all()}
    lines = [
        {"key": f"{note.reference}:{place}", "text": line, "made": made.get(place)}
        for place, line in enumerate(note.lines)
    ]
    return {
        "note": note,
        "lines": lines if is_handed_in else [],
        "is_open": is_handed_in and any(line["made"] is None for line in lines),
    }


def _notes(item):
    of_parts = BreakoutNote.objects.filter(item__in=[item.pk, *item.breakouts.values_list("pk", flat=True)])
    return of_parts.select_related("written_by").prefetch_related("recommendations").order_by("pk")


def _line(picked, notes):
    """(note, number of the line) of what was ticked; what no longer is there is left out."""
    reference, _colon, number = picked.partition(":")
    note = notes.get(reference)
    is_there = note and number.isascii() and number.isdecimal() and int(number) < len(note.lines)
    return (note, int(number)) if is_there and note.state == BreakoutNoteState.HANDED_IN else None


def _session(reference, item):
    consultation = found(reference)
    return consultation, get_object_or_404(consultation.agenda.select_related("consultation", "parent"), reference=item)
