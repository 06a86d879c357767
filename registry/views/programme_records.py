"""Programmes as staff see and write them: what they are, their names, phases, donors and what is claimed of them."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.forms.organizations import ReasonForm
from registry.forms.programmes import (
    NewProgrammeForm,
    PhaseForm,
    ProgrammeDonorForm,
    ProgrammeForm,
    ProgrammeNameForm,
    StatementForm,
)
from registry.models import Change
from registry.queries import programmes
from registry.queries.changes import heads
from registry.queries.organizations import Asked, search_inventory
from registry.views.acts import ask, attempt
from registry.views.doors import staff_page
from registry.views.programmes import (
    asked_phase,
    coverage_in_words,
    donor,
    found,
    listed,
    participants_in_words,
    shown,
    statement_key,
)
from registry.views.records import opened_version

FOUND = 10
RECENT = 6


@require_safe
@staff_page
def programme_list(request):
    context = {"programmes": listed(), "can_manage": policies.may_manage_programmes(request.user)}
    return render(request, "registry/staff_programme_list.html", context)


@require_safe
@staff_page
def programme_detail(request, code):
    programme, user = found(code), request.user
    phase = asked_phase(request, programme)
    participants = programmes.known_participants(programme, user=user)
    context = shown(programme) | {
        "donors": [donor(one, is_public=False) for one in programmes.known_donors(programme, user=user)],
        "participants": participants_in_words(programme, participants, address="registry:organization-partnerships"),
        "coverage": coverage_in_words(programmes.coverage(programme, user=user, phase=phase), address=_gap(programme)),
        "phase": phase,
        "can_manage": policies.may_manage_programmes(user),
        "recent": heads(Change.objects.about(f"programme:{code}")[:RECENT]),
    }
    return render(request, "registry/staff_programme.html", context)


@staff_page
def new(request):
    _may_manage(request)
    return ask(
        request,
        NewProgrammeForm(request.POST or None),
        partial(actions.create_programme, by=request.user),
        crumbs=[_list_crumb()],
        title=_("Add a programme"),
        text=_("First what it is. Its names, phases, donors and statements are added on its page."),
        button=_("Add the programme"),
        done=_("The programme was added."),
    )


@staff_page
def edit(request, code):
    programme = _permitted(request, code)
    initial = {
        "unit": programme.unit,
        "areas": programme.areas.all(),
        "source": programme.source,
        "version": programme.version,
    }
    return _ask(
        request,
        programme,
        ProgrammeForm(request.POST or None, initial=initial),
        partial(actions.edit_programme, programme, version=opened_version(request), by=request.user),
        title=_("Edit the programme"),
        button=_("Save"),
        done=_("The programme was saved."),
    )


@staff_page
def new_name(request, code):
    programme = _permitted(request, code)
    return _ask(
        request,
        programme,
        ProgrammeNameForm(request.POST or None),
        partial(actions.add_programme_name, programme, by=request.user),
        title=_("Add a name"),
        text=_("A name that the programme has or had. None is ever overwritten."),
        button=_("Add the name"),
        done=_("The name was added."),
    )


@staff_page
def new_phase(request, code):
    programme = _permitted(request, code)
    number = max((phase.number for phase in programme.phases.all()), default=0) + 1
    return _ask(
        request,
        programme,
        PhaseForm(request.POST or None, initial={"number": number}),
        partial(actions.save_programme_phase, programme, is_new=True, by=request.user),
        title=_("Add a phase"),
        button=_("Add the phase"),
        done=_("The phase was added."),
    )


@staff_page
def edit_phase(request, code, number):
    programme = _permitted(request, code)
    phase = get_object_or_404(programme.phases.prefetch_related("countries"), number=number)
    form = PhaseForm(request.POST or None, initial=PhaseForm.initial_of(phase))
    # Its number is how it is told from the others.
    del form.fields["number"]
    return _ask(
        request,
        programme,
        form,
        partial(actions.save_programme_phase, programme, number=number, by=request.user),
        title=_("Edit phase %(number)s") % {"number": number},
        button=_("Save the phase"),
        done=_("The phase was saved."),
    )


@staff_page
def new_statement(request, code):
    programme = _permitted(request, code)
    return _ask(
        request,
        programme,
        StatementForm(request.POST or None),
        partial(actions.add_programme_statement, programme, by=request.user),
        title=_("Add a statement"),
        text=_("A result that a source claims, as of a time. It stands beside earlier ones; none corrects another."),
        button=_("Add the statement"),
        done=_("The statement was added."),
    )


@staff_page
def remove_statement(request, code, key):
    programme = _permitted(request, code)
    statement = next((one for one in programme.statements if statement_key(one) == key), None)
    if statement is None:
        raise Http404
    return _ask(
        request,
        programme,
        ReasonForm(request.POST or None),
        partial(actions.remove_programme_statement, programme, statement, by=request.user),
        title=_("Remove this statement"),
        text=statement["text_en"],
        button=_("Remove the statement"),
        done=_("The statement was removed. The history keeps it."),
    )


@staff_page
def new_donor(request, code):
    """First find the organization, by name or reference; then say that it pays."""
    programme = _permitted(request, code)
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    form = ProgrammeDonorForm(request.POST or None, user=request.user)
    tried = attempt(
        request,
        form,
        lambda other: actions.add_programme_donor(programme, other, by=request.user),
        done=_("The donor was added."),
    )
    if tried.is_done:
        return redirect(_address(programme))
    matches = search_inventory(request.user, Asked(q)).prefetch_related("names")[:FOUND] if q else []
    context = {"programme": programme, "form": form, "q": q, "found": matches}
    return render(request, "registry/programme_donor_form.html", context, status=tried.status)


@staff_page
@require_POST
def remove_donor(request, code, reference):
    programme = _permitted(request, code)
    donors = programmes.known_donors(programme, user=request.user)
    organization = next((one for one in donors if one.reference == reference), None)
    if organization is None:
        raise Http404
    actions.remove_programme_donor(programme, organization, by=request.user)
    messages.success(request, _("The donor was removed from the programme. The history keeps it."))
    return redirect(_address(programme))


def _gap(programme):
    """Where a count leads: to the rows of this programme alone."""

    def address(area, country):
        asked = urlencode({"programme": programme.code})
        return f"{reverse('registry:gap-detail', args=[area.pk, country.pk])}?{asked}"

    return address


def _ask(request, programme, form, verb, **words):
    crumbs = [_list_crumb(), (_address(programme), programme.name)]
    return ask(request, form, verb, crumbs=crumbs, **words)


def _list_crumb():
    return reverse("registry:staff-programmes"), _("Programmes")


def _address(programme):
    return reverse("registry:staff-programme", args=[programme.code])


def _permitted(request, code):
    programme = found(code)
    _may_manage(request)
    return programme


def _may_manage(request):
    if not policies.may_manage_programmes(request.user):
        raise PermissionDenied
