"""In which order a merge takes hold of what it changes.

The merge; what other verbs lock before an organization (what the apps keep of it, invitations, rows of imports); both
organizations with all that became part of them, lowest key first; the other rows; the history; the links, which their
own verbs touch under the history.
"""

from registry.actions.former import hold, with_former
from registry.models import MergeOperation, OrganizationLink
from registry.queries.merges import parts

_BEFORE = frozenset({"registry.Invitation", "registry.ImportRow"})


def lock_merge(merge):
    return MergeOperation.objects.select_for_update(of=("self",)).get(pk=merge.pk)


def lock_both(winner, loser):
    """Both organizations as they are now, and nobody else's until this transaction ends.

    With them what became part of them before: the danger of one is the danger of all.
    """
    # Their keys stay, so rows that point to them may be written meanwhile; a verb that adds one locks them first.
    found = hold(lambda: with_former(winner.pk, loser.pk))
    return found[winner.pk], found[loser.pk]


def lock_rows(organization, *, before):
    """The rows of an organization: those that are locked before it, or those after."""
    for part in parts():
        if comes_before(part.model) == before and part.model is not OrganizationLink:
            list(part.rows(organization).select_for_update(of=("self",)).values_list("pk"))


def lock_known(rows, *, before):
    """{model: keys} of rows that a merge has moved."""
    for model, pks in rows.items():
        if comes_before(model) == before and model is not OrganizationLink:
            known = model._base_manager.filter(pk__in=pks).order_by("pk")
            list(known.select_for_update(of=("self",)).values_list("pk"))


def comes_before(model):
    return model._meta.app_label != "registry" or model._meta.label in _BEFORE
