"""Putting one field of a record back to what it said before a change. What came later in other fields stays."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from registry.actions.organizations import edit_organization
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.models import (
    Change,
    Country,
    IdentifierScheme,
    Level,
    Organization,
    OrganizationIdentifier,
    OrganizationKind,
    OrganizationType,
)
from registry.queries.versions import RESTORABLE, ROWS, TERMS


@transaction.atomic
def restore_field(organization, change, field, *, reason, version, by):
    """Let `field` say again what it said before `change`, by an edit like any other: checked, published, recorded."""
    value = value_before(change, field)
    try:
        with promises_of(OrganizationIdentifier):
            edited = edit_organization(organization, changes={field: value}, by=by, version=version, reason=reason)
    except Contradiction as clash:
        raise Contradiction(
            _("Another record already has this identifier. Look for it, or ask a data steward, before you go on.")
        ) from clash
    if edited.version == version:
        raise Refused(_("This field says so already, so nothing was written."))
    return edited


def value_before(change, field):
    """In the terms of edit_organization; refused when it was not kept exactly, or when its words are gone."""
    pair = change.diff.get(Change.ROWS, {}).get(field) if field in ROWS else change.diff.get(field)
    if field not in RESTORABLE or not pair:
        raise Refused(_("The history keeps only words of this change. Open the record and write them anew."))
    before = pair[0]
    if field == "names" and not any(row["kind"] != "acronym" for row in before):
        raise Refused(_("An organization needs a name that is not only an acronym."))
    if field in TERMS:
        return _all_known({"types": OrganizationType, "levels": Level}[field], before or [])
    if field in ROWS:
        return _rows(field, before)
    return _plain(field, before)


def _plain(field, before):
    if field == "hq_country":
        return Country.objects.get(pk=_all_known(Country, [before])[0]) if before else None
    if field == "observed_on":
        return date.fromisoformat(before) if before else None
    if field == "kind":
        return OrganizationKind(before)
    if before is None:
        # An import tells every kind of empty alike.
        return Organization._meta.get_field(field).get_default()
    return before


def _rows(field, before):
    if field == "identifiers":
        _all_known(IdentifierScheme, [row["scheme"] for row in before])
    if field == "presences":
        _all_known(Country, [row["country"] for row in before])
        return [row | {"observed_on": row["observed_on"] and date.fromisoformat(row["observed_on"])} for row in before]
    return before


def _all_known(model, codes):
    gone = set(codes) - set(model.objects.filter(pk__in=codes).values_list("pk", flat=True))
    if gone:
        raise Refused(
            _("The vocabulary does not know %(codes)s any more. Open the record and choose anew.")
            % {"codes": ", ".join(sorted(gone))}
        )
    return codes
