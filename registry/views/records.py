"""What the staff's pages of one record share: who may open it, its tabs, what stands beside it, how an act is asked."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from registry import policies
from registry.models import Listing, MergeOperation, Organization
from registry.queries import completeness, records
from registry.queries.changes import about, heads
from registry.states import NEXT, OrganizationState
from registry.views.acts import attempt, country_names
from registry.views.presenters import readiness


def visible(request, reference):
    found = Organization.objects.visible_to(request.user).select_related("hq_country", "merged_into")
    return get_object_or_404(found.prefetch_related("names", "presences", "partnerships"), reference=reference)


def permitted(request, reference, may):
    organization = visible(request, reference)
    if not may(request.user, organization):
        raise PermissionDenied
    return organization


def opened_version(request):
    """The version that was on the screen when the form was opened; 0, which nothing has, when that makes no sense."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def record_context(request, organization):
    """What every page of one record shows around its own matter."""
    user = request.user
    can_read_history = policies.may_read_history(user, organization)
    recent = about(organization, user=user)[:6] if can_read_history else []
    risk = organization.risks.filter(lifted_at=None).first() if organization.is_at_risk else None
    following = NEXT[OrganizationState][organization.state]
    can_publish = policies.may_publish_organization(user, organization)
    is_merged = organization.state == OrganizationState.MERGED
    can_edit = policies.may_edit_organization(user, organization) and not is_merged
    is_listed = Listing.objects.filter(pk=organization.pk).exists()
    scores = [] if is_merged else completeness.scores([organization])[organization.pk]
    missing = [str(item.words) for score in scores for item in score.missing if score.purpose == completeness.LISTABLE]
    can_mark_at_risk = policies.may_mark_at_risk(user, organization)
    tabs = _tabs(user, organization)
    pages = {tab["name"]: tab["url"] for tab in tabs}
    return {
        "organization": organization,
        "merge": MergeOperation.objects.visible_to(user).merge_of(organization) if is_merged else None,
        "tabs": tabs,
        "is_listed": is_listed,
        "missing": missing,
        "readiness": readiness(scores, lambda item: pages.get(item.part, "")),
        "has_acts": can_edit
        or can_publish
        or can_mark_at_risk
        or risk
        or (missing and not is_listed and not is_merged),
        "recent": heads(recent),
        "can_edit": can_edit,
        "can_merge": policies.may_merge(user),
        "proposals": list(organization.proposals.open().order_by("proposed_at", "pk")) if can_edit else [],
        "can_verify": can_edit,
        "can_read_history": can_read_history,
        "can_publish": can_publish and OrganizationState.PUBLISHED in following,
        "can_review": can_edit and OrganizationState.IN_REVIEW in following,
        "can_archive": can_publish and OrganizationState.ARCHIVED in following,
        "can_make_dormant": can_publish and OrganizationState.DORMANT in following,
        "can_mark_at_risk": can_mark_at_risk and not organization.is_at_risk,
        "risk": risk,
        "can_propose_lifting": risk and can_mark_at_risk and not risk.lift_proposed_by_id,
        "can_lift": risk and risk.lift_proposed_by_id not in {None, user.pk} and can_mark_at_risk,
    }


def ask(request, organization, form, verb, *, current, title, button, done, text="", countries=False):
    """An act on a record, on a page of its own under the tab `current`."""
    back = tab_url(current, organization)
    tried = attempt(request, form, verb, done=done)
    if tried.is_done:
        return redirect(back)
    context = {
        "form": form,
        "current": current,
        "title": title,
        "text": text,
        "button": button,
        "back": back,
        "countries": country_names(countries),
    } | record_context(request, organization)
    return render(request, "registry/organization_act.html", context, status=tried.status)


def tab_url(name, organization):
    return reverse(f"registry:organization-{name}", args=[organization.reference])


def _tabs(user, organization):
    """The parts of the record that this person may open, with how much stands in each."""
    tabs = [
        ("edit", _("Record"), True),
        ("partnerships", _("Partnerships"), True),
        ("contacts", _("Contacts"), policies.may_read_contacts(user, organization)),
        ("sources", _("Sources"), True),
        ("documents", _("Documents"), policies.may_read_documents(user, organization)),
        ("links", _("Links"), True),
        ("notes", _("Notes"), policies.may_read_notes(user, organization)),
        ("history", _("History"), policies.may_read_history(user, organization)),
        ("access", _("Access"), policies.may_read_members(user, organization)),
    ]
    counts = records.counts(organization, user=user)
    return [
        {"name": name, "label": label, "url": tab_url(name, organization), "count": counts.get(name)}
        for name, label, is_open in tabs
        if is_open
    ]
