"""What the access test walks through: the visitors, two organizations, one in danger, and one of each thing."""

import time
from dataclasses import dataclass, field
from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from observers import actions as observer_actions
from observers.models import CriteriaSet
from registry import actions, tasks
from registry.actions.digests import token_of
from registry.importers.documents import CleanFile
from registry.models import Change, Claim, ImportBatch, ImportRow, Invitation, Job, Organization
from registry.roles import Function, MemberRole
from registry.states import JobState, MessageState, OrganizationState
from tests import make
from tests.house import (
    access_applicant,
    access_clients,
    access_consultations,
    access_docs,
    access_editions,
    access_exports,
    access_files,
    access_jobs,
    access_mails,
    access_match,
    access_merges,
    access_programmes,
    access_refreshes,
    access_screening,
    access_sessions,
    access_sources,
    access_status,
)

# The smallest picture there is: one grey dot.
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6368000000820081772eb90e0000000049454e44ae426082"
)
PASSWORD = "a long pass phrase that nobody knows"
TOKEN = "token-of-an-invitation"
MAIL = "20261122T000000.000000Z-00000000.eml"
NEWCOMER = {"name": "Zzyzx Qwertz", "country": "Kenya", "type": "ngo", "level": "national", "sentence": "It helps."}
A_FILE = "Organization,Acronym,Country,Type\nA New Organization,ANO,Kenya,National NGO\n,NONAME,Kenya,National NGO\n"


@dataclass
class World:
    people: dict = field(default_factory=dict)
    cookies: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)


def build(mail_folder):
    world = World()
    world.a, world.b = (
        make.organization(name, website=f"https://{name.split()[0].lower()}.example")
        for name in ("Organization of Kenya", "Another of Kenya")
    )
    world.in_danger = make.organization("In Danger")
    world.a = actions.edit_organization(world.a, changes={"hq_city": "Kisumu"}, by="test")
    world.change = Change.objects.about(world.a.reference).first()
    _people(world)
    _things(world, mail_folder)
    for role, person in world.people.items():
        world.cookies[role] = _sign_in(role, person)
    return world


def _people(world):
    fields = {"password": PASSWORD}
    world.people = {
        "anonymous": None,
        "unverified": make.user(**fields),
        "halfway": make.staff(Function.DATA_STEWARD, **fields),
        "admin_a": make.member(world.a, role=MemberRole.ADMIN, **fields),
        "editor_a": make.member(world.a, role=MemberRole.EDITOR, **fields),
        "reader_a": make.member(world.a, role=MemberRole.READER, **fields),
        "admin_b": make.member(world.b, role=MemberRole.ADMIN, **fields),
        "staff_without_second_step": make.staff(Function.DATA_STEWARD, second_factor=False, **fields),
        "curator": make.staff(Function.CURATOR, **fields),
        "curator_abroad": make.staff(Function.CURATOR, countries=["FJI"], **fields),
        "reviewer": make.staff(Function.REVIEWER, **fields),
        "officer": make.staff(Function.DECISION_OFFICER, **fields),
        "organizer": make.staff(Function.CONSULTATION_ORGANIZER, **fields),
        "auditor": make.staff(Function.AUDITOR, **fields),
        "administrator": make.staff(Function.ADMINISTRATOR, **fields),
        "steward": make.staff(Function.DATA_STEWARD, **fields),
    }
    EmailAddress.objects.filter(user=world.people["unverified"]).update(verified=False)


def _things(world, mail_folder):
    by, curator = world.people["administrator"], world.people["curator"]
    # Two of each who keeps it: an organization keeps its last administrator, the registry too.
    make.member(world.a)
    actions.mark_at_risk(world.in_danger, reason="a test", by=curator)
    world.member_invitation = actions.invite_member(world.a, email="m@example.org", role="reader", by=by)
    world.staff_invitation = actions.invite_staff("s@example.org", function=Function.ROUTER, by=by)
    world.hers = actions.invite_member(world.a, email=world.people["admin_b"].email, role="reader", by=by)
    Invitation.objects.filter(pk=world.hers.pk).update(token_sha256=actions.hash_token(TOKEN))
    claimant = world.people["editor_a"]
    world.claim_on_b = actions.ask_claim(world.b, email="e@another.example", by=claimant)
    Claim.objects.filter(pk=world.claim_on_b.pk).update(token_sha256=actions.hash_token(TOKEN))
    paper = CleanFile("image/png", _PNG)
    world.claim_on_a = actions.ask_claim(world.a, file=paper, note="A sentence.", by=world.people["admin_b"])
    world.person = make.staff(Function.ROUTER)
    world.closed = make.staff(Function.ROUTER, is_active=False)
    world.message = make.message(state=MessageState.HELD, attempts=8)
    (mail_folder / MAIL).write_bytes(b"To: a@example.org\r\nSubject: A mail\r\n\r\nWords\r\n")
    world.batch = actions.upload_import(
        SimpleUploadedFile("list.csv", A_FILE.encode()), by=curator, source="A source", start=False
    )
    actions.run_at_once("import.check", subject=world.batch.reference, by=curator)
    world.batch = ImportBatch.objects.get(pk=world.batch.pk)
    world.row = world.batch.rows.get(verdict=ImportRow.Verdict.NEW)
    _parts(world, curator)
    access_programmes.build(world)
    access_sources.build(world)
    access_screening.build(world)
    access_refreshes.build(world)
    _account(world, curator)
    # What is signed there holds no longer when its record changes.
    _criteria(world)
    access_files.build(world)
    access_sessions.build(world)
    access_applicant.build(world, _PNG)
    access_status.things(world)
    access_merges.build(world)
    access_mails.build(world)
    access_consultations.build(world, _PNG)
    access_editions.build(world)
    access_clients.build(world)
    access_match.build(world)
    access_exports.build(world)
    # Last, for it goes stale when its record changes.
    world.bulk_edit = actions.prepare_bulk_edit(
        Organization.objects.filter(pk=world.a.pk), change="add_language", argument="sw", by=curator
    )
    world.job = make.job("import.check", subject=world.batch.reference, asked_by=curator)
    access_jobs.build(world)


def _parts(world, curator):
    """One of each part of a record."""
    world.unit = make.unit()
    world.view = actions.save_view(name="A view", list_name="directory", filters={}, by=curator)
    world.subscription = actions.follow_view(world.view, rhythm="daily", by=curator)
    world.partnership = make.partnership(world.a, unit=world.unit)
    world.dispute = make.dispute(make.partnership(world.a, area=2), by=world.people["admin_a"])
    actions.count_missions()
    world.contact = make.contact(world.a)
    world.document = make.document(world.a, by=curator, visibility="members")
    world.link = make.link(world.a, world.b)
    writer = make.staff(second_factor=False)
    world.remark, world.concern = (
        actions.add_note(world.a, kind=kind, text="A note", review_on=date(2027, 1, 1), by=writer)
        for kind in ("remark", "concern")
    )
    world.pair = make.pair(world.a, world.b)
    reason = {"state": "muted", "muted_by": writer, "muted_at": timezone.now(), "reason": "So it is."}
    world.issue, world.muted = make.issue(world.b), make.issue(world.b, rule="website-unlikely", **reason)
    changes = {"founded": 1999}
    world.proposal = actions.change_own_record(world.a, changes=changes, by=world.people["admin_a"])
    world.a.refresh_from_db()


def _criteria(world):
    """The criteria that are live, and a draft of the next version."""
    observer_actions.load_criteria(by="test")
    world.criteria = CriteriaSet.objects.live()
    world.draft = observer_actions.new_version(world.criteria, by=world.people["officer"])


def _account(world, curator):
    """What the account pages ask for: keys, codes, and links of mails."""
    RecoveryCodes.activate(curator)
    world.key = Authenticator.objects.create(
        user=curator, type="webauthn", data={"name": "A key", "credential": _credential()}
    )
    unverified = EmailAddress.objects.get(user=world.people["unverified"])
    world.confirmation = EmailConfirmationHMAC(unverified).key
    world.reset_link = {
        "uidb36": user_pk_to_url_str(world.people["admin_b"]),
        "key": default_token_generator.make_token(world.people["admin_b"]),
    }


def _credential():
    """What a browser tells of a new key, as the library keeps it."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(Aaguid.NONE, b"key", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"testserver"), flags, 0, held)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "https://testserver")
    return {
        "id": websafe_encode(b"key"),
        "rawId": websafe_encode(b"key"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
        "clientExtensionResults": {},
    }


def _sign_in(role, person):
    client = Client()
    if person is None:
        return client.cookies
    if role in ("unverified", "halfway"):
        client.post("/en/account/login/", {"login": person.email, "password": PASSWORD})
        return client.cookies
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    # As after signing in a moment ago: nobody is asked for her password again.
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client.cookies


def code_of(person):
    """What the app on her phone shows now."""
    secret = person.authenticator_set.get(type="totp").data["secret"]
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


# --- Before an act: bring the thing into the state in which the act may happen ------------------------------------


def clock_ticks(_world):
    tasks.beat()


def in_review(world):
    world.a.__class__.objects.filter(pk=world.a.pk).update(state=OrganizationState.IN_REVIEW)


def job_held(world):
    Job.objects.filter(pk=world.job.pk).update(state=JobState.HELD)


def lifting_proposed(world):
    other = world.people["auditor"]
    world.in_danger.risks.update(lift_proposed_by=other, lift_proposed_at=timezone.now())


def import_decided(world):
    world.batch.rows.exclude(verdict=ImportRow.Verdict.NEW).update(verdict=ImportRow.Verdict.SAME)


def check_done(world):
    Job.objects.filter(subject=world.batch.reference).update(state=JobState.DONE)


def import_stuck(world):
    actions.approve_import(world.batch, by=world.people["curator"], version=world.batch.version)
    Job.objects.filter(kind="import.apply").update(state=JobState.STOPPED)


def import_applied(world):
    actions.approve_import(world.batch, by=world.people["curator"], start=False)
    actions.run_at_once("import.apply", subject=world.batch.reference, by=world.people["curator"])


def undo_reason(world):
    return {"reason": "A test.", "version": ImportBatch.objects.get(pk=world.batch.pk).version}


def undo_stuck(world):
    import_applied(world)
    actions.undo_import(world.batch, reason="A test.", by=world.people["curator"])
    Job.objects.filter(kind="import.undo").update(state=JobState.STOPPED)


def bulk_edit_done(world):
    curator = world.people["curator"]
    actions.run_job(actions.start_bulk_edit(world.bulk_edit, name="A name", reason="because", by=curator))


def draft_given_up(world):
    observer_actions.retire_criteria(world.draft, by=world.people["officer"])


# --- For each address: what stands in it, what is sent to it, and what must be so before --------------------------


@dataclass
class Example:
    kwargs: dict = field(default_factory=dict)
    # What is sent; a function of the visitor where each sends something else.
    data: object = field(default_factory=dict)
    before: object = None
    # For an address without a name of its own.
    path: str = ""
    # In what form it is sent, where it is no form of a page.
    content_type: str = ""


def examples(world):
    a, danger = {"reference": world.a.reference}, {"reference": world.in_danger.reference}
    person, batch = {"reference": world.person.reference}, {"reference": world.batch.reference}
    job, message = {"reference": world.job.reference}, {"reference": world.message.reference}
    row = batch | {"number": world.row.number}
    wrong_row = batch | {"number": world.batch.rows.get(verdict=ImportRow.Verdict.ERROR).number}
    view, bulk_edit = {"reference": world.view.reference}, {"reference": world.bulk_edit.reference}
    claim = {"reference": world.claim_on_a.reference}
    reader = a | {"person": world.people["reader_a"].reference}
    member_invitation = a | {"invitation": world.member_invitation.reference}
    staff_invitation = {"reference": world.staff_invitation.reference}
    why, version = {"reason": "because"}, {"version": world.batch.version}
    invited = {"email": "x@example.org", "role": "reader", "language": "en"}
    record = {"names-TOTAL_FORMS": 1, "names-INITIAL_FORMS": 0, "places-TOTAL_FORMS": 0, "places-INITIAL_FORMS": 0}
    record |= {"identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0}
    record |= {"names-0-text": "Zzyzx Qwertz", "names-0-kind": "legal", "names-0-is_primary": "on"}
    return (
        {
            "health-ready": Example(before=clock_ticks),
            "registry:organization-detail": Example(a),
            "registry:invitation-detail": Example({"token": TOKEN}),
            "registry:invitation-accept": Example({"token": TOKEN}),
            "registry:register-new": Example(data=NEWCOMER),
            "registry:register-claim": Example(a, {"proof": "domain", "email": "x@organization.example"}),
            "registry:claim-proof": Example({"token": TOKEN}),
            "registry:claim-prove": Example({"token": TOKEN}),
            "registry:claim-withdraw": Example({"reference": world.claim_on_b.reference}),
            **{f"registry:claim-{act}": Example(claim, why) for act in ("detail", "accept", "refuse", "document")},
            **{
                f"registry:team-claim-{act}": Example(a | {"claim": claim["reference"]}, why)
                for act in ("accept", "refuse")
            },
            "registry:organization-new": Example(data=record),
            "registry:organization-edit": Example(a, record | {"version": world.a.version}),
            "registry:organization-history": Example(a),
            "registry:organization-compare": Example(a | {"first": world.change.pk, "second": world.change.pk}),
            "registry:organization-restore": Example(
                a | {"number": world.change.pk, "field": "hq_city"}, why | {"version": world.a.version}
            ),
            "registry:audit-change": Example({"number": world.change.pk}),
            "registry:organization-publish": Example(a, {"code": "checked"}, in_review),
            "registry:organization-review": Example(a, {"code": "to_check"}),
            "registry:organization-archive": Example(a, {"code": "closed_down"}),
            "registry:organization-dormant": Example(a, {"code": "silent"}),
            "registry:organization-verify": Example(a, {"on": "2026-11-01", "evidence": "a certificate"}),
            "registry:organization-at-risk": Example(a, why),
            "registry:organization-propose-lifting": Example(danger),
            "registry:organization-lift-risk": Example(danger, before=lifting_proposed),
            "registry:organization-access": Example(a, invited),
            "registry:organization-access-role": Example(reader, {"role": "editor"}),
            "registry:organization-access-remove": Example(reader),
            "registry:organization-access-invitation-revoke": Example(member_invitation),
            "registry:organization-access-invitation-resend": Example(member_invitation),
            "registry:import-new": Example(
                data=lambda _person: {
                    "file": SimpleUploadedFile("new.csv", A_FILE.encode()),
                    "source": "Another source",
                }
            ),
            "registry:import-detail": Example(batch),
            "registry:import-columns": Example(
                batch, version | {"column-0": "name", "column-2": "country"}, check_done
            ),
            "registry:import-check": Example(batch, before=check_done),
            "registry:import-approve": Example(batch, version, import_decided),
            "registry:import-go-on": Example(batch, before=import_stuck),
            "registry:import-undo": Example(batch, lambda _person: undo_reason(world), import_applied),
            "registry:import-undo-go-on": Example(batch, before=undo_stuck),
            "registry:import-undo-kept": Example(batch, before=import_applied),
            "registry:import-discard": Example(batch),
            "registry:import-rejected": Example(batch | {"form": "csv"}),
            "registry:import-rows": Example(batch),
            "registry:import-row": Example(row),
            "registry:import-row-correct": Example(wrong_row, {"cell-0": "A name"}, check_done),
            "registry:import-row-decide": Example(row, {"decision": "skip"}),
            "registry:job-detail": Example(job),
            "registry:job-stop": Example(job),
            "registry:job-retry": Example(job, before=job_held),
            "registry:message-received": Example({"name": MAIL}),
            "registry:message-detail": Example(message),
            "registry:message-retry": Example(message),
            "registry:bulk-new": Example(
                data={"organization": world.a.reference, "change": "add_language", "language": "Arabic"}
            ),
            "registry:bulk-detail": Example(bulk_edit),
            "registry:bulk-confirm": Example(bulk_edit, {"name": "A name"} | why),
            "registry:bulk-undo": Example(bulk_edit, before=bulk_edit_done),
            "registry:saved-view-save": Example(data={"name": "Another", "list_name": "directory", "query": ""}),
            "registry:saved-view-edit": Example(view, {"name": "Another"}),
            "registry:saved-view-delete": Example(view),
            "registry:saved-view-follow": Example(view, {"rhythm": "weekly"}),
            "registry:saved-view-stop": Example({"token": token_of(world.subscription)}),
            "registry:staff-invite": Example(data={"email": "y@example.org", "function": "router", "language": "en"}),
            "registry:staff-invitation-revoke": Example(staff_invitation),
            "registry:staff-invitation-resend": Example(staff_invitation),
            "registry:staff-person": Example(person),
            "registry:staff-person-end-function": Example(person, {"function": "router"}),
            "registry:staff-person-function": Example(person | {"function": "router"}, {"countries": ["KEN"]}),
            "registry:staff-person-close": Example(person, why),
            "registry:staff-person-open": Example({"reference": world.closed.reference}, why),
            "registry:staff-person-reset-second-step": Example(person),
            "registry:my-settings": Example(data={"name": "New Name", "language": "fr", "time_zone": "UTC"}),
            "registry:team": Example(a, invited),
            "registry:team-role": Example(reader, {"role": "editor"}),
            "registry:team-remove": Example(reader),
            "registry:team-invitation-revoke": Example(member_invitation),
            "registry:team-invitation-resend": Example(member_invitation),
        }
        | _parts_examples(world, a, why)
        | _criteria_examples(world)
        | {name: Example(*told) for name, told in access_files.examples(world).items()}
        | {name: Example(*told) for name, told in access_applicant.examples(world).items()}
        | access_sessions.examples(world, Example)
        | access_status.examples(world, Example)
        | access_merges.examples(world, Example)
        | access_mails.examples(world, Example)
        | access_editions.examples(world, Example)
        | access_clients.examples(world, Example)
        | access_match.examples(world, Example)
        | access_exports.examples(world, Example)
        | access_jobs.examples(world, Example)
        | access_programmes.examples(world, Example)
        | access_docs.examples(world, Example)
        | access_sources.examples(world, Example)
        | access_screening.examples(world, Example)
        | access_refreshes.examples(world, Example)
        | access_consultations.examples(world, Example)
        | _account_examples(world)
    )


def _parts_examples(world, a, why):
    partnership = a | {"partnership": world.partnership.reference}
    contact, document = a | {"contact": world.contact.reference}, a | {"document": world.document.reference}
    dispute = world.dispute.reference
    proposal, version = {"reference": world.proposal.reference}, world.a.version
    told = {"role": "project_implementer", "area": "3", "country": "Kenya"}
    paper = {"kind": "letter", "title": "A letter", "visibility": "staff"}

    def with_file(_person):
        return paper | {"file": SimpleUploadedFile("letter.png", _PNG, "image/png")}

    return {
        "registry:duplicate-decide": Example({"reference": world.pair.reference}, {"verdict": "unsure", "version": 1}),
        "registry:issue-mute": Example({"reference": world.issue.reference}, {"reason": "So it is."}),
        "registry:issue-unmute": Example({"reference": world.muted.reference}),
        "registry:organization-partnerships": Example(a),
        "registry:partnership-new": Example(a, told),
        "registry:partnership-verify": Example(
            partnership, {"on": "2026-11-01", "unit": world.unit.pk, "evidence_note": "a visit"}
        ),
        "registry:partnership-end": Example(partnership, {"on": "2026-11-01", "because": "programme_ended"}),
        "registry:partnership-detail": Example(partnership),
        "registry:partnership-edit": Example(partnership, told | {"version": world.partnership.version}),
        "registry:dispute-detail": Example(
            {"reference": dispute}, {"decision": "refused", "answer": "No.", "version": 1}
        ),
        "registry:own-partnerships": Example(a),
        "registry:own-partnerships-confirm": Example(a, {"seen": f"{world.partnership.reference}:1"}),
        "registry:own-partnership-new": Example(a, told),
        "registry:own-partnership-dispute": Example(partnership, {"matter": "never", "reason": "So."}),
        "registry:own-dispute-withdraw": Example(a | {"dispute": dispute}),
        "registry:partnership-reject": Example(partnership, why),
        "registry:mission-partnerships": Example({"code": world.unit.code}),
        "registry:gap-detail": Example({"area": "1", "country": "TCD"}),
        "registry:organization-sources": Example(a),
        "registry:fact-verify": Example(
            a | {"about": "record", "field": "names"}, {"on": "2026-11-01", "evidence": "a visit"}
        ),
        "registry:fact-list": Example({"kind": "identity", "name": "unknown"}),
        "registry:organization-contacts": Example(a),
        "registry:contact-new": Example(a, {"role": "other", "name": "B. Person"}),
        "registry:contact-edit": Example(contact, {"role": "other", "name": "C. Person", "version": 1}),
        "registry:contact-end": Example(contact, {"on": "2026-11-01"}),
        "registry:organization-documents": Example(a),
        "registry:document-new": Example(a, with_file),
        "registry:document-file": Example(document),
        "registry:document-original": Example(document),
        "registry:document-replace": Example(document, with_file),
        "registry:document-narrow": Example(document),
        "registry:desk": Example({"view": "all"}),
        "registry:desk-assign": Example({}, {"item": f"proposal:{proposal['reference']}", "to": ""}),
        "registry:desk-approve": Example({}, {"item": f"proposal:{proposal['reference']}"}),
        "registry:desk-undo": Example({}, {}),
        "registry:proposal-detail": Example(proposal, {"version": version, "decision-founded": "accepted"}),
        "registry:own-record": Example(a),
        "registry:own-record-section": Example(a | {"section": "about"}, {"version": version, "languages": "French"}),
        "registry:own-record-confirm": Example(a, {"version": version}),
        "registry:own-record-history": Example(a),
        "registry:own-proposal-withdraw": Example(a | {"proposal": world.proposal.reference}),
        "registry:joining-withdraw": Example(a),
        "registry:own-contacts": Example(a),
        "registry:own-contact-new": Example(a, {"role": "other", "name": "B. Person"}),
        "registry:own-contact-edit": Example(contact, {"role": "other", "name": "C. Person", "version": 1}),
        "registry:own-contact-end": Example(contact, {"on": "2026-11-01"}),
        "registry:own-documents": Example(a),
        "registry:own-document-new": Example(a, with_file),
        "registry:own-document-replace": Example(document, with_file),
        "registry:own-document-file": Example(document),
        "registry:organization-links": Example(a),
        "registry:link-new": Example(a, {"other": world.in_danger.reference, "kind": "member_of"}),
        "registry:organization-notes": Example(a),
        "registry:note-new": Example(a, {"kind": "remark", "text": "A note", "review_on": "2027-02-01"}),
        "registry:note-agree": Example(a | {"note": world.concern.reference}),
        "registry:note-refuse": Example(a | {"note": world.concern.reference}, {"answer": "No."}),
        "registry:note-renew": Example(a | {"note": world.remark.reference}, {"review_on": "2027-02-01"}),
        "registry:note-close": Example(a | {"note": world.remark.reference}, {"answer": "Over."}),
        "registry:link-end": Example(a | {"link": world.link.reference}, {"on": "2026-11-01"}),
    }


def _criteria_examples(world):
    live, draft = ({"reference": one.reference} for one in (world.criteria, world.draft))
    criterion, version = draft | {"code": "C-FIELD"}, {"version": 1}
    told = {"name_en": "A name", "text_en": "A text", "kind": "declaration", "word_limit": 0}
    told |= {"provenance": "local", "source_en": "A memo", "source_fr": "Une note", "source_es": "Una nota"}
    checked = {one.code: "yes" for one in world.criteria.criteria.filter(in_self_check=True)}
    return {
        "observers:self-check": Example(data=checked),
        "observers:criteria-detail": Example(draft),
        "observers:criteria-preview": Example(draft),
        "observers:criteria-edit": Example(draft, version | {"name_en": "N", "citation": "C", "rounds": 2}),
        "observers:criteria-new-version": Example(live, before=draft_given_up),
        "observers:criteria-publish": Example(draft, version),
        "observers:criteria-retire": Example(live),
        "observers:criterion-new": Example(draft, told | version | {"code": "C-NEW"}),
        "observers:criterion-edit": Example(criterion, told | version | {"code": "C-FIELD"}),
        "observers:criterion-move": Example(criterion, {"to": "down"}),
        "observers:criterion-remove": Example(criterion),
    }


def _account_examples(world):
    key = {"pk": world.key.pk}
    new = {"password1": "another long pass phrase", "password2": "another long pass phrase"}

    def code(person):
        return {"code": code_of(person) if person and person.authenticator_set.filter(type="totp").exists() else "0"}

    return {
        "account_login": Example(data={"login": world.people["admin_b"].email, "password": PASSWORD}),
        "account_signup": Example(data={"name": "A. Person", "email": "sign-up@example.org", "password1": PASSWORD}),
        "account_confirm_email": Example({"key": world.confirmation}),
        "account_reset_password": Example(data={"email": world.people["admin_b"].email}),
        "account_reset_password_from_key": Example(world.reset_link, new),
        "account_reauthenticate": Example(data={"password": PASSWORD}),
        "account_email": Example(data={"email": "new-address@example.org", "action_add": ""}),
        "account_change_password": Example(data=new | {"oldpassword": PASSWORD}),
        "mfa_authenticate": Example(data=code),
        "mfa_reauthenticate": Example(data=code),
        "mfa_edit_webauthn": Example(key, {"name": "Another name"}),
        "mfa_remove_webauthn": Example(key),
        **{
            f"api:organization-{part}": Example({"id": world.a.reference})
            for part in ("detail", "names", "identifiers", "countries", "partnerships", "history")
        },
        "identity": Example({"reference": world.a.reference}),
        **{
            f"api:consultation-{part}": Example({"id": world.consultation.reference})
            for part in ("detail", "participations", "outputs")
        },
        "api:problem-detail": Example({"code": "not-found"}),
        "api:nowhere": Example(path="/api/v1/nothing"),
    }
