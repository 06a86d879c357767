"""The history in words that a person can read: who, what, from what to what, why."""

from django.utils.translation import gettext_lazy as _

from registry.models import Organization, User

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
    "document.filed": _("Document filed"),
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
}


def told(changes):
    """Each change with its words, its author and its fields; one query for all authors."""
    changes = list(changes)
    people = {user.pk: str(user) for user in User.objects.filter(pk__in={change.by_id for change in changes} - {None})}
    return [
        {
            "label": VERBS.get(change.verb, change.verb),
            "who": people.get(change.by_id, change.by),
            "at": change.at,
            "reason": change.reason,
            "batch": change.batch,
            "fields": [
                {"label": field_label(field), "before": _value(pair[0]), "after": _value(pair[-1])}
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


def _value(value):
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)
