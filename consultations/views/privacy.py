"""Personal data of participants: what is still kept, until when and why, and the proofs of what was emptied."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions
from consultations.models import ParticipationFigures
from consultations.queries import retention
from consultations.views.organize import found, permitted
from consultations.views.tabs import tabs
from registry.views.doors import staff_page


@require_safe
@staff_page
def overview(request, reference):
    permitted(request)
    consultation = found(reference)
    kept, due = retention.kept(consultation, user=request.user), retention.due(consultation)
    context = {
        "consultation": consultation,
        "tabs": tabs(consultation, request.user, current="staff-personal-data"),
        "kept": kept,
        "is_due": any(one.left for one in kept if one.rule in due),
        "figures": ParticipationFigures.objects.filter(consultation=consultation).first(),
    }
    return render(request, "consultations/personal_data.html", context)


@require_POST
@staff_page
def purge(request, reference):
    permitted(request)
    if actions.purge_participants(found(reference), by=request.user):
        messages.success(request, _("What was due is emptied. The proof stands below."))
    else:
        messages.info(request, _("Nothing is due to be emptied."))
    return redirect("consultations:staff-personal-data", reference)
