"""What the access test walks through: the visitors, two organizations, one in danger, and one of each thing."""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile

from registry import actions
from registry.importers.documents import CleanFile
from registry.models import Change, Claim, ImportBatch, ImportRow, Invitation, Organization
from registry.roles import Function, MemberRole
from registry.states import MessageState
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
from tests.house.access_world import account, criteria, parts, records
from tests.house.access_world.account import PASSWORD, code_of, sign_in
from tests.house.access_world.example import PNG, Example
from tests.house.access_world.records import A_FILE, MAIL, TOKEN

__all__ = ["PNG", "Example", "World", "build", "code_of", "examples"]


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
        world.cookies[role] = sign_in(role, person)
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
    paper = CleanFile("image/png", PNG)
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
    parts.build(world, curator)
    access_programmes.build(world)
    access_sources.build(world)
    access_screening.build(world)
    access_refreshes.build(world)
    account.build(world, curator)
    # What is signed there holds no longer when its record changes.
    criteria.build(world)
    access_files.build(world)
    access_sessions.build(world)
    access_applicant.build(world, PNG)
    access_status.things(world)
    access_merges.build(world)
    access_mails.build(world)
    access_consultations.build(world, PNG)
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


def examples(world):
    """{name of an address: what stands in it, what is sent to it, and what must be so before}."""
    return (
        records.examples(world)
        | parts.examples(world, {"reference": world.a.reference}, {"reason": "because"})
        | criteria.examples(world)
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
        | account.examples(world)
    )
