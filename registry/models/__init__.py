"""All nouns of the registry."""

from registry.models.bounces import Bounce, StoppedAddress
from registry.models.bulk_edits import BulkChange, BulkEdit, BulkRow, Why
from registry.models.claims import Claim, Joining
from registry.models.clients import Client, ClientKey, Scope
from registry.models.desk import ItemAssignment, ItemKind
from registry.models.disputes import Dispute
from registry.models.documents import Document
from registry.models.duplicates import ComparedRecord, DuplicatePair, MergeOperation
from registry.models.editions import Edition, EditionRow
from registry.models.exports import Departure, Export
from registry.models.facts import Fact
from registry.models.feed import FeedEntry
from registry.models.history import Change
from registry.models.imports import ImportBatch, ImportProfile, ImportRow, ImportTrace
from registry.models.issues import Issue
from registry.models.jobs import HeldRow, Job, Lane
from registry.models.lessons import Lesson
from registry.models.listings import (
    FacetBits,
    FormerReference,
    ListedPartnership,
    Listing,
    ListingFacet,
    ListingName,
    ListingVersion,
    NameKey,
)
from registry.models.mail_preferences import HowOften, MailPreference
from registry.models.match_lists import MatchList
from registry.models.messages import Message
from registry.models.missions import MissionDay
from registry.models.notes import Note
from registry.models.organizations import (
    AtRisk,
    Organization,
    OrganizationIdentifier,
    OrganizationKind,
    OrganizationLink,
    OrganizationName,
    Presence,
)
from registry.models.partnerships import Partnership
from registry.models.people import Contact, Invitation, Membership, StaffAssignment, User
from registry.models.programmes import Programme, ProgrammePhase
from registry.models.proposals import ChangeProposal, ProposedField
from registry.models.published_rows import PublishedRow
from registry.models.refreshes import Channel, FactKind, RefreshCampaign, RefreshInvite, RefreshTask, StopRule
from registry.models.reminders import Reminder
from registry.models.routines import Routine
from registry.models.saved_views import Digest, Rhythm, SavedView, Subscription, ViewedList
from registry.models.screening import (
    ClosedBecause,
    EntryKind,
    ListKey,
    MatchVerdict,
    ScreenedRecord,
    ScreeningMatch,
    WatchList,
    WatchListEntry,
)
from registry.models.sources import Source, SourceRun
from registry.models.units import Unit, UnitKind
from registry.models.vocabularies import (
    Activity,
    Area,
    Country,
    EndReason,
    FreshnessPolicy,
    IdentifierScheme,
    Level,
    Mode,
    OrganizationType,
    Provenance,
    Region,
    Role,
    Vocabulary,
    VocabularyEdition,
)
from registry.models.webhooks import Event, Webhook, WebhookDelivery

__all__ = [
    "Activity",
    "Area",
    "AtRisk",
    "Bounce",
    "BulkChange",
    "BulkEdit",
    "BulkRow",
    "Change",
    "ChangeProposal",
    "Channel",
    "Claim",
    "Client",
    "ClientKey",
    "ClosedBecause",
    "ComparedRecord",
    "Contact",
    "Country",
    "Departure",
    "Digest",
    "Dispute",
    "Document",
    "DuplicatePair",
    "Edition",
    "EditionRow",
    "EndReason",
    "EntryKind",
    "Event",
    "Export",
    "FacetBits",
    "Fact",
    "FactKind",
    "FeedEntry",
    "FormerReference",
    "FreshnessPolicy",
    "HeldRow",
    "HowOften",
    "IdentifierScheme",
    "ImportBatch",
    "ImportProfile",
    "ImportRow",
    "ImportTrace",
    "Invitation",
    "Issue",
    "ItemAssignment",
    "ItemKind",
    "Job",
    "Joining",
    "Lane",
    "Lesson",
    "Level",
    "ListKey",
    "ListedPartnership",
    "Listing",
    "ListingFacet",
    "ListingName",
    "ListingVersion",
    "MailPreference",
    "MatchList",
    "MatchVerdict",
    "Membership",
    "MergeOperation",
    "Message",
    "MissionDay",
    "Mode",
    "NameKey",
    "Note",
    "Organization",
    "OrganizationIdentifier",
    "OrganizationKind",
    "OrganizationLink",
    "OrganizationName",
    "OrganizationType",
    "Partnership",
    "Presence",
    "Programme",
    "ProgrammePhase",
    "ProposedField",
    "Provenance",
    "PublishedRow",
    "RefreshCampaign",
    "RefreshInvite",
    "RefreshTask",
    "Region",
    "Reminder",
    "Rhythm",
    "Role",
    "Routine",
    "SavedView",
    "Scope",
    "ScreenedRecord",
    "ScreeningMatch",
    "Source",
    "SourceRun",
    "StaffAssignment",
    "StopRule",
    "StoppedAddress",
    "Subscription",
    "Unit",
    "UnitKind",
    "User",
    "ViewedList",
    "Vocabulary",
    "VocabularyEdition",
    "WatchList",
    "WatchListEntry",
    "Webhook",
    "WebhookDelivery",
    "Why",
]
