"""The partnerships of a record: told, verified, ended, rejected, and what the pages say when that cannot be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.models import Partnership
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


def _list(organization):
    return reverse("registry:organization-partnerships", args=[organization.reference])


def _act(name, partnership):
    return reverse(f"registry:partnership-{name}", args=[partnership.organization.reference, partnership.reference])


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def test_a_curator_adds_a_partnership_and_reads_it_in_the_list(signed_in):
    organization = make.organization()
    typed = {"role": "grant_recipient", "area": "1", "country": "Tchad", "activities": ["research", "advocacy"]}

    answer = signed_in.post(
        reverse("registry:partnership-new", args=[organization.reference]), typed | {"starts_on": "2025-02-01"}
    )

    assert answer.status_code == 302
    assert answer.url == _list(organization)
    page = signed_in.get(answer.url).content.decode()
    for words in ("Grant recipient", "Counter-trafficking", "Chad", "Research, Advocacy", "2025 to now", "Proposed"):
        assert words in page


def test_an_overlap_is_told_over_the_form_with_what_was_typed(signed_in):
    partnership = make.partnership(country="TCD", role="donor")
    organization = partnership.organization

    answer = signed_in.post(
        reverse("registry:partnership-new", args=[organization.reference]),
        {"role": "donor", "area": "1", "country": "Tchad", "source": "Letter of May"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This partnership is there already for part of that time." in page
    assert "Letter of May" in page
    assert Partnership.objects.count() == 1


def test_verifying_names_unit_and_evidence(signed_in, curator):
    partnership, unit = make.partnership(), make.unit()
    document = make.document(partnership.organization)

    empty = signed_in.post(_act("verify", partnership), {"on": "2026-05-03"})
    answer = signed_in.post(_act("verify", partnership), {"on": "2026-05-03", "unit": unit.pk, "evidence": document.pk})

    partnership.refresh_from_db()
    assert empty.status_code == 422
    assert "Say what was seen, or choose a document." in empty.content.decode()
    assert answer.status_code == 302
    assert (partnership.state, partnership.verified_by, partnership.evidence) == ("verified", curator, document)


def test_an_act_that_came_too_late_is_answered_with_409_and_the_reason(signed_in):
    partnership = make.partnership()
    actions.reject_partnership(partnership, reason="Another organization.", by="a colleague")

    answer = signed_in.post(_act("end", partnership), {"on": "2026-05-03", "because": "programme_ended"})

    assert answer.status_code == 409
    assert "This partnership is rejected, so this cannot be done now." in answer.content.decode()


def test_an_end_before_the_beginning_is_told_over_the_form(signed_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    partnership = make.partnership(starts_on=timezone.localdate())

    answer = signed_in.post(_act("end", partnership), {"on": yesterday.isoformat(), "because": "not_renewed"})

    assert answer.status_code == 422
    assert "A partnership cannot end before it began." in answer.content.decode()


def test_rejecting_takes_it_from_the_public_page_and_keeps_it_in_the_record(signed_in):
    partnership = make.partnership(role="donor")
    organization = partnership.organization

    signed_in.post(_act("reject", partnership), {"reason": "Another organization of that name."})

    assert "Donor" not in signed_in.get(organization.get_absolute_url()).content.decode()
    page = signed_in.get(_list(organization)).content.decode()
    assert "Rejected" in page
    assert "Another organization of that name." in page


def test_the_public_page_tells_area_part_years_and_who_is_linked(client):
    organization = make.organization("Invented Aid Chad")
    part = make.partnership(organization, area=2, part_id="2.pre_departure", country="TCD", ends_before="2026-01-01")
    office = make.organization("Invented Aid")
    make.link(organization, office, kind="branch_of")

    page = client.get(organization.get_absolute_url()).content.decode()

    for words in (f"{part.area.name}: {part.part.name}", "2024 to 2025", "Branch of", "Invented Aid"):
        assert words in page
    assert office.get_absolute_url() in page


def test_what_a_document_is_called_is_told_to_those_who_may_read_documents(client, curator):
    partnership = make.partnership()
    partnership.evidence = make.document(partnership.organization, title="Letter of the Warden")
    partnership.save()
    address = _list(partnership.organization)

    client.force_login(curator)
    assert b"Letter of the Warden" in client.get(address).content
    client.force_login(make.staff(Function.ROUTER))
    assert b"Letter of the Warden" not in client.get(address).content


# --- The page of one partnership, and its edit ---------------------------------------------------------------------


def edit(client, partnership, version=None, **typed):
    data = {"role": "donor", "area": "1", "country": "Chad", "starts_on": "2024-01-01", "source": "A file"}
    return client.post(_act("edit", partnership), data | {"version": version or partnership.version} | typed)


def test_the_page_of_a_partnership_tells_all_of_it_and_what_happened_to_it(signed_in, curator):
    organization = make.organization("Harbour Light")
    editor = make.member(organization, role="editor", name="Efua Editor")
    told = make.verified(
        organization, by=curator, country="TCD", mode_id="complementary", level_id="national", source="A letter"
    )
    told.activities.set(["research"])
    actions.confirm_partnerships(organization, versions={told.reference: 1}, by=editor)

    page = signed_in.get(_act("detail", told)).content.decode()

    for words in ("Chad", "Complementing each other", "National", "Research", "Visit of May.", "A letter", "Curator"):
        assert words in page
    for words in ("Efua Editor", "It goes on", "Up to date", "Partnership confirmed by the organization"):
        assert words in page


def test_the_history_of_one_partnership_is_not_that_of_another(signed_in, curator):
    organization = make.organization()
    one, other = (make.partnership(organization, area=area) for area in (1, 2))
    actions.reject_partnership(other, reason="Another body.", by=curator)

    page = signed_in.get(_act("detail", one)).content.decode()

    assert "Nothing since the registry tells partnerships apart" in page


def test_staff_who_only_read_are_shown_no_acts_and_no_evidence(client):
    told = make.verified()
    told.evidence = make.document(told.organization, title="Secret agreement")
    told.save()
    client.force_login(make.staff(Function.ROUTER))

    page = client.get(_act("detail", told)).content.decode()

    assert "Secret agreement" not in page
    assert _act("edit", told) not in page
    assert client.get(_act("edit", told)).status_code == 403


def test_a_proposed_partnership_is_edited_and_the_page_says_so(signed_in):
    told = make.partnership(country="KEN")

    answer = edit(signed_in, told)

    assert answer.url == _act("detail", told)
    page = signed_in.get(answer.url).content.decode()
    assert "The partnership was saved." in page
    assert "<del>Country: Kenya</del>" in page
    assert "<ins>Country: Chad</ins>" in page


def test_a_verified_one_is_replaced_after_a_reason_was_given(signed_in):
    told = make.verified(country="KEN")

    without = edit(signed_in, told, unit=told.unit_id)
    answer = edit(signed_in, told, unit=told.unit_id, reason="The letter names Chad.")

    assert without.status_code == 422
    assert "Say why you change it" in without.content.decode()
    following = Partnership.objects.get(replaces=told)
    assert answer.url == _act("detail", following)
    assert "A corrected partnership took its place." in signed_in.get(answer.url).content.decode()
    assert following.reference in signed_in.get(_act("detail", told)).content.decode()


def test_two_who_edit_at_once_see_both_texts_and_the_second_chooses(signed_in, steward):
    told = make.partnership(country="TCD", role="donor")
    actions.edit_partnership(told, changes={"source": "Hers"}, by=steward)

    first = edit(signed_in, told, version=1, source="Mine")
    page = first.content.decode()
    chosen = edit(signed_in, told, version=2, source="Mine", evidence_note="Letter", **{"keep-source": "theirs"})

    assert first.status_code == 409
    assert "was changed while you had it open" in page
    assert 'name="keep-source"' in page
    assert 'name="keep-role"' not in page
    assert chosen.status_code == 302
    told.refresh_from_db()
    assert (told.source, told.evidence_note) == ("Hers", "Letter")


def test_hostile_text_is_shown_as_text(signed_in):
    told = make.partnership(source="<script>alert(1)</script>", evidence_note="<b>bold</b>")

    for address in (_act("detail", told), _act("edit", told), _list(told.organization)):
        page = signed_in.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>bold</b>" not in page


def test_a_row_of_the_table_adds_one_without_a_script(signed_in):
    told = make.partnership(role="donor")
    organization = told.organization

    page = signed_in.get(_list(organization)).content.decode()
    short = signed_in.post(
        reverse("registry:partnership-new", args=[organization.reference]),
        {"role": "donor", "area": "2", "country": "Kenya", "unit": "", "starts_on": ""},
    )

    assert 'id="add_country"' in page
    assert short.url == _list(organization)
    assert organization.partnerships.count() == 2


def test_the_years_tell_ended_roles_too_on_the_record_and_for_everybody(signed_in, curator):
    told = make.partnership(role="donor")
    actions.end_partnership(told, on=make.TODAY, because=make.end_reason(), by=curator)

    for address in (_list(told.organization), f"/en/organizations/{told.organization.reference}/"):
        page = signed_in.get(address).content.decode()
        years = page[page.index("Over the years") :]
        assert "2024 to 2026" in years
        assert "Ended" in years


def test_the_table_shows_that_one_is_disputed_and_leads_to_the_answer(signed_in):
    dispute = make.dispute()

    page = signed_in.get(_list(dispute.partnership.organization)).content.decode()

    assert "Disputed</span>" in page
    assert reverse("registry:dispute-detail", args=[dispute.reference]) in page
