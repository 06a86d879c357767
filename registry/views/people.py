"""Who may do what: the staff and their functions, and the invitations by which people come in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.errors import Refused
from registry.forms.people import FunctionForm, ReasonForm, ScopeForm, StaffInvitationForm
from registry.models import Invitation
from registry.queries import people as found
from registry.queries.words import words
from registry.roles import MEMBER_PERMISSIONS, PERMISSIONS, Function, MemberRole, Permission
from registry.states import InvitationState
from registry.views.accounts import INVITATION
from registry.views.doors import staff_page

PAGE = 50


# --- Staff --------------------------------------------------------------------------------------------------------


@require_safe
@staff_page
def staff_access(request):
    _may_manage_staff(request)
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    page = Paginator(found.people(q=q, on=timezone.localdate()), PAGE).get_page(request.GET.get("page"))
    for person in page.object_list:
        _name_countries(person.open_assignments)
    context = {"page": page, "q": q, "invitations": [] if q else _told(found.staff_invitations())}
    return render(request, "registry/staff_access.html", context)


@require_safe
@staff_page
def staff_access_matrix(request):
    """Who may do what, read from registry/roles.py: for every member of the staff, for it is no secret."""
    context = {"functions": _matrix(Function, PERMISSIONS), "roles": _matrix(MemberRole, MEMBER_PERMISSIONS)}
    return render(request, "registry/staff_access_matrix.html", context)


@staff_page
def staff_invite(request):
    _may_manage_staff(request)
    form = StaffInvitationForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        if not policies.may_give_function(request.user, form.cleaned_data["countries"]):
            form.add_error("countries", _("You can give a function for your own countries only."))
        else:
            try:
                actions.invite_staff(by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The invitation is on its way."))
                return redirect("registry:staff-access")
    return render(
        request, "registry/staff_access_invite.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@require_safe
@staff_page
def staff_person(request, reference):
    _may_manage_staff(request)
    person = found.person(reference, on=timezone.localdate())
    if person is None:
        raise Http404
    _name_countries(person.open_assignments)
    context = {
        "person": person,
        "can_manage": policies.may_manage_person(request.user, person),
        "is_oneself": person.pk == request.user.pk,
        "form": ReasonForm(),
    }
    return render(request, "registry/staff_access_person.html", context)


@require_POST
@staff_page
def end_assignment(request, reference):
    person = _manageable(request, reference)
    form = FunctionForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.end_assignment(person, function=form.cleaned_data["function"], by=request.user)
    messages.success(request, _("The function ended. This person was signed out everywhere."))
    return _back_to(request, person)


@staff_page
def change_assignment(request, reference, function):
    """Another unit, other countries, for a function that she holds now."""
    person = _manageable(request, reference)
    held = next((one for one in person.open_assignments if one.function == function), None)
    if held is None:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = ScopeForm(typed, held=held.unit_id, initial={"unit": held.unit_id, "countries": held.countries})
    if request.method == "POST" and form.is_valid():
        if not policies.may_give_function(request.user, form.cleaned_data["countries"]):
            form.add_error("countries", _("You can give a function for your own countries only."))
        else:
            try:
                actions.change_assignment(person, function=function, by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The function holds there from today on."))
                return _back_to(request, person)
    context = {"person": person, "assignment": held, "form": form}
    return render(request, "registry/staff_access_function.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def deactivate(request, reference):
    person = _manageable(request, reference)
    actions.deactivate_user(person, by=request.user, reason=_reason(request))
    messages.success(request, _("The account is closed. This person was signed out everywhere."))
    return _back_to(request, person)


@require_POST
@staff_page
def reactivate(request, reference):
    person = _manageable(request, reference)
    actions.reactivate_user(person, by=request.user, reason=_reason(request))
    messages.success(request, _("The account is open again."))
    return _back_to(request, person)


@require_POST
@staff_page
def reset_second_factor(request, reference):
    person = _manageable(request, reference)
    actions.reset_second_factor(person, by=request.user)
    messages.success(request, _("The second step was taken away. This person sets up a new one at the next sign-in."))
    return _back_to(request, person)


@require_POST
@staff_page
def revoke_invitation(request, reference):
    invitation = _staff_invitation(request, reference)
    actions.revoke_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation was withdrawn. Its link leads nowhere now."))
    return redirect("registry:staff-access")


@require_POST
@staff_page
def resend_invitation(request, reference):
    invitation = _staff_invitation(request, reference)
    actions.resend_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation is on its way again, with a new link."))
    return redirect("registry:staff-access")


def _matrix(holders, permissions):
    """Permissions down, holders across; a permission that none of them can hold is left out."""
    return {
        "columns": [holder.label for holder in holders],
        "rows": [
            {"label": permission.label, "cells": [permission in permissions[holder] for holder in holders]}
            for permission in Permission
            if any(permission in permissions[holder] for holder in holders)
        ],
    }


def _may_manage_staff(request):
    if not policies.may_manage_staff(request.user):
        raise PermissionDenied


def _manageable(request, reference):
    _may_manage_staff(request)
    person = found.person(reference, on=timezone.localdate())
    if person is None:
        raise Http404
    if not policies.may_manage_person(request.user, person):
        raise PermissionDenied
    return person


def _staff_invitation(request, reference):
    _may_manage_staff(request)
    invitation = get_object_or_404(Invitation, reference=reference, organization=None)
    if not policies.may_give_function(request.user, invitation.countries):
        raise PermissionDenied
    return invitation


def _back_to(request, person):
    """Her page; or, when she ended her own function, the start, for the page is not hers to see any more."""
    return redirect("registry:staff-person", person.reference) if person.pk != request.user.pk else redirect("/")


def _reason(request):
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


def _name_countries(scopes):
    """Tell each assignment or invitation the names of its countries in the reader's language."""
    names = words()["country"] if any(scope.countries for scope in scopes) else {}
    for scope in scopes:
        scope.country_names = [names[code] for code in scope.countries]


def _told(invitations):
    now, invitations = timezone.now(), list(invitations)
    _name_countries(invitations)
    return [
        {
            "invitation": invitation,
            "is_expired": invitation.is_expired(at=now),
            "function": Function(invitation.function).label,
        }
        for invitation in invitations
    ]


# --- Invitations, as the invited person meets them ----------------------------------------------------------------


@require_safe
def invitation(request, token):
    """Look at an invitation. Only a POST to its own address accepts it: mail scanners open links."""
    thing = get_object_or_404(Invitation.objects.select_related("organization"), token_sha256=actions.hash_token(token))
    if not request.user.is_authenticated:
        request.session[INVITATION] = token
    _name_countries([thing])
    is_open = thing.state == InvitationState.SENT and not thing.is_expired(at=timezone.now())
    context = {
        "invitation": thing,
        "token": token,
        "is_open": is_open,
        # Who it is for is told to her alone: links are forwarded.
        "is_hers": request.user.is_authenticated and request.user.email.lower() == thing.email.lower(),
    }
    response = render(request, "registry/invitation.html", context, status=200 if is_open else 410)
    # The address is a key, so no other page may learn it. With "no-referrer" a browser would send the form from the
    # origin "null", and accepting would be refused.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def accept_invitation(request, token):
    thing = get_object_or_404(Invitation, token_sha256=actions.hash_token(token))
    if not request.user.is_authenticated:
        return redirect("registry:invitation-detail", token)
    actions.accept_invitation(token, by=request.user)
    messages.success(request, _("Welcome. The invitation is accepted."))
    if thing.organization_id:
        return redirect("registry:team", thing.organization.reference)
    return redirect("registry:staff-home")
