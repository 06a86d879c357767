"""The agenda of a consultation, session by session."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations import actions
from consultations.forms.agenda import AgendaItemForm
from consultations.views.asking import ask
from consultations.views.organize import found, permitted
from registry.clocks import clock_of
from registry.views.doors import staff_page
from registry.views.records import opened_version


@staff_page
def new(request, reference):
    permitted(request)
    consultation = found(reference)
    form = AgendaItemForm(request.POST or None, consultation=consultation)

    def add(**_cleaned):
        facts, speakers = form.facts()
        return actions.add_agenda_item(consultation, speakers=speakers, by=request.user, **facts)

    return _ask(request, form, add, consultation, title=_("Add a session"), done=_("The session is on the agenda."))


@staff_page
def edit(request, reference, item):
    permitted(request)
    consultation = found(reference)
    item = get_object_or_404(consultation.agenda.select_related("consultation", "parent"), reference=item)
    initial = AgendaItemForm.initial_of(item)
    form = AgendaItemForm(request.POST or None, consultation=consultation, item=item, initial=initial)

    def save(**_cleaned):
        facts, speakers = form.facts()
        version, before = opened_version(request), _times_of_groups(item)
        actions.edit_agenda_item(item, changes=facts, speakers=speakers, by=request.user, version=version)
        if _times_of_groups(item) != before:
            messages.info(request, _("Its break-out groups moved with it, by the same time."))

    return _ask(request, form, save, consultation, title=_("Edit a session"), done=_("The session was saved."))


@require_POST
@staff_page
def remove(request, reference, item):
    permitted(request)
    item = get_object_or_404(found(reference).agenda.select_related("consultation"), reference=item)
    actions.remove_agenda_item(item, by=request.user)
    messages.success(request, _("The session was taken off the agenda."))
    return redirect("consultations:staff-consultation", reference)


def _times_of_groups(item):
    return dict(item.breakouts.values_list("reference", "starts_at"))


def _ask(request, form, act, consultation, *, title, done):
    text = _("Hours of this form: %(clock)s.") % {"clock": clock_of(consultation.zone)}
    return ask(request, form, act, consultation=consultation, title=title, text=text, button=_("Save"), done=done)
