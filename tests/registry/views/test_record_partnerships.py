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

    answer = signed_in.post(_act("end", partnership), {"on": "2026-05-03", "reason": "Closed."})

    assert answer.status_code == 409
    assert "This partnership is rejected, so this cannot be done now." in answer.content.decode()


def test_an_end_before_the_beginning_is_told_over_the_form(signed_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    partnership = make.partnership(starts_on=timezone.localdate())

    answer = signed_in.post(_act("end", partnership), {"on": yesterday.isoformat(), "reason": "A slip."})

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
