"""What a merge would do: which rows change hands, which cannot, what there is to choose. Looks and writes nothing."""

from copy import copy
from dataclasses import dataclass, field
from types import MappingProxyType

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Contact, Membership, Organization, OrganizationLink, OrganizationName
from registry.states import PUBLIC_STATES, InvitationState, OrganizationState, PartnershipState

# Relations to an organization whose rows stay where they are, and why.
STAYS = MappingProxyType(
    {
        "registry.Organization.merged_into": "What was merged into the loser before leads on through it.",
        "registry.AtRisk.organization": "A mark stays on the record it was put on; the other gets one of its own.",
        "registry.Listing.organization": "Published anew.",
        "registry.Fact.organization": "The sources of both speak of what remains; see actions.facts.share_facts.",
        "registry.Issue.organization": "What looks unlikely is looked for anew in what remains.",
        "registry.DuplicatePair.first": "A pair is about these two records and no others; it is settled.",
        "registry.DuplicatePair.second": "A pair is about these two records and no others; it is settled.",
        "registry.RefreshInvite.organization": "What was asked of a record stays told of it; its link opens no more.",
        "registry.BulkRow.organization": "What was done to a record stays told of it.",
        "registry.MergeOperation.winner": "What was done to a record stays told of it.",
        "registry.MergeOperation.loser": "What was done to a record stays told of it.",
    }
)
# What both may say alike, and stands then once. Nothing hangs on these rows.
SAID_ONCE = frozenset(
    {
        "registry.OrganizationName",
        "registry.OrganizationIdentifier",
        "registry.OrganizationLink",
        "registry.Presence",
        "registry.Organization_types",
        "registry.Organization_levels",
        "registry.Programme_donors",
        "consultations.Consultation_co_organizers",
        "consultations.Recommendation_proposers",
        "consultations.TopicSupport",
        "consultations.Recommendation_leads",
        "consultations.RecommendationSubscription",
    }
)
# How a row that may stand only once goes over all the same: closed, with everything that hangs on it.
CLOSED_BY = MappingProxyType(
    {
        "registry.Membership": lambda: {"left_at": timezone.now()},
        "registry.Invitation": lambda: {"state": str(InvitationState.REVOKED)},
        "registry.Partnership": lambda: {"state": str(PartnershipState.REJECTED), "end_reason": _("Told twice.")},
        "consultations.ConsultationInvitation": lambda: {"state": "expired", "reason": _("Invited twice.")},
        "consultations.Contribution": lambda: {"state": "set_aside"},
    }
)
# Promises about which a person chooses: they are kept by what she chose.
SETTLED = frozenset({"one_name_shown_first", "one_current_head"})

# What a record says once, in the groups in which a person chooses.
GROUPS = MappingProxyType(
    {
        "kind": ("kind",),
        "type_explained": ("type_explained",),
        "head_office": ("hq_city", "hq_country_id"),
        "founded": ("founded",),
        "website": ("website",),
        "description_en": ("description_en",),
        "description_fr": ("description_fr",),
        "description_es": ("description_es",),
        "source": ("source", "observed_on"),
        "confirmed": ("confirmed_on",),
        "verified": ("verified_on", "verified_by_id"),
    }
)
SIDES = ("winner", "loser")


@dataclass(frozen=True)
class Part:
    """One relation whose rows belong to an organization: the model and its field."""

    model: type
    field: str

    @property
    def label(self):
        return self.model._meta.label

    def rows(self, organization):
        return self.model._base_manager.filter(**{self.field: organization}).order_by("pk")


@dataclass(frozen=True)
class Step:
    """What happens to one row: it goes over, with or without a change; it is dropped; or a row of the winner changes.

    `values` are the fields that change, by attribute name.
    """

    what: str
    part: Part
    row: object
    values: dict = field(default_factory=dict)

    @property
    def is_closing(self):
        return self.what == "moved" and self.part.label in CLOSED_BY and len(self.values) > 1


@dataclass(frozen=True)
class Plan:
    steps: list
    # Sentences that say what must be settled first.
    blocks: list


def parts():
    """Every relation of every app that leads to an organization, hidden ones too, but for those that stay."""
    found = []
    for relation in Organization._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            part = Part(relation.related_model, relation.field.name)
            if f"{part.label}.{part.field}" not in STAYS:
                found.append(part)
    return found


def plan(winner, loser, choices=None):
    """Everything that a merge of the loser into the winner would do to rows, and what stands in its way."""
    choices, steps, blocks = choices or {}, [], refusals(winner, loser)
    for part in parts():
        if part.model is not OrganizationLink:
            found = part_steps(part, winner, loser, choices)
            steps += [step for step in found if step.what != "blocked"]
            blocks += [_told_block(step) for step in found if step.what == "blocked"]
    return Plan(steps + link_steps(winner, loser), list(dict.fromkeys(blocks)))


def refusals(winner, loser):
    """What of the two records themselves stands in the way."""
    told = []
    if winner.pk == loser.pk:
        return [_("These are not two records but one. Choose another one to compare.")]
    for one in (winner, loser):
        if one.state == OrganizationState.MERGED:
            told.append(_("%(reference)s was merged already. Compare the record that it leads to.") % _named(one))
    if winner.state == OrganizationState.ARCHIVED:
        told.append(_("%(reference)s is archived. Open it again first, or keep the other record.") % _named(winner))
    elif not winner.is_at_risk and loser.state in PUBLIC_STATES and winner.state not in PUBLIC_STATES:
        told.append(
            _("%(reference)s is not public and the other record is. Publish it first, or keep the other record.")
            % _named(winner)
        )
    return told


def part_steps(part, winner, loser, choices):
    """What happens to the rows of one relation other than links."""
    rows = list(part.rows(loser))
    if not rows:
        return []
    steps = _choice_steps(part, winner, rows, choices)
    is_alone = not part.rows(winner).exists()
    chosen = {step.row.pk: step.values for step in steps if step.what == "moved"}
    steps = [step for step in steps if step.what == "changed"]
    for row in rows:
        values = chosen.get(row.pk, {})
        steps.append(_step(part, row, winner, values, is_alone))
    return steps


def link_steps(winner, loser):
    """Links lead to the winner instead; those that would lead back to it, or stand there already, are dropped."""
    steps = []
    for name, other in (("from_organization", "to_organization"), ("to_organization", "from_organization")):
        part = Part(OrganizationLink, name)
        is_alone = not part.rows(winner).exists()
        for row in part.rows(loser):
            is_between = getattr(row, f"{other}_id") == winner.pk
            if is_between or _closes_a_circle(row, winner, loser):
                steps.append(Step("dropped", part, row))
            else:
                steps.append(_step(part, row, winner, {}, is_alone))
    return steps


def _step(part, row, winner, values, is_alone):
    values = {f"{part.field}_id": winner.pk} | values
    if part.model is Membership and _is_unproven(row):
        return Step("moved", part, row, values | CLOSED_BY[part.label]())
    if is_alone or _may_stand(part, row, values):
        return Step("moved", part, row, values)
    if part.label in CLOSED_BY:
        return Step("moved", part, row, values | CLOSED_BY[part.label]())
    return Step("dropped" if part.label in SAID_ONCE else "blocked", part, row)


def _is_unproven(membership):
    """Who brought an organization in herself, and nobody has looked yet, has shown of no other that she acts for it."""
    organization = membership.organization
    return (
        membership.left_at is None
        and organization.state not in PUBLIC_STATES
        and organization.joinings.filter(person=membership.user_id).exists()
    )


def _may_stand(part, row, values):
    """Would the database take this row beside those of the winner?"""
    candidate = copy(row)
    for name, value in values.items():
        setattr(candidate, name, value)
    try:
        for constraint in part.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint | ExclusionConstraint) and constraint.name not in SETTLED:
                constraint.validate(part.model, candidate)
        candidate.validate_unique()
    except ValidationError:
        return False
    return True


def _choice_steps(part, winner, rows, choices):
    """What follows for single rows from the choice of a name and of a head."""
    if part.model is OrganizationName:
        return _name_steps(part, winner, rows, choices)
    if part.model is Contact:
        return _head_steps(part, winner, rows, choices)
    return []


def _name_steps(part, winner, rows, choices):
    """One name is shown first. The other that was stays as another name, unless it is a translation or the like."""
    shown = next((name for name in part.rows(winner) if name.is_primary), None)
    other = next((name for name in rows if name.is_primary), None)
    if shown is None or other is None:
        return []
    steps_back = shown if choices.get("name") == "loser" else other
    values = {"is_primary": False}
    beside = [*part.rows(winner), *rows]
    if steps_back.kind == OrganizationName.Kind.LEGAL and not any(
        (name.kind, name.text, name.language) == ("other", steps_back.text, steps_back.language) for name in beside
    ):
        values["kind"] = str(OrganizationName.Kind.OTHER)
    return [Step("changed" if steps_back is shown else "moved", part, steps_back, values)]


def _head_steps(part, winner, rows, choices):
    """An organization has one head at a time: who was not chosen stays as another contact."""
    heads = [head_of(part.rows(winner)), head_of(rows)]
    if None in heads:
        return []
    is_changed = choices.get("head") == "loser"
    steps_back = heads[0] if is_changed else heads[1]
    return [Step("changed" if is_changed else "moved", part, steps_back, {"role": str(Contact.Role.OTHER)})]


def head_of(contacts):
    return next((one for one in contacts if one.role == Contact.Role.HEAD and one.ends_on is None), None)


def name_shown(organization):
    """The row of the name that is shown first, or None."""
    return next((name for name in organization.names.all() if name.is_primary), None)


def chosen_side(code, winner, loser, choices):
    """From which record a group of fields comes: as chosen, else from the winner unless that says nothing."""
    if choices.get(code) in SIDES:
        return choices[code]
    if code in GROUPS and not said(winner, code) and said(loser, code):
        return "loser"
    return "winner"


def said(organization, code):
    """What a record says in one group, or None when it says nothing."""
    values = tuple(getattr(organization, name) for name in GROUPS[code])
    return values if any(value not in (None, "") for value in values) else None


def differing(winner, loser):
    """The codes of everything of which there is only one and in which the two records differ."""
    codes = [code for code in GROUPS if said(winner, code) != said(loser, code)]
    if all(name_shown(one) for one in (winner, loser)) and winner.name != loser.name:
        codes.insert(0, "name")
    if all(head_of(one.contacts.all()) for one in (winner, loser)):
        codes.append("head")
    return codes


def administrators(*organizations):
    """Who answers for these records as a member, each once."""
    found = Membership.objects.filter(organization__in=organizations, role="admin", left_at=None, user__is_active=True)
    return list({membership.user_id: membership.user for membership in found.select_related("user")}.values())


def _closes_a_circle(link, winner, loser):
    """Would this link, with both records as one, lead upwards to where it began?"""
    if link.kind not in OrganizationLink.WITHOUT_CIRCLE or link.ends_on:
        return False
    pair = {winner.pk, loser.pk}
    if link.from_organization_id == loser.pk:
        return bool(_reached({link.to_organization_id}, link.kind) & pair)
    return link.from_organization_id in _reached(pair, link.kind)


def _reached(start, kind):
    """Where one comes from some organizations by open links of one kind."""
    here, seen = set(start), set()
    while here:
        open_ = OrganizationLink.objects.filter(kind=kind, from_organization__in=here, ends_on=None)
        here = set(open_.values_list("to_organization", flat=True)) - seen
        seen |= here
    return seen


def _told_block(step):
    what = step.part.model._meta.verbose_name_plural
    return _("Both records have an entry under “%(what)s”, and one record can have only one. Settle that first.") % {
        "what": what
    }


def _named(organization):
    return {"reference": organization.reference}
