"""Two records side by side, the merge that one person proposes and a second confirms, and its undoing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.errors import Contradiction, Stale
from registry.forms.duplicates import PairForm
from registry.forms.merges import MergeForm
from registry.forms.organizations import ReasonForm
from registry.models import DuplicatePair, MergeOperation
from registry.queries.duplicates import with_records
from registry.queries.merges import chosen_side, differing, plan
from registry.states import MergeState
from registry.views import merge_words
from registry.views.doors import staff_page
from registry.views.records import visible

PAGE = 50


@staff_page
def compare(request, first, second):
    """What differs, what is kept from both, what will move. The first record is the one that stays."""
    winner, loser = _both(request, first, second)
    initial = {"winner_version": winner.version, "loser_version": loser.version}
    return _comparison(request, winner, loser, MergeForm(codes=differing(winner, loser), initial=initial))


@staff_page
@require_POST
def propose(request, first, second):
    winner, loser = _both(request, first, second)
    form = MergeForm(request.POST, codes=differing(winner, loser))
    if not form.is_valid():
        return _comparison(request, winner, loser, form, status=422)
    try:
        merge = actions.propose_merge(
            winner,
            loser,
            choices=form.choices(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            versions=form.versions(),
        )
    except (Stale, Contradiction) as refused:
        form.add_error(None, str(refused))
        return _comparison(request, winner, loser, form, status=409)
    messages.success(request, _("The merge is proposed. A second person must now confirm it."))
    return redirect(merge)


@staff_page
def merge_list(request):
    """Those that wait for a second person, or that were done, undone or withdrawn."""
    if not policies.may_merge(request.user):
        raise PermissionDenied
    state = request.GET.get("state", "")
    state = state if state in MergeState.values else str(MergeState.PROPOSED)
    known = MergeOperation.objects.visible_to(request.user)
    found = known.filter(state=state).select_related("winner", "loser", "proposed_by", "confirmed_by")
    page = Paginator(found.order_by("-proposed_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/merge_list.html", {"page": page, "state": state, "states": MergeState.choices})


@staff_page
def detail(request, reference):
    """Exactly what will happen, or what has happened, and what can be done about it now."""
    return _detail(request, _merge(request, reference), ReasonForm())


@staff_page
@require_POST
def confirm(request, reference):
    merge = actions.confirm_merge(_merge(request, reference), by=request.user)
    messages.success(request, _("The two records are one now. You can undo it here."))
    return redirect(merge)


@staff_page
@require_POST
def withdraw(request, reference):
    merge = actions.withdraw_merge(_merge(request, reference), by=request.user)
    messages.success(request, _("The proposal is taken back. Nothing was changed."))
    return redirect(merge)


@staff_page
@require_POST
def undo(request, reference):
    merge = _merge(request, reference)
    if not policies.may_undo_merge(request.user, merge, at=timezone.now()):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _detail(request, merge, form, status=422)
    merge = actions.undo_merge(merge, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Both records are back."))
    return redirect(merge)


def _both(request, first, second):
    """Two records that this person may know of, and may change."""
    winner, loser = visible(request, first), visible(request, second)
    if winner.pk == loser.pk:
        raise Http404
    if not policies.may_merge_records(request.user, winner, loser):
        raise PermissionDenied
    return winner, loser


def _merge(request, reference):
    known = MergeOperation.objects.visible_to(request.user).select_related(
        "winner", "loser", "proposed_by", "confirmed_by", "undone_by"
    )
    merge = get_object_or_404(known, reference=reference)
    if not policies.may_merge_records(request.user, merge.winner, merge.loser):
        raise PermissionDenied
    return merge


def _comparison(request, winner, loser, form, status=200):
    found = plan(winner, loser)
    open_ = MergeOperation.objects.visible_to(request.user).filter(
        Q(winner=winner, loser=loser) | Q(winner=loser, loser=winner), state=MergeState.PROPOSED
    )
    pairs = with_records(DuplicatePair.objects.all())
    pair = pairs.filter(Q(first=winner, second=loser) | Q(first=loser, second=winner)).first()
    sides = {code: form.data.get(code) or chosen_side(code, winner, loser, {}) for code in differing(winner, loser)}
    context = {
        "winner": winner,
        "loser": loser,
        "own_address": reverse("registry:duplicate-compare", args=[winner.reference, loser.reference]),
        "form": form,
        "pair": pair,
        "reasons": merge_words.reasons(pair, request.user),
        "answer": PairForm() if pair and policies.may_decide_pair(request.user, pair) else None,
        "differences": merge_words.differences(winner, loser, sides),
        "kept": merge_words.kept(found, winner, loser, user=request.user),
        "blocks": found.blocks,
        "proposed": open_.first(),
        "undo_until": timezone.localdate() + policies.MERGES_ARE_UNDONE_FOR,
    }
    return render(request, "registry/duplicate_compare.html", context, status=status)


def _detail(request, merge, form, status=200):
    winner, loser = merge.winner, merge.loser
    context = {"merge": merge, "winner": winner, "loser": loser, "form": form, "blocks": []}
    context["own_address"] = reverse("registry:merge-detail", args=[merge.reference])
    if merge.state == MergeState.PROPOSED:
        found = plan(winner, loser, merge.choices)
        context |= {
            "differences": merge_words.differences(winner, loser, merge.choices),
            "kept": merge_words.kept(found, winner, loser, user=request.user),
            "blocks": found.blocks,
            "is_stale": (winner.version, loser.version) != (merge.winner_version, merge.loser_version),
            "can_confirm": policies.may_confirm_merge(request.user, merge),
        }
    else:
        context |= {
            "done": merge_words.done(merge, user=request.user),
            "stayed": merge_words.stayed(merge, user=request.user),
            "can_undo": merge.state == MergeState.DONE
            and policies.may_undo_merge(request.user, merge, at=timezone.now()),
        }
    until = (merge.confirmed_at or timezone.now()) + policies.MERGES_ARE_UNDONE_FOR
    return render(request, "registry/merge_detail.html", context | {"undo_until": until}, status=status)
