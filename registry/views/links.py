"""How an organization hangs together with others: branches, networks, affiliates, successors."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from registry import actions, policies
from registry.forms.contacts import EndForm
from registry.forms.links import LinkForm
from registry.models import OrganizationLink
from registry.queries import records
from registry.queries.organizations import Asked, search_inventory
from registry.views.acts import attempt
from registry.views.doors import staff_page
from registry.views.records import ask, permitted, record_context, tab_url, visible

# A link as it is told from the other end.
FROM_THE_OTHER_END = {
    OrganizationLink.Kind.BRANCH_OF: pgettext_lazy("link", "Has this branch"),
    OrganizationLink.Kind.MEMBER_OF: pgettext_lazy("link", "Has this member"),
    OrganizationLink.Kind.AFFILIATE_OF: pgettext_lazy("link", "Has this affiliate"),
    OrganizationLink.Kind.SUCCESSOR_OF: pgettext_lazy("link", "Was succeeded by"),
}
FOUND = 10


@staff_page
def link_list(request, reference):
    organization = visible(request, reference)
    context = record_context(request, organization)
    rows = [_row(link, organization, context["can_edit"]) for link in records.links(organization, user=request.user)]
    return render(request, "registry/organization_links.html", context | {"rows": rows})


@staff_page
def new(request, reference):
    """First find the other one, by name or reference; then say how the two hang together."""
    organization = permitted(request, reference, policies.may_edit_organization)
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    form = LinkForm(request.POST or None, user=request.user)
    tried = attempt(
        request, form, partial(actions.add_link, organization, by=request.user), done=_("The link was added.")
    )
    if tried.is_done:
        return redirect(tab_url("links", organization))
    found = search_inventory(request.user, Asked(q)).exclude(pk=organization.pk) if q else []
    if q:
        found = found.prefetch_related("names").select_related("hq_country")[:FOUND]
    context = record_context(request, organization) | {"form": form, "q": q, "found": found}
    return render(request, "registry/organization_link_form.html", context, status=tried.status)


@staff_page
def end(request, reference, link):
    organization = visible(request, reference)
    link = next((one for one in records.links(organization, user=request.user) if one.reference == link), None)
    if link is None:
        raise Http404
    if not policies.may_edit_organization(request.user, organization):
        raise PermissionDenied
    told = _row(link, organization, can_edit=True)
    return ask(
        request,
        organization,
        EndForm(request.POST or None),
        partial(actions.end_link, link, by=request.user),
        current="links",
        title=_("End this link"),
        text=_("%(kind)s: %(name)s") % {"kind": told["kind"], "name": told["other"].name},
        button=_("End the link"),
        done=_("The link is ended. It stays in the record as history."),
    )


def _row(link, organization, can_edit):
    is_outgoing = link.from_organization_id == organization.pk
    return {
        "link": link,
        "kind": link.get_kind_display() if is_outgoing else FROM_THE_OTHER_END[link.kind],
        "other": link.to_organization if is_outgoing else link.from_organization,
        "can_end": can_edit and not link.ends_on,
    }
