"""Members say of the partnerships of their own organization: this is so, this is not, and one is missing."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.disputes import DisputeForm
from registry.forms.partnerships import OwnPartnershipForm
from registry.models import Dispute, Listing
from registry.queries import disputes, records
from registry.queries.partnerships import CONFIRMABLE
from registry.states import DisputeState, PartnershipState
from registry.views.acts import ask_member
from registry.views.doors import own_organization
from registry.views.partnerships import in_words


@login_required
def partnership_list(request, reference):
    organization = own_organization(request, reference)
    can_edit = policies.may_edit_own_record(request.user, organization)
    said = disputes.of_organization(organization)
    refused = _refused(said)
    shown = [partnership for partnership in records.partnerships(organization) if _is_shown(partnership)]
    rows = [_row(partnership, can_edit, refused.get(partnership.pk)) for partnership in shown]
    context = {
        "organization": organization,
        "can_edit": can_edit,
        "rows": rows,
        # What IOM refused to change is not so for the organization: it agrees to that one by one, or not at all.
        "confirmable": [row["partnership"] for row in rows if row["can_confirm"] and not row["refused"]],
        "disputes": [{"dispute": one, "can_withdraw": can_edit and one.state == "open"} for one in said],
    }
    return render(request, "registry/own_partnerships.html", context)


@require_POST
@login_required
def confirm(request, reference):
    """One partnership or all, as they stood on the screen."""
    organization = own_organization(request, reference, policies.may_edit_own_record)
    confirmed = len(actions.confirm_partnerships(organization, versions=_seen(request), by=request.user))
    words = ngettext(
        "Thank you. %(n)s partnership is confirmed as of today.",
        "Thank you. %(n)s partnerships are confirmed as of today.",
        confirmed,
    )
    messages.success(request, words % {"n": confirmed})
    return redirect("registry:own-partnerships", reference)


@login_required
def new(request, reference):
    organization = own_organization(request, reference, policies.may_edit_own_record)
    today, by = timezone.localdate(), request.user
    said = {"source": organization.name[:200], "observed_on": today, "confirmed_on": today}
    if Listing.objects.filter(pk=organization.pk).exists():
        text = _("One role, in one area, in one country. The public sees it as proposed until IOM has verified it.")
    else:
        text = _(
            "One role, in one area, in one country. The public does not see it: your organization has no public page."
        )
    return _ask(
        request,
        organization,
        OwnPartnershipForm(request.POST or None),
        partial(actions.add_partnership, organization, by=by, proposed_by=by, confirmed_by=by, **said),
        title=_("Propose a partnership"),
        text=text,
        done=_("The partnership was proposed. IOM looks at it."),
        countries=True,
    )


@login_required
def dispute(request, reference, partnership):
    organization = own_organization(request, reference, policies.may_edit_own_record)
    found = organization.partnerships.told().select_related("role", "area", "country", "organization")
    partnership = get_object_or_404(found, reference=partnership)
    return _ask(
        request,
        organization,
        DisputeForm(request.POST or None, partnership=partnership),
        partial(actions.dispute_partnership, partnership, by=request.user),
        title=_("Say what is wrong"),
        text=in_words(partnership),
        done=_("IOM was told. The record stays as it is until IOM has answered."),
    )


@require_POST
@login_required
def withdraw(request, reference, dispute):
    organization = own_organization(request, reference, policies.may_edit_own_record)
    found = Dispute.objects.filter(partnership__organization=organization).select_related("partnership__organization")
    actions.withdraw_dispute(get_object_or_404(found, reference=dispute), by=request.user)
    messages.success(request, _("The dispute was taken back. The record stays as it is."))
    return redirect("registry:own-partnerships", reference)


def _is_shown(partnership):
    """Of what was rejected, members read what one of them proposed, with the reason; the rest is between staff."""
    if partnership.state != PartnershipState.REJECTED:
        return True
    return partnership.proposed_by_id is not None and not hasattr(partnership, "replaced_by")


def _refused(said):
    """{partnership: the last dispute of it}, where IOM refused that one; `said` with the newest first."""
    last = {}
    for dispute in said:
        if dispute.state != DisputeState.WITHDRAWN:
            last.setdefault(dispute.partnership_id, dispute)
    return {key: dispute for key, dispute in last.items() if dispute.state == DisputeState.REFUSED}


def _row(partnership, can_edit, refused):
    is_disputed = bool(partnership.open_disputes)
    is_fresh = partnership.confirmed_on == timezone.localdate()
    is_told = partnership.state != PartnershipState.REJECTED
    return {
        "partnership": partnership,
        "activities": [a.name for a in sorted(partnership.activities.all(), key=lambda a: a.position)],
        "is_disputed": is_disputed,
        "refused": refused,
        "can_confirm": can_edit and not is_disputed and not is_fresh and partnership.state in CONFIRMABLE,
        "can_dispute": can_edit and not is_disputed and is_told,
        "answer": "" if is_told else partnership.end_reason,
    }


def _seen(request):
    """{reference: version} of what was on the screen; version 0, which nothing has, where that makes no sense."""
    pairs = [text.rpartition(":") for text in request.POST.getlist("seen")]
    return {ref: int(n) if n.isascii() and n.isdecimal() and len(n) < 10 else 0 for ref, _colon, n in pairs}


def _ask(request, organization, form, verb, **words):
    back = reverse("registry:own-partnerships", args=[organization.reference])
    return ask_member(request, organization, form, verb, current="partnerships", back=back, **words)
