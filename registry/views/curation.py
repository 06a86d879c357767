"""The steps of a record from one state to another: into review, public, dormant, archived. Each asks for its reason."""

from functools import partial

from django.utils.translation import gettext as _

from registry import actions, policies
from registry.forms.organizations import StateForm
from registry.states import OrganizationState
from registry.views.doors import staff_page
from registry.views.records import ask, permitted


@staff_page
def publish(request, reference):
    return _step(
        request,
        reference,
        OrganizationState.PUBLISHED,
        policies.may_publish_organization,
        actions.publish_organization,
        title=_("Publish this organization"),
        text=_("The directory shows it, and partner systems read it."),
        button=_("Publish the organization"),
        done=_("The organization is public now."),
        at_risk={
            "text": _("The organization is at risk: until that ends, the public and partner systems do not read it."),
            "done": _("The record is published. The organization is at risk, so nobody outside reads it."),
        },
    )


@staff_page
def review(request, reference):
    return _step(
        request,
        reference,
        OrganizationState.IN_REVIEW,
        policies.may_edit_organization,
        actions.send_to_review,
        title=_("Send this organization to review"),
        text=_("The public does not see it until somebody publishes it."),
        button=_("Send to review"),
        done=_("The record is in review; the public does not see it."),
    )


@staff_page
def make_dormant(request, reference):
    return _step(
        request,
        reference,
        OrganizationState.DORMANT,
        policies.may_publish_organization,
        actions.make_dormant,
        title=_("Mark this organization as dormant"),
        text=_("It stays in the directory with a note that nobody has confirmed it for long."),
        button=_("Mark as dormant"),
        done=_("The organization is marked as dormant."),
        at_risk={
            "text": _("The organization is at risk: until that ends, the public and partner systems do not read it."),
        },
    )


@staff_page
def archive(request, reference):
    return _step(
        request,
        reference,
        OrganizationState.ARCHIVED,
        policies.may_publish_organization,
        actions.archive_organization,
        title=_("Archive this organization"),
        text=_(
            "It leaves the directory and the inventory. Its history and its reference stay, and it can be opened again."
        ),
        button=_("Archive the organization"),
        done=_("The organization was archived."),
    )


def _step(request, reference, to, may, verb, *, at_risk=None, **words):
    """`at_risk`: what is said instead of an organization that the public does not read whatever its state."""
    organization = permitted(request, reference, may)
    words |= (at_risk or {}) if organization.is_at_risk else {}
    form = StateForm(request.POST or None, to=to)
    verb = partial(verb, organization, by=request.user)
    return ask(request, organization, form, verb, current="edit", **words)
