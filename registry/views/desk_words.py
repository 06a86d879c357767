"""What each line of the desk says: what waits, from whom, where it is answered."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.models import (
    AtRisk,
    ChangeProposal,
    Claim,
    Dispute,
    DuplicatePair,
    ImportBatch,
    ItemKind,
    Joining,
    Lesson,
    MergeOperation,
    Note,
    Organization,
    RefreshInvite,
)
from registry.models.proposals import PROPOSABLE
from registry.queries.change_words import field_label

# More fields than this are counted, not named.
NAMED = 4


def lines(found, *, at):
    """The items in words, as dictionaries, in their order. Each kind of thing on the page costs the same few reads."""
    organizations = _organizations(found)
    of_kind = {kind: [item for item in found if item.kind == kind] for kind in ItemKind}
    said = {}
    for kind, some in of_kind.items():
        if some:
            said |= {(kind, subject): words for subject, words in _WORDS[kind](some)}
    return [
        {"item": item, "organization": organizations.get(item.owner), "days": (at - item.since).days}
        | _due(item, at)
        | said.get((item.kind, item.subject), {"what": item.kind.label, "who": "", "url": ""})
        for item in found
    ]


def _organizations(found):
    wanted = {item.owner for item in found if item.owner}
    return {one.pk: one for one in Organization.objects.filter(pk__in=wanted).prefetch_related("names")}


def _due(item, at):
    left = (item.due - at).days
    return {"is_late": item.due < at, "late_days": -left, "is_soon": item.due >= at and left < 2}


def _things(model, some, *related):
    return model.objects.filter(reference__in=[item.subject for item in some]).select_related(*related)


def _proposals(some):
    for proposal in _things(ChangeProposal, some, "client").prefetch_related("fields"):
        waiting = sorted((row.field for row in proposal.fields.all() if row.is_waiting), key=PROPOSABLE.index)
        names = ", ".join(str(field_label(field)) for field in waiting[:NAMED])
        more = len(waiting) - NAMED
        if more > 0:
            names = ngettext("%(fields)s and %(n)s more", "%(fields)s and %(n)s more", more) % {
                "fields": names,
                "n": more,
            }
        url = reverse("registry:proposal-detail", args=[proposal.reference])
        yield proposal.reference, {"what": capfirst(names), "who": proposal.client or _("The organization"), "url": url}


def _disputes(some):
    for dispute in _things(Dispute, some, "partnership__role", "partnership__area"):
        url = reverse("registry:dispute-detail", args=[dispute.reference])
        what = _("Disputed partnership: %(role)s, %(area)s") % {
            "role": dispute.partnership.role.name,
            "area": dispute.partnership.area.name,
        }
        yield dispute.reference, {"what": what, "who": _("The organization"), "url": url}


def _lessons(some):
    for lesson in _things(Lesson, some, "programme"):
        what = _("Lesson to publish, on %(programme)s") % {"programme": lesson.programme.name}
        yield lesson.reference, {"what": what, "who": _("The organization"), "url": reverse("registry:staff-lessons")}


def _registrations(some):
    joined = Joining.objects.filter(organization__in=[item.owner for item in some])
    joined = set(joined.values_list("organization", flat=True))
    sources = dict(Organization.objects.filter(pk__in=[item.owner for item in some]).values_list("pk", "source"))
    for item in some:
        who = _("Public form") if item.owner in joined else sources.get(item.owner) or _("IOM staff")
        url = reverse("registry:organization-edit", args=[item.subject])
        yield item.subject, {"what": ItemKind.REGISTRATION.label, "who": who, "url": url}


def _claims(some):
    for claim in _things(Claim, some, "person"):
        url = reverse("registry:claim-detail", args=[claim.reference])
        yield claim.reference, {"what": _("A person says that she acts for it"), "who": claim.person, "url": url}


def _duplicates(some):
    for pair in _things(DuplicatePair, some, "first", "second").prefetch_related("second__names"):
        url = reverse("registry:duplicate-compare", args=[pair.first.reference, pair.second.reference])
        what = _("Possible duplicate of %(name)s") % {"name": pair.second.name}
        yield pair.reference, {"what": what, "who": _("The registry"), "url": url}


def _merges(some):
    for merge in _things(MergeOperation, some, "proposed_by", "loser").prefetch_related("loser__names"):
        what = _("Merge with %(name)s, to be confirmed") % {"name": merge.loser.name}
        yield merge.reference, {"what": what, "who": merge.proposed_by, "url": merge.get_absolute_url()}


def _notes(some):
    what = {ItemKind.CONCERN: _("Concern that needs a second person"), ItemKind.NOTE: _("Note to look at again")}
    for note in _things(Note, some, "written_by", "organization"):
        url = reverse("registry:organization-notes", args=[note.organization.reference])
        yield note.reference, {"what": what[some[0].kind], "who": note.written_by, "url": url}


def _liftings(some):
    risks = AtRisk.objects.filter(organization__in=[item.owner for item in some], lifted_at=None)
    for risk in risks.select_related("lift_proposed_by", "organization"):
        url = reverse("registry:organization-edit", args=[risk.organization.reference])
        what = _("End of the protection, to be confirmed")
        yield risk.organization.reference, {"what": what, "who": risk.lift_proposed_by, "url": url}


def _refreshes(some):
    for invite in _things(RefreshInvite, some, "campaign"):
        yield (
            invite.reference,
            {"what": invite.get_task_display(), "who": invite.campaign.title, "url": invite.get_absolute_url()},
        )


def _imports(some):
    for batch in _things(ImportBatch, some, "uploaded_by"):
        what = _("Import to approve: %(file)s") % {"file": batch.file_name}
        yield batch.reference, {"what": what, "who": batch.uploaded_by, "url": batch.get_absolute_url()}


_WORDS = {
    ItemKind.PROPOSAL: _proposals,
    ItemKind.DISPUTE: _disputes,
    ItemKind.LESSON: _lessons,
    ItemKind.REGISTRATION: _registrations,
    ItemKind.CLAIM: _claims,
    ItemKind.DUPLICATE: _duplicates,
    ItemKind.MERGE: _merges,
    ItemKind.CONCERN: _notes,
    ItemKind.NOTE: _notes,
    ItemKind.LIFTING: _liftings,
    ItemKind.REFRESH: _refreshes,
    ItemKind.IMPORT: _imports,
}
