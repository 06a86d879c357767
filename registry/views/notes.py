"""The notes of staff on an organization: for who answers for it, and for nobody else."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.notes import AnswerForm, NoteForm, ReviewDayForm
from registry.models import Note
from registry.states import NoteState
from registry.views.doors import staff_page
from registry.views.records import ask, permitted, record_context, tab_url, visible


@staff_page
def note_list(request, reference):
    organization = permitted(request, reference, policies.may_read_notes)
    today = timezone.localdate()
    notes = organization.notes.select_related("written_by", "answered_by").order_by("-created_at", "-pk")
    rows = [_row(note, today, request.user) for note in notes]
    # What counts now stands first, then what waits, then what is over.
    rows.sort(key=lambda row: (not row["counts"], not row["waits"]))
    context = record_context(request, organization) | {"rows": rows}
    return render(request, "registry/organization_notes.html", context)


@staff_page
def new(request, reference):
    organization = permitted(request, reference, policies.may_read_notes)
    return ask(
        request,
        organization,
        NoteForm(request.POST or None),
        partial(actions.add_note, organization, by=request.user),
        current="notes",
        title=_("Write a note"),
        text=_("For IOM staff who answer for this organization. Never shown to it, never public, never in the API."),
        button=_("Save the note"),
        done=_("The note was saved."),
    )


@staff_page
@require_POST
def agree(request, reference, note):
    organization, note = _found(request, reference, note)
    actions.agree_to_concern(note, by=request.user)
    messages.success(request, _("The concern stands."))
    return redirect(tab_url("notes", organization))


@staff_page
def refuse(request, reference, note):
    return _answer(
        request,
        reference,
        note,
        actions.refuse_concern,
        title=_("Do not share this concern"),
        button=_("Refuse the concern"),
        done=_("The concern was refused. It counts for nothing."),
    )


@staff_page
def close(request, reference, note):
    return _answer(
        request,
        reference,
        note,
        actions.close_note,
        title=_("Close this note"),
        button=_("Close the note"),
        done=_("The note is closed."),
    )


@staff_page
def renew(request, reference, note):
    organization, note = _found(request, reference, note)
    return ask(
        request,
        organization,
        ReviewDayForm(request.POST or None),
        partial(actions.renew_note, note, by=request.user),
        current="notes",
        title=_("It is still so"),
        text=note.text,
        button=_("Renew the note"),
        done=_("The note was renewed."),
    )


def _answer(request, reference, note, verb, *, title, button, done):
    organization, note = _found(request, reference, note)
    form = AnswerForm(request.POST or None)
    verb = partial(verb, note, by=request.user)
    return ask(
        request, organization, form, verb, current="notes", title=title, text=note.text, button=button, done=done
    )


def _found(request, reference, note):
    organization = visible(request, reference)
    if not policies.may_read_notes(request.user, organization):
        raise PermissionDenied
    return organization, get_object_or_404(organization.notes.select_related("organization"), reference=note)


def _row(note, today, user):
    is_mine = note.written_by_id == user.pk
    waits = note.state == NoteState.WAITING
    is_open = note.state == NoteState.OPEN
    return {
        "note": note,
        "counts": is_open and note.review_on >= today,
        "expired": is_open and note.review_on < today,
        "waits": waits,
        "can_answer": waits and not is_mine,
        "can_close": is_open or (waits and is_mine),
        "can_renew": is_open,
        "is_concern": note.kind == Note.Kind.CONCERN,
    }
