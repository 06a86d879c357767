"""What becomes of rows when two organizations become one, relation by relation: the tables that a merge goes by."""

from types import MappingProxyType

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import ClosedBecause
from registry.states import InvitationState, MatchState, PartnershipState

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
        "registry.ScreeningMatch": lambda: {
            "state": str(MatchState.CLOSED),
            "closed_because": str(ClosedBecause.JOINED),
        },
        "registry.Partnership": lambda: {"state": str(PartnershipState.REJECTED), "end_reason": _("Told twice.")},
        "consultations.ConsultationInvitation": lambda: {"state": "expired", "reason": _("Invited twice.")},
        "consultations.Contribution": lambda: {"state": "set_aside"},
    }
)
# Where either of two may be the one that is closed: what both are about, and how much one says. Who says more stays.
SAYS_MORE = MappingProxyType(
    {
        "consultations.ConsultationInvitation": (
            "consultation_id",
            lambda row: (
                row.registrations.with_a_place().count(),
                row.registrations.live().count(),
                ("prepared", "sent", "opened", "declined", "accepted").index(row.state),
            ),
        ),
        "consultations.Contribution": (
            "question_id",
            lambda row: (("draft", "sent").index(row.state), bool(row.text.strip())),
        ),
    }
)
# What hangs on a row that is closed goes over to the one that stays open, which then holds as many as both did.
HANGS_ON = MappingProxyType({"consultations.Registration": ("consultations.ConsultationInvitation", "invitation_id")})
# Promises about which a person chooses: they are kept by what she chose.
SETTLED = frozenset({"one_name_shown_first", "one_current_head"})
