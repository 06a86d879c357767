"""The addresses of records, imports, bulk edits and people, each with something behind it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from registry.actions.digests import token_of
from registry.models import ImportRow
from tests.house.access_world import acts
from tests.house.access_world.example import Example

TOKEN = "token-of-an-invitation"
MAIL = "20261122T000000.000000Z-00000000.eml"
NEWCOMER = {"name": "Zzyzx Qwertz", "country": "Kenya", "type": "ngo", "level": "national", "sentence": "It helps."}
A_FILE = "Organization,Acronym,Country,Type\nA New Organization,ANO,Kenya,National NGO\n,NONAME,Kenya,National NGO\n"


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
    return {
        "health-ready": Example(before=acts.clock_ticks),
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
        "registry:organization-publish": Example(a, {"code": "checked"}, acts.in_review),
        "registry:organization-review": Example(a, {"code": "to_check"}),
        "registry:organization-archive": Example(a, {"code": "closed_down"}),
        "registry:organization-dormant": Example(a, {"code": "silent"}),
        "registry:organization-verify": Example(a, {"on": "2026-11-01", "evidence": "a certificate"}),
        "registry:organization-at-risk": Example(a, why),
        "registry:organization-propose-lifting": Example(danger),
        "registry:organization-lift-risk": Example(danger, before=acts.lifting_proposed),
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
            batch, version | {"column-0": "name", "column-2": "country"}, acts.check_done
        ),
        "registry:import-check": Example(batch, before=acts.check_done),
        "registry:import-approve": Example(batch, version, acts.import_decided),
        "registry:import-go-on": Example(batch, before=acts.import_stuck),
        "registry:import-undo": Example(batch, lambda _person: acts.undo_reason(world), acts.import_applied),
        "registry:import-undo-go-on": Example(batch, before=acts.undo_stuck),
        "registry:import-undo-kept": Example(batch, before=acts.import_applied),
        "registry:import-discard": Example(batch),
        "registry:import-rejected": Example(batch | {"form": "csv"}),
        "registry:import-rows": Example(batch),
        "registry:import-row": Example(row),
        "registry:import-row-correct": Example(wrong_row, {"cell-0": "A name"}, acts.check_done),
        "registry:import-row-decide": Example(row, {"decision": "skip"}),
        "registry:job-detail": Example(job),
        "registry:job-stop": Example(job),
        "registry:job-retry": Example(job, before=acts.job_held),
        "registry:message-received": Example({"name": MAIL}),
        "registry:message-detail": Example(message),
        "registry:message-retry": Example(message),
        "registry:bulk-new": Example(
            data={"organization": world.a.reference, "change": "add_language", "language": "Arabic"}
        ),
        "registry:bulk-detail": Example(bulk_edit),
        "registry:bulk-confirm": Example(bulk_edit, {"name": "A name"} | why),
        "registry:bulk-undo": Example(bulk_edit, before=acts.bulk_edit_done),
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
