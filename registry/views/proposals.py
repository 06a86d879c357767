"""Changes that organizations propose to their own record: the queue, and one screen to answer each field."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from registry import actions, policies
from registry.errors import Contradiction, Stale
from registry.forms.proposals import DecisionsForm
from registry.matching import Identity
from registry.models import ChangeProposal
from registry.models.proposals import PROPOSABLE
from registry.queries.change_words import field_label
from registry.queries.duplicates import possible_matches
from registry.queries.proposals import in_words, stands, waiting_for
from registry.queries.words import words
from registry.states import ProposalState
from registry.views.differences import sides
from registry.views.doors import staff_page
from registry.views.facts import asked_country
from registry.views.records import opened_version, record_context, visible

PAGE = 50


@staff_page
def proposal_list(request):
    """What waits for this person, the oldest first."""
    if not policies.may_decide_proposals(request.user):
        raise PermissionDenied
    found, country = (
        waiting_for(request.user).select_related("organization", "proposed_by", "client__owner"),
        asked_country(request),
    )
    found = found.filter(organization__hq_country=country) if country else found
    page = Paginator(found.prefetch_related("fields", "organization__names"), PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "proposal": proposal,
            "fields": [capfirst(field_label(row.field)) for row in _in_order(proposal) if row.is_waiting],
            "days": (timezone.now() - proposal.proposed_at).days,
        }
        for proposal in page.object_list
    ]
    return render(request, "registry/proposal_list.html", {"page": page, "rows": rows, "country": country})


@staff_page
def proposal_detail(request, reference):
    """What stands on the left, what is proposed on the right, the evidence beside; each field is answered."""
    proposal = get_object_or_404(
        ChangeProposal.objects.visible_to(request.user)
        .select_related("organization", "proposed_by", "client__owner")
        .prefetch_related("fields"),
        reference=reference,
    )
    proposal.organization = organization = visible(request, proposal.organization.reference)
    can_decide = policies.may_decide_proposal(request.user, proposal) and proposal.state == ProposalState.OPEN
    if not policies.may_edit_organization(request.user, organization):
        raise PermissionDenied
    waiting = {row.field: capfirst(field_label(row.field)) for row in _in_order(proposal) if row.is_waiting}
    form = DecisionsForm(request.POST or None, waiting=waiting)
    sentence = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_proposal(
                proposal, decisions=form.decisions(), by=request.user, version=opened_version(request)
            )
        except Contradiction as contradiction:
            form.add_error(None, str(contradiction))
        except Stale as stale:
            sentence = str(stale)
        else:
            messages.success(request, _("The changes were answered. Who proposed them is told."))
            return redirect("registry:proposal-detail", reference)
    labels = words()
    context = record_context(request, organization) | {
        "proposal": proposal,
        "form": form,
        "rows": [_row(organization, row, form, labels) for row in _in_order(proposal)],
        "can_decide": can_decide,
        "is_own": proposal.proposer == request.user,
        "sentence": sentence,
        "near": _near(request.user, organization, proposal) if can_decide else [],
    }
    status = 409 if sentence else 422 if form.errors else 200
    return render(request, "registry/proposal_detail.html", context, status=status)


def _in_order(proposal):
    return sorted(proposal.fields.all(), key=lambda row: PROPOSABLE.index(row.field))


def _row(organization, row, form, labels):
    """One field: against what stands now while it waits, against what stood then once it is answered."""
    now = stands(organization, row.field) if row.is_waiting else row.before
    return {
        "row": row,
        "label": capfirst(field_label(row.field)),
        "sides": sides(in_words(row.field, now, labels), in_words(row.field, row.after, labels)),
        # Somebody changed it after it was proposed: all three values are shown.
        "before": in_words(row.field, row.before, labels) or [_("Empty")] if now != row.before else [],
        "stands_already": row.is_waiting and now == row.after,
        "decision": form[f"decision-{row.field}"] if row.is_waiting else None,
        "reason": form[f"reason-{row.field}"] if row.is_waiting else None,
    }


def _near(user, organization, proposal):
    """Other records that may be the same, once it goes by the new names."""
    names = next((row for row in proposal.fields.all() if row.field == "names" and row.is_waiting), None)
    if names is None:
        return []
    old = {name["text"] for name in names.before}
    fresh = tuple((name["kind"], name["text"], name["language"]) for name in names.after if name["text"] not in old)
    found = possible_matches(Identity(names=fresh), user=user) if fresh else []
    return [match.organization for match in found if match.organization != organization]
