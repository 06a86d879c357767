"""In which order a merge takes hold of what it changes.

The merge; what other verbs lock before an organization (what the apps keep of it, invitations, rows of imports); both
organizations with all that became part of them, lowest key first; the other rows; the history; the links, which their
own verbs touch under the history.
"""

from registry.actions.former import hold, with_former
from registry.models import MergeOperation, OrganizationLink
from registry.queries.merge_tables import HANGS_ON, SAYS_MORE
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


def lock_rows(organization, *, before, other=None):
    """The rows of an organization: those that are locked before it, or those after.

    Of the `other` too where its row may be the one that is closed; with them the consultations of people who may hang
    on another invitation then, for these are locked before the people.
    """
    if other is not None:
        _lock_consultations([organization, other])
    for part in parts():
        if comes_before(part.model) == before and part.model is not OrganizationLink:
            rows = part.rows(organization)
            if other is not None and part.label in {*SAYS_MORE, *HANGS_ON}:
                rows = part.model._base_manager.filter(**{f"{part.field}__in": [organization, other]}).order_by("pk")
            list(rows.select_for_update(of=("self",)).values_list("pk"))


def _lock_consultations(both):
    for part in parts():
        if part.label in HANGS_ON:
            consultations = part.model._meta.get_field("consultation").related_model._base_manager
            theirs = part.model._base_manager.filter(**{f"{part.field}__in": both}).values("consultation")
            found = consultations.filter(pk__in=theirs).order_by("pk").select_for_update(of=("self",), no_key=True)
            list(found.values_list("pk"))


def lock_known(rows, *, before):
    """{model: keys} of rows that a merge has moved."""
    for model, pks in rows.items():
        if comes_before(model) == before and model is not OrganizationLink:
            known = model._base_manager.filter(pk__in=pks).order_by("pk")
            list(known.select_for_update(of=("self",)).values_list("pk"))


def comes_before(model):
    return model._meta.app_label != "registry" or model._meta.label in _BEFORE
