"""Whom to write to or to call in an organization. Private: for staff who work with it, and never for the public."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from registry import actions, policies
from registry.forms.contacts import ContactForm, EndForm
from registry.queries import records
from registry.queries.words import language_names
from registry.views.doors import staff_page
from registry.views.records import ask, opened_version, permitted, record_context, visible


@staff_page
def contact_list(request, reference):
    organization = permitted(request, reference, policies.may_read_contacts)
    _note_the_reading(request, organization)
    can_edit = policies.may_edit_contacts(request.user, organization)
    rows = [
        {
            "contact": contact,
            "language": language_names([contact.language])[0] if contact.language else "",
            "can_edit": can_edit and not contact.ends_on,
        }
        for contact in records.contacts(organization)
    ]
    context = record_context(request, organization) | {"rows": rows, "can_edit_contacts": can_edit}
    return render(request, "registry/organization_contacts.html", context)


def _note_the_reading(request, organization):
    """Who reads the people of an organization in danger leaves a trace."""
    if organization.is_at_risk:
        actions.record_reading_of_contacts(organization, by=request.user)


@staff_page
def new(request, reference):
    organization = permitted(request, reference, policies.may_edit_contacts)
    return ask(
        request,
        organization,
        ContactForm(request.POST or None),
        partial(actions.add_contact, organization, by=request.user),
        current="contacts",
        title=_("Add a contact"),
        text=_private(),
        button=_("Add the contact"),
        done=_("The contact was added."),
    )


@staff_page
def edit(request, reference, contact):
    organization, contact = _found(request, reference, contact)
    _note_the_reading(request, organization)

    def change(**changes):
        return actions.edit_contact(contact, changes=changes, by=request.user, version=opened_version(request))

    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(contact))
    form.version = opened_version(request) or contact.version
    return ask(
        request,
        organization,
        form,
        change,
        current="contacts",
        title=_("Edit this contact"),
        text=_private(),
        button=_("Save the contact"),
        done=_("The contact was saved."),
    )


@staff_page
def end(request, reference, contact):
    organization, contact = _found(request, reference, contact)
    _note_the_reading(request, organization)
    return ask(
        request,
        organization,
        EndForm(request.POST or None),
        partial(actions.end_contact, contact, by=request.user),
        current="contacts",
        title=_("End this contact"),
        text=_("From the day after, nobody writes to this contact any more."),
        button=_("End the contact"),
        done=_("The contact is ended."),
    )


def _found(request, reference, contact):
    organization = visible(request, reference)
    if not policies.may_edit_contacts(request.user, organization):
        raise PermissionDenied
    return organization, get_object_or_404(organization.contacts.select_related("organization"), reference=contact)


def _private():
    return _("Never public, never in the API. Write down only what is needed to reach the organization.")
