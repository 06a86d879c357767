"""One sample of each mail: what its words are made of. Nothing here is saved; whoever adds a kind of mail adds a line.

The organization in them is in danger, its name is HIDDEN, and every text that people typed is WORDS.
"""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from consultations.models import (
    Consultation,
    ManagementResponse,
    Need,
    Recommendation,
    Registration,
    Topic,
)
from observers.models import Application, Confirmation, OpinionRequest, StatusEvent, Suspension, Turn
from registry.models import (
    Client,
    ClientKey,
    Dispute,
    Invitation,
    Job,
    Lesson,
    Membership,
    Organization,
    OrganizationName,
    RefreshCampaign,
    Routine,
    StaffAssignment,
    Webhook,
)
from registry.roles import Function, MemberRole

HIDDEN, WORDS = "Hidden Hands of Kindness", "Zq\r\nBcc: everybody@example.org"
REFERENCE, TOKEN, DAY, AT = "OBS-3QH8T0WZ", "a-token", date(2026, 5, 3), datetime(2026, 5, 3, 9, 0, tzinfo=UTC)

ORGANIZATION = Organization(reference="CSO-7K2M9XQ4", is_at_risk=True)
ORGANIZATION._prefetched_objects_cache = {"names": [OrganizationName(text=HIDDEN, kind="primary", language="en")]}
APPLICATION = Application(reference=REFERENCE, state="in_review", closed_reason=WORDS, organization=ORGANIZATION)
TURN = Turn(state="in_review", side="iom", due_at=AT, reason=WORDS)
KEY = ClientKey(prefix="iompr_k7m2x9qd", expires_at=AT)
WEBHOOK = Webhook(reference="WHK-7K2M9XQ4", client=Client(reference="CLI-7K2M9XQ4"), because="gone")
FILE = {"application": APPLICATION, "turn": TURN}
CONFIRMATION = {"confirmation": Confirmation(due_on=DAY)}
CONSULTATION = Consultation(name_en=WORDS, slug="a-consultation", starts_on=DAY, ends_on=DAY, cancelled_reason=WORDS)
REGISTRATION = Registration(state="confirmed", reason=WORDS, offered_until=AT, waiting_since=AT)
COMING = {"registration": REGISTRATION, "consultation": CONSULTATION}
RECOMMENDATION = Recommendation(consultation=CONSULTATION, text_en=WORDS, due_on=DAY, dropped_reason=WORDS)
FOLLOWED = {"recommendation": RECOMMENDATION, "response": ManagementResponse(verdict="part", reason_en=WORDS)}
ASKED = {"consultation": CONSULTATION, "quota": 2, "until": DAY, "token": TOKEN}
VIEW = {
    "name": WORDS,
    "stop": "http://127.0.0.1:8000/en/saved/x/",
    "entered": {"n": 2, "more": 1, "rows": [{"name": WORDS, "url": "/en/x/"}]},
    "left": {"n": 1, "more": 0, "rows": [{"name": WORDS, "url": "/en/x/"}]},
    "changed": {"n": 0, "more": 0, "rows": []},
}

SAMPLES = {
    # registry
    "registry.account_opened": {},
    "registry.branch_joined": {},
    "registry.claim_accepted": {},
    "registry.claim_asked": {},
    "registry.claim_proof": {"token": TOKEN, "days": 3},
    "registry.claim_refused": {"reason": WORDS},
    "registry.digest": {"topics": [(WORDS, [{"title": WORDS, "url": "http://x"}])], "views": [VIEW], "day": DAY},
    "registry.dispute_answered": {"organization": ORGANIZATION, "dispute": Dispute(state="accepted", answer=WORDS)},
    "registry.function_changed": {"assignment": StaffAssignment(function=Function.CURATOR)},
    "registry.client_asked": {},
    "registry.client_closed": {"reason": WORDS},
    "registry.function_ended": {"assignment": StaffAssignment(function=Function.CURATOR)},
    "registry.import_applied": {"batch": SimpleNamespace(reference="IMP-7K2M9XQ4")},
    "registry.source_refused": {"subject": "3w-chad", "run": SimpleNamespace(number=3)},
    "registry.invitation": {"invitation": Invitation(organization_id=1), "token": TOKEN, "days": 14},
    "registry.invitation_accepted": {},
    "registry.job_held": {"job": Job(reference="JOB-7K2M9XQ4")},
    "registry.lesson_decided": {"lesson": Lesson(organization=ORGANIZATION, state="refused", reason=WORDS)},
    "registry.membership_ended": {},
    "registry.night_incomplete": {"job": Job(reference="JOB-7K2M9XQ4")},
    "registry.proposal_decided": {"organization": ORGANIZATION, "answers": [], "is_open": True},
    "registry.proposal_reopened": {"organization": ORGANIZATION, "in_part": True},
    "registry.partner_proposal_decided": {
        "client": Client(reference="CLI-7K2M9XQ4", name="A system"),
        "is_open": True,
    },
    "registry.records_joined": {},
    "registry.records_parted": {},
    "registry.refresh_asked": {"token": TOKEN, "days": 30, "text": WORDS},
    "registry.refresh_stopped": {"subject": "RFC-7K2M9XQ4", "campaign": RefreshCampaign(stopped_why="bounced")},
    "registry.role_changed": {"membership": Membership(role=MemberRole.ADMIN)},
    "registry.routine_late": {"routine": Routine(key="night")},
    "registry.webhook_disabled": {"webhook": WEBHOOK},
    "registry.key_ends": {"key": KEY},
    "registry.key_made": {"key": KEY},
    "registry.key_revoked": {"key": KEY, "reason": WORDS},
    "registry.partner_profile_answered": {
        "client": Client(scopes=["read:partner"], countries=["KEN"], partner_until=DAY),
        "reason": WORDS,
    },
    "registry.second_factor_reset": {},
    # observers
    "observers.closed": FILE,
    "observers.confirmation_accepted": {},
    "observers.confirmation_due": CONFIRMATION,
    "observers.confirmation_reminder": CONFIRMATION,
    "observers.confirmation_returned": CONFIRMATION,
    "observers.correction_answered": {},
    "observers.correction_asked": {"can_answer": True},
    "observers.decided": FILE,
    "observers.due_soon": FILE,
    "observers.incomplete": FILE,
    "observers.lapsing": {},
    "observers.notice_assessed": {},
    "observers.notice_sent": {},
    "observers.off_agenda": FILE,
    "observers.on_agenda": FILE,
    "observers.opinion_asked": {"opinion": OpinionRequest(reference=REFERENCE, due_at=AT)},
    "observers.opinion_given": {},
    "observers.questions": FILE,
    "observers.received": FILE,
    "observers.review_asked": {},
    "observers.signature": {"token": TOKEN, "days": 14},
    "observers.signed": {},
    "observers.slip": FILE | {"reason": WORDS, "is_first": False},
    "observers.staff_due_soon": FILE,
    "observers.staff_stage": FILE,
    "observers.stage": FILE,
    "observers.status_changed": {"event": StatusEvent(kind="suspended")},
    "observers.suspension_decided": {"suspension": Suspension(ending="suspended")},
    "observers.suspension_notice": {"suspension": Suspension(reply_until=DAY)},
    "observers.suspension_replied": {},
    "observers.withdrawn": {},
    # consultations
    "consultations.action_overdue": FOLLOWED,
    "consultations.actions_assigned": {"consultation": CONSULTATION, "count": 2},
    "consultations.consultation_cancelled": {"consultation": CONSULTATION},
    "consultations.exception_approved": COMING,
    "consultations.exception_refused": COMING,
    "consultations.invited": ASKED,
    "consultations.need_answered": COMING | {"need": Need(kind="visa_letter", state="promised", reason=WORDS)},
    "consultations.no_longer_registered": COMING,
    "consultations.notes_asked": {"item": SimpleNamespace(name=WORDS)},
    "consultations.offer_lapsed": COMING,
    "consultations.recommendation_changed": FOLLOWED | {"event": "answered"},
    "consultations.recommendation_overdue": FOLLOWED | {"about": "answer"},
    "consultations.recommendations_assigned": {"consultation": CONSULTATION, "count": 2},
    "consultations.recommendations_published": {"consultation": CONSULTATION},
    "consultations.registered": COMING,
    "consultations.reminder": ASKED,
    "consultations.report_to_review": {"consultation": CONSULTATION, "number": 1},
    "consultations.seat_offered": COMING | {"targets": WORDS},
    "consultations.topic_decided": {
        "consultation": CONSULTATION, "organization": ORGANIZATION, "topic": Topic(state="kept", reason=WORDS),
    },
}  # fmt: skip

# Those of the sign-in library: the words of each mail are in two files.
SIGNING_IN = {
    "user": SimpleNamespace(email="reader@example.org"),
    "email": "reader@example.org",
    "password_reset_url": "http://127.0.0.1:8000/en/account/x/",
    "activate_url": "http://127.0.0.1:8000/en/account/x/",
    "signup_url": "http://127.0.0.1:8000/en/account/x/",
    "to_email": "new@example.org",
    "from_email": "reader@example.org",
    "ip": "192.0.2.1",
    "user_agent": "Zq",
}
