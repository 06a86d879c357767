"""What is done to a contact. The history says which fields changed and never what stood in them."""

from django.db import transaction
from django.utils.translation import gettext as _

from registry.actions.addresses import confirm_address
from registry.actions.facts import settle_facts, tell_record
from registry.actions.history import record
from registry.actions.issues import check_records
from registry.actions.living import lock_organization, lock_organization_of
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused, Stale
from registry.models import Contact

FIELDS = ("role", "name", "email", "phone", "language", "source", "starts_on", "last_confirmed_on")


@transaction.atomic
def add_contact(organization, *, by, **facts):
    """Note a person or an office to write to or to call: fields as in FIELDS."""
    organization = lock_organization(organization)
    contact = Contact(organization=organization, **{field: facts[field] for field in FIELDS if field in facts})
    _save(contact)
    _tell(contact, by)
    _record("contact.added", contact, [field for field in FIELDS if getattr(contact, field)], by)
    return contact


@transaction.atomic
def edit_contact(contact, *, changes, by, version=None):
    """Apply `changes`. Raises Stale when a colleague changed the entry since `version` was opened."""
    contact = _lock(contact)
    if version is not None and version != contact.version:
        raise Stale(_("Somebody else changed this contact while you were editing it. Open it again, then change it."))
    changed = [field for field in FIELDS if field in changes and getattr(contact, field) != changes[field]]
    if not changed:
        return contact
    for field in changed:
        setattr(contact, field, changes[field])
    _save(contact)
    if "last_confirmed_on" in changed:
        confirm_address(contact.email, by=by)
    # A day on which somebody asked covers the whole entry; a correction, what was corrected.
    _tell(contact, by, fields=None if "last_confirmed_on" in changed else {f"contact_{field}" for field in changed})
    _record("contact.edited", contact, changed, by)
    return contact


@transaction.atomic
def end_contact(contact, *, on, by):
    """Say that the entry counts no longer from the day after `on`."""
    contact = _lock(contact)
    if contact.starts_on and on < contact.starts_on:
        raise Contradiction(_("A contact cannot end before it began. Check the date."))
    contact.ends_on = on
    _save(contact)
    settle_facts([contact.organization])
    _record("contact.ended", contact, ["ends_on"], by)
    return contact


@transaction.atomic
def record_reading_of_contacts(organization, *, by):
    """Who has looked at the contacts of an organization in danger is known afterwards."""
    return record("contacts.read", subject=organization.reference, by=by)


def _lock(contact):
    """The organization first: its facts are settled anew, which two must not do at once."""
    organization = lock_organization_of(contact)
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.ends_on:
        raise Refused(_("This contact was ended already. Add a new one instead."))
    contact.organization = organization
    return contact


def _save(contact):
    contact.version += 1
    with promises_of(Contact):
        contact.save()


def _tell(contact, by, fields=None):
    tell_record(
        contact.organization,
        by=by,
        fields=fields,
        about=contact.reference,
        source=contact.source,
        observed_on=contact.last_confirmed_on if fields is None else None,
    )


def _record(verb, contact, fields, by):
    check_records([contact.organization_id], by=by)
    diff = {"contact": [None, contact.reference], "contact_fields": [[], fields]}
    record(verb, subject=contact.organization.reference, by=by, diff=diff)
