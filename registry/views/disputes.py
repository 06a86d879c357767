"""What organizations say is wrong about their partnerships: the queue, and one screen to answer each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import actions, policies
from registry.errors import Contradiction, Stale
from registry.forms.disputes import REFUSED, AnswerForm
from registry.models import Dispute
from registry.queries.disputes import WORDED, waiting_for
from registry.queries.partnerships import last_day
from registry.states import NEXT, DisputeState, PartnershipState
from registry.views.doors import staff_page
from registry.views.records import opened_version, record_context, visible

PAGE = 50
Remedy = Dispute.Remedy


@staff_page
def dispute_list(request):
    """What waits for this person, the oldest first."""
    if not policies.may_answer_disputes(request.user):
        raise PermissionDenied
    found = waiting_for(request.user).select_related(*WORDED, "partnership__organization", "made_by")
    found = found.prefetch_related("partnership__organization__names")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [{"dispute": one, "days": (timezone.now() - one.created_at).days} for one in page.object_list]
    return render(request, "registry/dispute_list.html", {"page": page, "rows": rows})


@staff_page
def dispute_detail(request, reference):
    """What the record says, what the organization says, and the answer, with what becomes of the partnership."""
    found = Dispute.objects.visible_to(request.user).select_related(*WORDED, "partnership__organization", "made_by")
    found = found.select_related("partnership__unit", "partnership__programme", "partnership__part", "closed_by")
    dispute = get_object_or_404(found, reference=reference)
    partnership = dispute.partnership
    partnership.organization = organization = visible(request, partnership.organization.reference)
    if not policies.may_edit_organization(request.user, organization):
        raise PermissionDenied
    form = AnswerForm(
        request.POST or None, partnership=partnership, remedies=_remedies(partnership), initial=_proposed(dispute)
    )
    sentence = ""
    if request.method == "POST" and form.is_valid():
        try:
            _answer(dispute, form, by=request.user, version=opened_version(request))
        except Contradiction as contradiction:
            form.add_error(None, str(contradiction))
        except Stale as stale:
            sentence = str(stale)
        else:
            messages.success(request, _("The dispute was answered. Who made it is told."))
            return redirect("registry:dispute-detail", reference)
    context = record_context(request, organization) | {
        "dispute": dispute,
        "partnership": partnership,
        "last_day": last_day(partnership),
        "form": form,
        "can_answer": policies.may_answer_dispute(request.user, dispute) and dispute.state == DisputeState.OPEN,
        "is_own": dispute.made_by_id == request.user.pk,
        "sentence": sentence,
    }
    status = 409 if sentence else 422 if form.errors else 200
    return render(request, "registry/dispute_detail.html", context, status=status)


def _remedies(partnership):
    """What can be done to this partnership now."""
    following = NEXT[PartnershipState][partnership.state]
    open_to = {
        Remedy.CORRECTED: partnership.state != PartnershipState.REJECTED,
        Remedy.ENDED: PartnershipState.ENDED in following,
        Remedy.REJECTED: PartnershipState.REJECTED in following,
        Remedy.ALREADY: True,
    }
    return [remedy for remedy, is_open in open_to.items() if is_open]


def _proposed(dispute):
    """What the record would say if the organization is right."""
    partnership = dispute.partnership
    is_dated = dispute.matter == Dispute.Matter.DATES
    return {
        "role": dispute.role or partnership.role,
        "starts_on": dispute.starts_on if is_dated else partnership.period.lower,
        "ends_on": dispute.ends_on if is_dated else last_day(partnership),
    }


def _answer(dispute, form, *, by, version):
    decision, answer = form.cleaned_data["decision"], form.cleaned_data["answer"]
    if decision == REFUSED:
        actions.refuse_dispute(dispute, answer=answer, by=by)
    else:
        actions.accept_dispute(dispute, remedy=decision, answer=answer, by=by, version=version, **form.facts())
