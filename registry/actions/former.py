"""Records that were merged into another one: what tells of them tells of it, so its danger is theirs."""

from registry.models import AtRisk, Organization


def lock_with_former(organization):
    """A record and those that became part of it, lowest key first; returns the record as it is now."""
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = {one.pk: one for one in locked.filter(pk__in={organization.pk, *_former_keys(organization)})}
    return found[organization.pk]


def share_danger(organization):
    """Whatever was merged into a record at risk is at risk too; into another, only with a mark of its own."""
    for former in organization.merged_from.order_by("pk"):
        is_at_risk = organization.is_at_risk or AtRisk.objects.filter(organization=former, lifted_at=None).exists()
        if former.is_at_risk != is_at_risk:
            Organization.objects.filter(pk=former.pk).update(is_at_risk=is_at_risk)
            former.is_at_risk = is_at_risk
        share_danger(former)


def _former_keys(organization):
    keys = set()
    for former in organization.merged_from.all():
        keys |= {former.pk, *_former_keys(former)}
    return keys
