"""The history in words that a person can read: who, what, from what to what, why."""

from django.utils.translation import gettext_lazy as _

from registry.models import Contact, Document, Organization, OrganizationLink, User

VERBS = {
    "organization.created": _("Record created"),
    "organization.edited": _("Record edited"),
    "organization.published": _("Published"),
    "organization.in_review": _("Sent to review"),
    "organization.dormant": _("Marked as dormant"),
    "organization.archived": _("Archived"),
    "organization.verified": _("Verified by IOM"),
    "organization.protected": _("Marked as at risk"),
    "organization.lifting_proposed": _("End of the protection proposed"),
    "organization.released": _("No longer at risk"),
    "organization.imported": _("Added by an import"),
    "organization.updated_by_import": _("Updated by an import"),
    "partnership.proposed": _("Partnership added"),
    "partnership.verified": _("Partnership verified"),
    "partnership.ended": _("Partnership ended"),
    "partnership.rejected": _("Partnership rejected"),
    "contact.added": _("Contact added"),
    "contact.edited": _("Contact edited"),
    "contact.ended": _("Contact ended"),
    "contacts.read": _("Contacts read"),
    "document.filed": _("Document filed"),
    "document.replaced": _("Document replaced by a newer one"),
    "document.narrowed": _("Document kept to IOM staff"),
    "document.read": _("Document read"),
    "facts.confirmed": _("Facts confirmed"),
    "fact.verified": _("Fact verified by IOM"),
    "claim.asked": _("Claimed by a person"),
    "claim.shown": _("Domain shown by a person who claims it"),
    "claim.accepted": _("Claim accepted"),
    "claim.refused": _("Claim refused"),
    "claim.withdrawn": _("Claim withdrawn"),
    "claim.expired": _("Claim expired"),
    "claim.document_read": _("Document of a claim read"),
    "organization.joined": _("Came in by the public door"),
    "link.added": _("Link to another organization added"),
    "link.ended": _("Link to another organization ended"),
}
OTHER_FIELDS = {
    "names": _("Names"),
    "identifiers": _("Identifiers"),
    "presences": _("Places of work"),
    "types": _("Types"),
    "levels": _("Levels"),
    "state": _("State"),
    "partnership": _("Partnership"),
    "contact": _("Contact"),
    # What stood in them is private: the history names the fields and nothing more.
    "contact_fields": _("Fields that changed"),
    "confirmed_fields": _("Confirmed"),
    "verified_field": _("Verified"),
    "document": _("Document"),
    "visibility": _("Who may read it"),
    "sha256": _("Fingerprint of the file (SHA-256)"),
    "link": _("Link"),
    "claim": _("Claim"),
    "proof": _("Shown by"),
    "domain": _("Domain"),
}


def told(changes, *, user):
    """Each change with its words, its author and its fields; one query for all authors, one for all linked records."""
    changes = list(changes)
    hidden = _hidden(changes, user)
    people = {user.pk: str(user) for user in User.objects.filter(pk__in={change.by_id for change in changes} - {None})}
    return [
        {
            "label": VERBS.get(change.verb, change.verb),
            "who": people.get(change.by_id, change.by),
            "at": change.at,
            "reason": change.reason,
            "batch": change.batch,
            "fields": [
                {
                    "label": field_label(field),
                    "before": _value(field, pair[0], hidden),
                    "after": _value(field, pair[-1], hidden),
                }
                for field, pair in change.diff.items()
                if isinstance(pair, list) and len(pair) == 2
            ],
        }
        for change in changes
    ]


def field_label(field):
    if field in OTHER_FIELDS:
        return OTHER_FIELDS[field]
    known = {f.name: f.verbose_name for f in Organization._meta.get_fields() if hasattr(f, "verbose_name")}
    return known.get(field, field)


def _hidden(changes, user):
    """References in links to organizations that this person may not know of, for they came into danger later."""
    told = [text for change in changes for text in change.diff.get("link", ()) if text]
    references = {word for text in told for word in text.split() if word.startswith("CSO-")}
    if not references:
        return frozenset()
    visible = Organization.objects.visible_to(user).filter(reference__in=references)
    return references - set(visible.values_list("reference", flat=True))


def _value(field, value, hidden):
    if value is None:
        return ""
    if field == "contact_fields":
        return "; ".join(str(Contact._meta.get_field(name).verbose_name) for name in value)
    if field == "visibility":
        return str(dict(Document.Visibility.choices).get(value, value))
    if field == "link":
        kinds = dict(OrganizationLink.Kind.choices)
        words = value.split()
        shown = words if hidden.isdisjoint(words) else [word for word in words if word in kinds]
        return " ".join(str(kinds.get(word, word)) for word in shown)
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)
