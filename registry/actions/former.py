"""Records that were merged into another one: what tells of them tells of it, so its danger is theirs."""

from django.db import transaction

from registry.models import AtRisk, Organization


def lock_family(organization):
    """(The record, the one that it leads to today), both as they are now; with all that became part of that one.

    Who waited for somebody's merge, or for its end, looks again where the record leads.
    """
    found = hold(lambda: _family_keys(organization.pk))
    standing = found[organization.pk]
    while standing.merged_into_id:
        standing = found[standing.merged_into_id]
    return found[organization.pk], standing


def hold(keys):
    """{key: organization}, locked, lowest key first; those of which `keys()` says the same before and after.

    Nothing is kept of a try in vain, so that nobody who holds a higher key waits for a lower one.
    """
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    while True:
        wanted, attempt = keys(), transaction.savepoint()
        found = {organization.pk: organization for organization in locked.filter(pk__in=wanted)}
        if keys() == wanted:
            transaction.savepoint_commit(attempt)
            return found
        transaction.savepoint_rollback(attempt)


def with_former(*pks):
    """The keys of some records and of all that became part of them."""
    found, here = set(), set(pks)
    while here:
        found |= here
        here = set(Organization.objects.filter(merged_into__in=here).values_list("pk", flat=True)) - found
    return found


def open_marks(organization):
    """The marks on a record and on all that became part of it: while one is open, all of them are at risk."""
    marks = AtRisk.objects.filter(organization__in=with_former(organization.pk), lifted_at=None)
    return marks.order_by("raised_at", "pk")


def share_danger(organization):
    """Whatever was merged into a record at risk is at risk too; into another, only with a mark of its own."""
    for former in organization.merged_from.order_by("pk"):
        is_at_risk = organization.is_at_risk or AtRisk.objects.filter(organization=former, lifted_at=None).exists()
        if former.is_at_risk != is_at_risk:
            Organization.objects.filter(pk=former.pk).update(is_at_risk=is_at_risk)
            former.is_at_risk = is_at_risk
        share_danger(former)


def _family_keys(pk):
    while onwards := Organization.objects.values_list("merged_into", flat=True).get(pk=pk):
        pk = onwards
    return with_former(pk)
