"""How organizations hang together: a link is added and, one day, ended. The other organization is not asked."""

from django.db import transaction
from django.utils.translation import gettext as _

from registry.actions.history import hold_history, record_many
from registry.actions.listings import publish_listings
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.models import Organization, OrganizationLink
from registry.states import OrganizationState


@transaction.atomic
def add_link(organization, *, kind, other, by, starts_on=None):
    """Say that `organization` is a branch, a member, an affiliate or the successor of `other`."""
    # Two links that would close a circle only together may have no organization in common: one at a time.
    hold_history()
    organization, other = (Organization.objects.get(pk=one.pk) for one in (organization, other))
    for one in (organization, other):
        if one.state == OrganizationState.MERGED:
            raise Contradiction(_("This record was merged into %(other)s. Link that one.") % {"other": one.merged_into})
    if organization == other:
        raise Contradiction(_("An organization cannot be linked to itself. Choose another."))
    if kind in OrganizationLink.WITHOUT_CIRCLE and _leads_to(other, organization, kind):
        raise Contradiction(_leads_back(kind) % {"other": other.name, "this": organization.name})
    link = OrganizationLink(kind=kind, from_organization=organization, to_organization=other, starts_on=starts_on)
    with promises_of(OrganizationLink):
        link.save()
    _tell("link.added", link, by)
    return link


@transaction.atomic
def end_link(link, *, on, by):
    """Close it with its last day; the row stays as history."""
    hold_history()
    link = OrganizationLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.ends_on:
        raise Refused(_("This link was ended already."))
    if link.starts_on and on < link.starts_on:
        raise Contradiction(_("A link cannot end before it began. Check the date."))
    link.ends_on = on
    link.save()
    _tell("link.ended", link, by)
    return link


def _leads_to(organization, wanted, kind):
    """Does anybody come from `organization` to `wanted` by open links of this kind?"""
    here, seen = {organization.pk}, set()
    while here:
        if wanted.pk in here:
            return True
        seen |= here
        open_ = OrganizationLink.objects.filter(kind=kind, from_organization__in=here, ends_on=None)
        here = set(open_.values_list("to_organization", flat=True)) - seen
    return False


def _leads_back(kind):
    if kind == OrganizationLink.Kind.BRANCH_OF:
        return _("%(other)s is itself a branch of %(this)s, directly or through others. End that link first.")
    return _("%(other)s is itself a successor of %(this)s, directly or through others. End that link first.")


def _tell(verb, link, by):
    ends = (link.from_organization, link.to_organization)
    outcome = publish_listings(ends)
    is_hidden = any(end.is_at_risk for end in ends)
    diff = (
        {"link": [None, _told(link, is_hidden)]} if verb == "link.added" else {"link": [_told(link, is_hidden), None]}
    )
    record_many(
        [{"verb": verb, "subject": end.reference, "op": outcome.get(end.pk, ""), "diff": diff} for end in ends], by=by
    )


def _told(link, is_hidden):
    """In the history of the one, nothing leads to the other when either is in danger."""
    if is_hidden:
        return link.kind
    return f"{link.from_organization.reference} {link.kind} {link.to_organization.reference}"
