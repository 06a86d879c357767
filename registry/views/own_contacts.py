"""Members keep the contacts of their own organization: private, for them and for IOM staff who work with it."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import actions, policies
from registry.forms.contacts import EndForm
from registry.forms.own_records import OwnContactForm
from registry.queries import records
from registry.views.acts import ask_member
from registry.views.doors import own_organization
from registry.views.records import opened_version


@login_required
def contact_list(request, reference):
    organization = own_organization(request, reference, policies.may_read_own_contacts)
    context = {
        "organization": organization,
        "contacts": [contact for contact in records.contacts(organization) if not contact.ends_on],
        "can_edit": policies.may_edit_own_contacts(request.user, organization),
    }
    return render(request, "registry/own_contacts.html", context)


@login_required
def new(request, reference):
    organization = own_organization(request, reference, policies.may_edit_own_contacts)
    form = OwnContactForm(request.POST or None)
    verb = partial(actions.add_contact, organization, by=request.user, **_said_today(organization))
    return _ask(request, organization, form, verb, title=_("Add a contact"), done=_("The contact was added."))


@login_required
def edit(request, reference, contact):
    organization, contact = _found(request, reference, contact)
    form = OwnContactForm(request.POST or None, initial=OwnContactForm.initial_of(contact))
    form.version = opened_version(request) or contact.version

    def change(**facts):
        changes = facts | _said_today(organization)
        return actions.edit_contact(contact, changes=changes, by=request.user, version=opened_version(request))

    return _ask(request, organization, form, change, title=_("Edit this contact"), done=_("The contact was saved."))


@login_required
def end(request, reference, contact):
    organization, contact = _found(request, reference, contact)
    verb = partial(actions.end_contact, contact, by=request.user)
    form = EndForm(request.POST or None)
    return _ask(request, organization, form, verb, title=_("End this contact"), done=_("The contact is ended."))


def _found(request, reference, contact):
    organization = own_organization(request, reference, policies.may_edit_own_contacts)
    contacts = organization.contacts.filter(ends_on=None).select_related("organization")
    return organization, get_object_or_404(contacts, reference=contact)


def _said_today(organization):
    """An organization's own word on its people is as good as new."""
    return {"source": organization.name[:200], "last_confirmed_on": timezone.localdate()}


def _ask(request, organization, form, verb, *, title, done):
    back = reverse("registry:own-contacts", args=[organization.reference])
    return ask_member(request, organization, form, verb, current="record", back=back, title=title, done=done)
