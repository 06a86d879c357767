"""The partnerships of an organization: told, verified, ended, rejected."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from registry import actions, policies
from registry.forms.partnerships import (
    EndPartnershipForm,
    PartnershipForm,
    RejectPartnershipForm,
    VerifyPartnershipForm,
)
from registry.queries import records
from registry.states import NEXT, PartnershipState
from registry.views.doors import staff_page
from registry.views.records import ask, permitted, record_context, visible


@staff_page
def partnership_list(request, reference):
    organization = visible(request, reference)
    context = record_context(request, organization)
    can_read = policies.may_read_documents(request.user, organization)
    rows = [_row(partnership, context["can_edit"], can_read) for partnership in records.partnerships(organization)]
    return render(request, "registry/organization_partnerships.html", context | {"rows": rows})


@staff_page
def new(request, reference):
    organization = permitted(request, reference, policies.may_edit_organization)
    return ask(
        request,
        organization,
        PartnershipForm(request.POST or None),
        partial(actions.add_partnership, organization, by=request.user),
        current="partnerships",
        title=_("Add a partnership"),
        text=_("One role, in one area, in one country. It is proposed until somebody verifies it."),
        button=_("Add the partnership"),
        done=_("The partnership was added as proposed."),
        countries=True,
    )


@staff_page
def verify(request, reference, partnership):
    organization, partnership = _found(request, reference, partnership)
    return ask(
        request,
        organization,
        VerifyPartnershipForm(request.POST or None, partnership=partnership),
        partial(actions.verify_partnership, partnership, by=request.user),
        current="partnerships",
        title=_("Verify this partnership"),
        text=_in_words(partnership),
        button=_("Mark as verified"),
        done=_("The partnership is verified."),
    )


@staff_page
def end(request, reference, partnership):
    organization, partnership = _found(request, reference, partnership)
    return ask(
        request,
        organization,
        EndPartnershipForm(request.POST or None),
        partial(actions.end_partnership, partnership, by=request.user),
        current="partnerships",
        title=_("End this partnership"),
        text=_in_words(partnership),
        button=_("End the partnership"),
        done=_("The partnership is ended. It stays in the record as history."),
    )


@staff_page
def reject(request, reference, partnership):
    organization, partnership = _found(request, reference, partnership)
    return ask(
        request,
        organization,
        RejectPartnershipForm(request.POST or None),
        partial(actions.reject_partnership, partnership, by=request.user),
        current="partnerships",
        title=_("Reject this partnership"),
        text=_in_words(partnership),
        button=_("Reject the partnership"),
        done=_("The partnership is rejected. The public does not see it."),
    )


def _found(request, reference, partnership):
    organization = visible(request, reference)
    found = organization.partnerships.select_related("role", "area", "country", "unit", "evidence", "organization")
    partnership = get_object_or_404(found, reference=partnership)
    if not policies.may_edit_organization(request.user, organization):
        raise PermissionDenied
    return organization, partnership


def _row(partnership, can_edit, can_read_documents):
    following = NEXT[PartnershipState][partnership.state] if can_edit else ()
    return {
        "partnership": partnership,
        # What a document is called says what is in it.
        "evidence": partnership.evidence if can_read_documents else None,
        "activities": [a.name for a in sorted(partnership.activities.all(), key=lambda a: a.position)],
        "can_verify": PartnershipState.VERIFIED in following,
        "can_end": PartnershipState.ENDED in following,
        "can_reject": PartnershipState.REJECTED in following,
    }


def _in_words(partnership):
    return _("%(role)s: %(area)s, %(country)s.") % {
        "role": partnership.role.name,
        "area": partnership.area.name,
        "country": partnership.country.name,
    }
