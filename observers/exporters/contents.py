"""What stands in a file of the wing: frozen facts, in the words of one language, gathered by whoever asks for the file.

Names, titles, answers and reasons are text as it was written. Words of a vocabulary (areas, roles, countries, kinds of
document, criteria) come in the language of the file. Codes have a fixed list here: their words stand in `words/`.
There is no field for staff notes, nor for the people who review.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Language = Literal["en", "fr", "es"]
Verdict = Literal["met", "partly", "not_met", "cannot_assess", "not_applicable"]
Advice = Literal["admit", "not_admit", "defer"]
Outcome = Literal["admitted", "not_admitted", "deferred", "withdrawn", "closed"]


@dataclass(frozen=True)
class Session:
    """A session of the Council."""

    number: str
    opens_on: date
    closes_on: date | None = None
    is_special: bool = False


@dataclass(frozen=True)
class Name:
    """A name of an organization, in its own script."""

    text: str
    language: str = ""
    """A code such as `ar`, or nothing when it is not known."""


@dataclass(frozen=True)
class Partnership:
    """A row of the registry: what the organization did with IOM."""

    role: str
    area: str
    country: str = ""
    started: int | None = None
    ended: int | None = None
    is_verified: bool = False


@dataclass(frozen=True)
class Finding:
    """What the review found on one criterion."""

    code: str
    criterion: str
    verdict: Verdict
    provenance: str = ""
    """Where the criterion comes from: shown wherever the criterion is."""


@dataclass(frozen=True)
class FactSheet:
    """One application as the Council reads it."""

    reference: str
    names: tuple[Name, ...]
    """The official name first."""
    acronym: str = ""
    types: tuple[str, ...] = ()
    head_office: str = ""
    countries: tuple[str, ...] = ()
    founded: int | None = None
    areas: tuple[str, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    findings: tuple[Finding, ...] = ()
    advice: Advice | None = None
    """Nothing yet: the pack says that no recommendation has been signed."""
    reasons: str = ""
    sent_on: date | None = None
    complete_on: date | None = None
    recommended_on: date | None = None


@dataclass(frozen=True)
class CouncilPack:
    """Everything the Council reads on the applications of one session."""

    session: Session
    applications: tuple[FactSheet, ...]
    """In the order of the agenda."""
    criteria_set: str = ""
    """Title of the criteria the applications were examined against, with "draft" in it when they are one."""
    as_of: date | None = None
    """The day on which the facts were taken, not the day on which the file was made."""
    is_final: bool = False
    resolution: str = ""


@dataclass(frozen=True)
class SharedFinding:
    """A verdict with the reason that the organization may read."""

    code: str
    criterion: str
    verdict: Verdict
    reason: str = ""
    provenance: str = ""


@dataclass(frozen=True)
class Deferral:
    """Why the Council waits, and for what."""

    reason: str
    missing: tuple[str, ...]
    """One thing each, as a sentence or a short phrase."""
    target: Session


@dataclass(frozen=True)
class Correction:
    """What the organization said was wrong in the letter, and what IOM answered: added later, under the letter."""

    wrong: str
    asked_on: date
    answer: str
    answered_on: date
    is_corrected: bool
    criterion: str = ""


@dataclass(frozen=True)
class Letter:
    """The decision, told to the organization."""

    language: Language
    reference: str
    organization: Name
    outcome: Outcome
    decided_on: date
    session: Session | None = None
    """Nothing for an application that was withdrawn or closed before a session."""
    resolution: str = ""
    reasons: str = ""
    findings: tuple[SharedFinding, ...] = ()
    deferral: Deferral | None = None
    earliest_new_on: date | None = None
    """The earliest day of a new application; nothing when no rule says one."""
    correction_address: str = ""
    """The page where a correction of a fact is asked for."""
    correction_until: date | None = None
    file_sha256: str = ""
    """Hash of the file of the application that was decided on."""
    criteria_set: str = ""
    has_draft_criteria: bool = False
    is_demo: bool = False
    corrections: tuple[Correction, ...] = ()
    """The answered ones, in the order of the answers."""


@dataclass(frozen=True)
class Field:
    """One line of a profile: a label and its values."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class EvidenceFile:
    """A document of the dossier."""

    title: str
    kind: str
    language: str = ""
    expires_on: date | None = None
    size: int = 0
    """In bytes."""
    sha256: str = ""


@dataclass(frozen=True)
class Exchange:
    """A question to the organization and its answer."""

    question: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    evidence: tuple[EvidenceFile, ...] = ()
    """The documents that it shows with the answer."""


@dataclass(frozen=True)
class CriterionAnswer:
    """What the organization answered on one criterion."""

    code: str
    criterion: str
    question: str = ""
    answer: str = ""
    declared: bool | None = None
    """Nothing when no yes or no is asked."""
    evidence: tuple[EvidenceFile, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    provenance: str = ""


@dataclass(frozen=True)
class Stage:
    """A step that the application has taken."""

    title: str
    happened_at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Signature:
    """The declaration, signed."""

    name: str
    function: str
    signed_at: datetime
    declaration: str = ""


@dataclass(frozen=True)
class Dossier:
    """The application as its organization knows it."""

    language: Language
    reference: str
    organization: Name
    profile: tuple[Field, ...]
    """As frozen when the application was sent."""
    answers: tuple[CriterionAnswer, ...] = ()
    timeline: tuple[Stage, ...] = ()
    criteria_set: str = ""
    signature: Signature | None = None
    receipts: tuple[str, ...] = ()
    """Numbers of the receipts, the last one last."""
    snapshot_sha256: str = ""


@dataclass(frozen=True)
class ReceivedFile:
    """A file that came with the application."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """What was received, and when."""

    language: Language
    number: str
    reference: str
    organization: Name
    received_at: datetime
    """In the reader's zone: the receipt also says it in UTC."""
    files: tuple[ReceivedFile, ...] = ()
    snapshot_sha256: str = ""
    session: Session | None = None
    """The session that this application can reach, when one is set."""
