"""Who is let in: the staff's queue of claims and of new organizations, and the administrators' own decisions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.forms.organizations import ReasonForm
from registry.importers.documents import EXTENSIONS
from registry.models import Claim, Organization
from registry.queries import claims as found
from registry.states import NEXT, ClaimState
from registry.views import files
from registry.views.doors import own_organization, staff_page
from registry.views.facts import asked_country

PAGE = 50

ODDITIES = {
    "mixed_scripts": gettext_lazy("Letters of two scripts in one word"),
    "foreign_letters": gettext_lazy("Letters of another script that look Latin"),
    "invisible": gettext_lazy("Signs that nobody sees"),
    "digits": gettext_lazy("Digits in place of letters"),
}


# --- Staff --------------------------------------------------------------------------------------------------------


@require_safe
@staff_page
def claim_list(request):
    _may_decide(request)
    claims, new, country = (
        found.claims_to_decide(request.user),
        found.joinings_to_decide(request.user),
        asked_country(request),
    )
    if country:
        claims, new = (queue.filter(organization__hq_country=country) for queue in (claims, new))
    page = Paginator(claims, PAGE).get_page(request.GET.get("page"))
    joinings = Paginator(new, PAGE).get_page(request.GET.get("new"))
    context = {
        "page": page,
        "joinings": joinings,
        "rows": _with_marks(list(joinings), request.user),
        "country": country,
    }
    return render(request, "registry/claim_list.html", context)


@require_safe
@staff_page
def claim_detail(request, reference):
    return _page(request, _visible(request, reference))


@require_POST
@staff_page
def accept(request, reference):
    claim = _decidable(request, reference)
    actions.accept_claim(claim, by=request.user)
    messages.success(request, _("The person is an administrator of the organization now, and is told so."))
    return redirect("registry:claim-list")


@require_POST
@staff_page
def refuse(request, reference):
    claim = _decidable(request, reference)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, claim, form)
    actions.refuse_claim(claim, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The claim is refused. The person is told why."))
    return redirect("registry:claim-list")


@require_safe
@staff_page
def document(request, reference):
    """What she sent, to keep and never to show."""
    claim = _visible(request, reference)
    if not policies.may_read_documents(request.user, claim.organization):
        raise PermissionDenied
    if not claim.file:
        raise Http404
    response = files.sent_with(claim)
    actions.record_reading_of_claim(claim, by=request.user)
    return response


def _page(request, claim, form=None):
    user, organization = request.user, claim.organization
    is_open = bool(NEXT[ClaimState][claim.state])
    context = {
        "claim": claim,
        "own_address": reverse("registry:claim-detail", args=[claim.reference]),
        "organization": organization,
        "administrators": found.administrators(organization).count(),
        "can_decide": is_open and policies.may_decide_claim(user, claim),
        "can_accept": claim.proof == Claim.Proof.DOCUMENT or claim.shown_at,
        "can_read_document": bool(claim.file) and policies.may_read_documents(user, organization),
        "extension": EXTENSIONS[claim.media_type].upper() if claim.media_type else "",
        "is_own": claim.person_id == user.pk,
        "form": form or ReasonForm(),
    }
    return render(request, "registry/claim_detail.html", context, status=422 if form else 200)


def _may_decide(request):
    if not policies.may_decide_claims(request.user):
        raise PermissionDenied


def _visible(request, reference):
    _may_decide(request)
    claims = Claim.objects.visible_to(request.user).select_related("organization__hq_country", "person", "decided_by")
    claim = get_object_or_404(claims.prefetch_related("organization__names"), reference=reference)
    if not policies.may_manage_members(request.user, claim.organization):
        raise PermissionDenied
    return claim


def _decidable(request, reference):
    claim = _visible(request, reference)
    if not policies.may_decide_claim(request.user, claim):
        raise PermissionDenied
    return claim


def _with_marks(joinings, user):
    """Each with what may deceive in its name, and the records that it came near to, of those this person may know."""
    near = {reference for joining in joinings for reference in joining.near}
    above = {link.to_organization_id for joining in joinings for link in _branch_links(joining)}
    known = Organization.objects.visible_to(user).filter(Q(reference__in=near) | Q(pk__in=above))
    by_reference = {organization.reference: organization for organization in known.prefetch_related("names")}
    visible = {organization.pk: organization for organization in by_reference.values()}
    return [
        {
            "joining": joining,
            "organization": joining.organization,
            "oddities": [ODDITIES[code] for code in joining.oddities],
            "near": [by_reference[reference] for reference in joining.near if reference in by_reference],
            "headquarters": [
                visible[link.to_organization_id]
                for link in _branch_links(joining)
                if link.to_organization_id in visible
            ],
        }
        for joining in joinings
    ]


def _branch_links(joining):
    return [link for link in joining.organization.links.all() if not link.ends_on and link.kind == "branch_of"]


# --- Administrators of the organization, and the person herself ---------------------------------------------------


@require_POST
@login_required
def team_accept(request, reference, claim):
    claim = _on_my_team(request, reference, claim)
    actions.accept_claim(claim, by=request.user)
    messages.success(request, _("The person is an administrator of the organization now, and is told so."))
    return redirect("registry:team", reference)


@require_POST
@login_required
def team_refuse(request, reference, claim):
    claim = _on_my_team(request, reference, claim)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.refuse_claim(claim, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The claim is refused. The person is told why."))
    else:
        messages.error(request, _("Write the reason: the person reads it."))
    return redirect("registry:team", reference)


@require_POST
@login_required
def withdraw(request, reference):
    claim = get_object_or_404(request.user.claims.select_related("organization"), reference=reference)
    actions.withdraw_claim(claim, by=request.user)
    messages.success(request, _("The claim is withdrawn."))
    return redirect("registry:my-home")


def _on_my_team(request, reference, claim):
    """A claim on an organization of hers, or 404; and only its administrators decide."""
    organization = own_organization(request, reference)
    claim = get_object_or_404(organization.claims.select_related("person", "organization"), reference=claim)
    if not policies.may_decide_claim(request.user, claim):
        raise PermissionDenied
    return claim
