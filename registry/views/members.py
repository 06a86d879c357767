"""Who acts for an organization: the same pages for its members under /my/ and for staff under /staff/."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies, slots
from registry.errors import Refused
from registry.forms.people import MemberInvitationForm, RoleForm
from registry.models import Organization
from registry.queries import people as found
from registry.queries.claims import brought_by, claims_of, claims_on
from registry.views.doors import own_organization
from registry.views.records import record_context

# The address, the template and the audience of each of the two doors.
PAGES = {
    "my": ("registry:team", "registry/my_team.html"),
    "staff": ("registry:organization-access", "registry/staff_access_members.html"),
}


@require_safe
@login_required
def home(request):
    """What is mine: the organizations that I act for."""
    mine = request.user.memberships.filter(left_at=None).select_related("organization")
    mine = mine.prefetch_related("organization__names").order_by("joined_at")
    lines = [
        {"membership": one, "links": slots.gather("my_organization", request.user, one.organization)} for one in mine
    ]
    brought = set(brought_by(request.user).values_list("organization", flat=True))
    context = {"lines": lines, "claims": claims_of(request.user), "brought": brought}
    return render(request, "registry/my_home.html", context)


@login_required
def team(request, reference, door):
    organization = _reachable(request, reference, door)
    if request.method == "POST":
        return _invite(request, organization, door)
    return _page(request, organization, door, form=MemberInvitationForm(initial={"language": get_language()}))


@require_POST
@login_required
def change_role(request, reference, person, door):
    organization, member = _manageable(request, reference, door, person)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.change_member_role(organization, member, role=form.cleaned_data["role"], by=request.user)
    messages.success(request, _("The role was changed."))
    return _back(organization, door)


@require_POST
@login_required
def remove(request, reference, person, door):
    """Remove a member, or leave."""
    organization = _reachable(request, reference, door)
    member = _member(organization, person)
    is_oneself = member.pk == request.user.pk
    if not is_oneself and not policies.may_manage_members(request.user, organization):
        raise PermissionDenied
    actions.remove_member(organization, member, by=request.user)
    if is_oneself and door == "my":
        messages.success(request, _("You have left the organization."))
        return redirect("registry:my-home")
    messages.success(request, _("The person is no longer a member."))
    return _back(organization, door)


@require_POST
@login_required
def revoke_invitation(request, reference, invitation, door):
    organization, invitation = _manageable_invitation(request, reference, door, invitation)
    actions.revoke_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation was withdrawn. Its link leads nowhere now."))
    return _back(organization, door)


@require_POST
@login_required
def resend_invitation(request, reference, invitation, door):
    organization, invitation = _manageable_invitation(request, reference, door, invitation)
    actions.resend_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation is on its way again, with a new link."))
    return _back(organization, door)


def _invite(request, organization, door):
    if not policies.may_manage_members(request.user, organization):
        raise PermissionDenied
    form = MemberInvitationForm(request.POST)
    if form.is_valid():
        try:
            actions.invite_member(organization, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The invitation is on its way."))
            return _back(organization, door)
    return _page(request, organization, door, form=form, status=422)


def _page(request, organization, door, *, form, status=200):
    can_manage = policies.may_manage_members(request.user, organization)
    context = {
        "organization": organization,
        "door": door,
        "members": [_told_member(organization, door, membership) for membership in found.members(organization)],
        "invitations": [
            _told_invitation(organization, door, invitation) for invitation in found.member_invitations(organization)
        ]
        if can_manage
        else [],
        "claims": claims_on(organization).exclude(person=request.user) if can_manage and door == "my" else [],
        "can_manage": can_manage,
        "can_read_addresses": policies.may_read_contacts(request.user, organization) or can_manage,
        "form": form,
    }
    # To staff the team is a part of the record, under its head and tabs.
    context |= record_context(request, organization) if door == "staff" else {}
    return render(request, PAGES[door][1], context, status=status)


def _told_member(organization, door, membership):
    keys = [organization.reference, membership.user.reference]
    return {
        "membership": membership,
        "form": RoleForm(initial={"role": membership.role}, auto_id=f"id_%s_{membership.user.reference}"),
        "role_url": reverse(f"{PAGES[door][0]}-role", args=keys),
        "remove_url": reverse(f"{PAGES[door][0]}-remove", args=keys),
    }


def _told_invitation(organization, door, invitation):
    keys = [organization.reference, invitation.reference]
    return {
        "invitation": invitation,
        "is_expired": invitation.is_expired(at=timezone.now()),
        "resend_url": reverse(f"{PAGES[door][0]}-invitation-resend", args=keys),
        "revoke_url": reverse(f"{PAGES[door][0]}-invitation-revoke", args=keys),
    }


def _back(organization, door):
    return redirect(PAGES[door][0], organization.reference)


def _reachable(request, reference, door):
    """The organization, or 404: to members theirs alone, to staff what staff may know of."""
    if door == "my":
        organization = own_organization(request, reference)
    elif policies.may_read_staff_pages(request.user):
        known = Organization.objects.visible_to(request.user).prefetch_related("names")
        organization = get_object_or_404(known, reference=reference)
    else:
        raise Http404
    if not policies.may_read_members(request.user, organization):
        raise PermissionDenied
    return organization


def _manageable(request, reference, door, person):
    organization = _reachable(request, reference, door)
    if not policies.may_manage_members(request.user, organization):
        raise PermissionDenied
    return organization, _member(organization, person)


def _member(organization, person):
    return get_object_or_404(organization.memberships.filter(left_at=None), user__reference=person).user


def _manageable_invitation(request, reference, door, invitation):
    organization = _reachable(request, reference, door)
    if not policies.may_manage_members(request.user, organization):
        raise PermissionDenied
    return organization, get_object_or_404(organization.invitations, reference=invitation)
