"""One of each part of a record: what stands there, and what is sent to its addresses."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry import actions
from tests import make
from tests.house.access_world.example import PNG, Example


def build(world, curator):
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


def examples(world, a, why):
    partnership = a | {"partnership": world.partnership.reference}
    contact, document = a | {"contact": world.contact.reference}, a | {"document": world.document.reference}
    dispute = world.dispute.reference
    proposal, version = {"reference": world.proposal.reference}, world.a.version
    told = {"role": "project_implementer", "area": "3", "country": "Kenya"}
    paper = {"kind": "letter", "title": "A letter", "visibility": "staff"}

    def with_file(_person):
        return paper | {"file": SimpleUploadedFile("letter.png", PNG, "image/png")}

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
