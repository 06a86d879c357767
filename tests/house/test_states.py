"""Every state of every noun says what follows, in words, with a look and a promise of the database."""

import pytest
from django.apps import apps
from django.db.models import CheckConstraint
from django.utils import translation

from consultations import states as consultation_states
from consultations.looks import LOOKS as CONSULTATION_LOOKS
from observers import states as observer_states
from observers.looks import LOOKS
from registry import states
from registry.looks import LOOKS as REGISTRY_LOOKS

NEXT = states.NEXT | observer_states.NEXT | consultation_states.NEXT
LIVES = sorted(NEXT.items(), key=lambda life: life[0].__name__)
NOUNS = {
    "OrganizationState": "registry.organization",
    "PartnershipState": "registry.partnership",
    "ImportState": "registry.importbatch",
    "SourceRunState": "registry.sourcerun",
    "JobState": "registry.job",
    "MessageState": "registry.message",
    "InvitationState": "registry.invitation",
    "BulkEditState": "registry.bulkedit",
    "BulkRowState": "registry.bulkrow",
    "NoteState": "registry.note",
    "PairState": "registry.duplicatepair",
    "MatchState": "registry.screeningmatch",
    "IssueState": "registry.issue",
    "MergeState": "registry.mergeoperation",
    "ProposalState": "registry.changeproposal",
    "EditionState": "registry.edition",
    "LessonState": "registry.lesson",
    "ClaimState": "registry.claim",
    "ClientState": "registry.client",
    "WebhookState": "registry.webhook",
    "DeliveryState": "registry.webhookdelivery",
    "RefreshState": "registry.refreshcampaign",
    "RefreshInviteState": "registry.refreshinvite",
    "DisputeState": "registry.dispute",
    "CriteriaSetState": "observers.criteriaset",
    "ApplicationState": "observers.application",
    "ReviewState": "observers.review",
    "ConfirmationState": "observers.confirmation",
    "ConsultationState": "consultations.consultation",
    "ConsultationInvitationState": "consultations.consultationinvitation",
    "RegistrationState": "consultations.registration",
    "NeedState": "consultations.need",
    "RecommendationState": "consultations.recommendation",
    "TopicState": "consultations.topic",
    "ContributionState": "consultations.contribution",
    "ReportState": "consultations.report",
    "BreakoutNoteState": "consultations.breakoutnote",
    # Derived from its events: no row holds it, so the database has nothing to promise.
    "StatusState": "status",
}
KEPT = [life for life, _following in LIVES if "." in NOUNS[life.__name__]]


@pytest.mark.parametrize(("life", "following"), LIVES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_state_says_what_may_follow(life, following):
    assert set(following) == set(life)
    assert {state for states_ in following.values() for state in states_} <= set(life)


@pytest.mark.parametrize(("life", "following"), LIVES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_state_can_be_reached_from_the_first(life, following):
    reached, front = set(), {next(iter(life))}
    while front:
        reached |= front
        front = {state for known in front for state in following[known]} - reached

    # A merge is not a step of one record: the verb that merges two of them writes it.
    assert set(life) - reached <= {states.OrganizationState.MERGED}


@pytest.mark.parametrize("life", [life for life, _following in LIVES], ids=lambda life: life.__name__)
@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_state_is_told_in_every_language(life, language):
    for state in life:
        with translation.override("en"):
            english = str(state.label)
        with translation.override(language):
            assert str(state.label)
            assert str(state.label) != english or len(english) < 8


@pytest.mark.parametrize("life", [life for life, _following in LIVES], ids=lambda life: life.__name__)
def test_every_state_has_a_look(life):
    noun = NOUNS[life.__name__].split(".")[-1]
    assert {(noun, str(state)) for state in life} <= set(REGISTRY_LOOKS) | set(LOOKS) | set(CONSULTATION_LOOKS)


@pytest.mark.parametrize("life", KEPT, ids=lambda life: life.__name__)
def test_the_database_knows_the_states(life):
    model = apps.get_model(NOUNS[life.__name__])
    said = [str(c.condition) for c in model._meta.constraints if isinstance(c, CheckConstraint)]

    assert any(all(f"'{state}'" in condition for state in life) for condition in said)
