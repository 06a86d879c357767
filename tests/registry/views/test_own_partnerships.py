"""Members say of their own partnerships: this is so, this is not, and one is missing."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from registry import actions
from registry.models import Change, Dispute, Listing, Message, Partnership
from registry.roles import MemberRole
from tests import make

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


def url(name, organization, *more):
    with translation.override("en"):
        return reverse(f"registry:{name}", args=[organization.reference, *more])


@pytest.fixture
def organization():
    return make.organization("Harbour Light")


@pytest.fixture
def editor(client, organization):
    person = make.member(organization, role=MemberRole.EDITOR)
    client.force_login(person)
    return person


def page(client, organization):
    return client.get(url("own-partnerships", organization)).content.decode()


def confirm(client, organization, *partnerships):
    seen = [f"{partnership.reference}:{partnership.version}" for partnership in partnerships]
    return client.post(url("own-partnerships-confirm", organization), {"seen": seen})


def test_members_read_what_the_registry_says_of_their_work(client, organization, editor):
    make.verified(organization, area=1, country="TCD", mode_id="equal_footing", unit=make.unit(name_en="Mission Chad"))
    make.partnership(organization, area=2, state="rejected", end_reason="Between staff.")

    text = page(client, organization)

    for words in ("Project implementer", "Counter-trafficking", "Chad", "On an equal footing", "Mission Chad", "2024"):
        assert words in text
    assert "Between staff." not in text
    assert "Confirm 1 partnership" in text


def test_without_any_the_page_says_so_and_offers_to_propose_one(client, organization, editor):
    text = page(client, organization)

    assert "No partnership yet" in text
    assert url("own-partnership-new", organization) in text


def test_one_press_confirms_all_that_is_not_disputed(client, organization, editor):
    rows = [make.partnership(organization, area=area) for area in (1, 2, 3)]
    make.dispute(rows[2], by=editor)

    text = page(client, organization)
    answer = confirm(client, organization, *rows[:2])

    assert "Confirm all 2 partnerships" in text
    assert answer.url == url("own-partnerships", organization)
    assert "2 partnerships are confirmed as of today" in client.get(answer.url).content.decode()
    assert [Partnership.objects.get(pk=row.pk).confirmed_by for row in rows] == [editor, editor, None]


def test_what_iom_refused_to_change_is_confirmed_one_by_one_only(client, organization, editor, curator):
    agreed, disputed = (make.partnership(organization, area=area) for area in (1, 2))
    actions.refuse_dispute(make.dispute(disputed, by=editor), answer="Your own report names it.", by=curator)

    answer = client.get(url("own-partnerships", organization))

    assert answer.context["confirmable"] == [agreed]
    assert "You said it is wrong" in answer.content.decode()
    assert answer.content.decode().count("This is so") == 2
    assert confirm(client, organization, disputed).status_code == 302


@pytest.mark.parametrize(("at_risk", "words"), [(False, "The public sees it as proposed"), (True, "no public page")])
def test_who_proposes_reads_whether_the_public_sees_it(client, organization, editor, curator, at_risk, words):
    if at_risk:
        actions.mark_at_risk(organization, reason="A threat", by=curator)

    text = client.get(url("own-partnership-new", organization)).content.decode()

    assert words in text
    assert ("The public sees it" in text) != at_risk


def test_what_was_confirmed_today_is_not_asked_again(client, organization, editor):
    partnership = make.partnership(organization)
    confirm(client, organization, partnership)

    text = page(client, organization)

    assert "Confirmed by your organization on" in text
    assert "This is so" not in text


def test_the_days_that_stand_are_in_the_boxes_of_a_dispute(client, organization, editor):
    partnership = make.partnership(organization, starts_on=date(2024, 1, 1), ends_before=date(2025, 1, 1))

    text = client.get(url("own-partnership-dispute", organization, partnership.reference)).content.decode()

    assert 'value="2024-01-01"' in text
    assert 'value="2024-12-31"' in text


def test_what_changed_meanwhile_is_told_and_nothing_is_confirmed(client, organization, editor, curator):
    partnership = make.partnership(organization)
    actions.edit_partnership(partnership, changes={"source": "A file"}, by=curator)

    answer = confirm(client, organization, partnership)

    assert answer.status_code == 409
    assert "The partnerships changed while you were reading." in answer.content.decode()
    assert Partnership.objects.get().confirmed_on is None


@pytest.mark.parametrize("seen", [[], ["nonsense"], ["PAR-00000000:1"], ["PAR-00000000:²"], ["\0:1"]])
def test_an_odd_confirmation_confirms_nothing(seen, client, organization, editor):
    make.partnership(organization)

    answer = client.post(url("own-partnerships-confirm", organization), {"seen": seen})

    assert answer.status_code == 409
    assert Partnership.objects.get().confirmed_on is None


def test_a_missing_one_is_proposed_with_the_organization_as_its_source(client, organization, editor):
    typed = {"role": "grant_recipient", "area": "1", "country": "Tchad", "starts_on": "2025-02-01"}

    answer = client.post(url("own-partnership-new", organization), typed)

    assert answer.url == url("own-partnerships", organization)
    told = Partnership.objects.get()
    assert (told.state, told.source, told.proposed_by) == ("proposed", "Harbour Light", editor)
    assert (told.confirmed_on, told.observed_on) == (timezone.localdate(), timezone.localdate())


def test_the_same_one_again_is_told_over_the_form(client, organization, editor):
    make.partnership(organization, role="donor", country="TCD")

    answer = client.post(
        url("own-partnership-new", organization),
        {"role": "donor", "area": "1", "country": "Chad", "evidence_note": "M"},
    )

    assert answer.status_code == 422
    assert "This partnership is there already for part of that time." in answer.content.decode()


def test_what_iom_rejected_of_their_own_proposals_stands_there_with_the_reason(client, organization, editor, curator):
    proposed = make.partnership(organization, proposed_by=editor)
    actions.reject_partnership(proposed, reason="IOM has no agreement with you yet.", by=curator)

    assert "What IOM says: IOM has no agreement with you yet." in page(client, organization)


DISPUTES = {
    "dates": (
        {"matter": "dates", "starts_on": "2024-01-01", "ends_on": "2025-03-31"},
        {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 3, 31)},
    ),
    "no first day": ({"matter": "dates", "starts_on": ""}, {"starts_on": None, "ends_on": None}),
    "role": ({"matter": "role", "role": "donor"}, {"role_id": "donor"}),
    "never": ({"matter": "never", "role": "donor"}, {"role_id": None}),
    "other": ({"matter": "other"}, {"starts_on": None, "role_id": None}),
}


@pytest.mark.parametrize(("typed", "kept"), DISPUTES.values(), ids=DISPUTES)
def test_a_dispute_is_kept_with_what_would_be_right_and_changes_nothing(typed, kept, client, organization, editor):
    partnership = make.verified(organization)
    before = list(Listing.objects.values())

    answer = client.post(
        url("own-partnership-dispute", organization, partnership.reference), typed | {"reason": f"So. {HOSTILE}"}
    )

    assert answer.url == url("own-partnerships", organization)
    dispute = Dispute.objects.get()
    assert {name: getattr(dispute, name) for name in kept} == kept
    assert (dispute.state, dispute.made_by, dispute.partnership.state) == ("open", editor, "verified")
    text = page(client, organization)
    assert "You said it is wrong" in text
    assert HOSTILE not in text
    # The public and partner systems read nothing of it.
    assert list(Listing.objects.values()) == before


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": "So."}, "Choose what is wrong."),
        ({"matter": "never"}, "Say how it was, so that IOM can look into it."),
        ({"matter": "role", "reason": "So."}, "Choose the role that is right."),
        ({"matter": "role", "role": "project_implementer", "reason": "So."}, "The record says so already."),
        (
            {"matter": "dates", "starts_on": "2024-01-01", "reason": "So."},
            "The record says so already. Change the first day, the last day, or both.",
        ),
        (
            {"matter": "dates", "starts_on": "2025-02-01", "ends_on": "2025-01-01", "reason": "So."},
            "The last day comes before the first.",
        ),
    ],
)
def test_what_a_dispute_lacks_is_told_over_the_form(typed, words, client, organization, editor):
    partnership = make.partnership(organization)

    answer = client.post(url("own-partnership-dispute", organization, partnership.reference), typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Dispute.objects.exists()


def test_a_second_dispute_of_the_same_partnership_is_told_over_the_form(client, organization, editor):
    partnership = make.partnership(organization)
    make.dispute(partnership)

    answer = client.post(
        url("own-partnership-dispute", organization, partnership.reference), {"matter": "never", "reason": "So."}
    )

    assert answer.status_code == 422
    assert "has disputed this partnership already" in answer.content.decode()


def test_a_dispute_is_taken_back_and_may_be_made_again(client, organization, editor):
    dispute = make.dispute(make.partnership(organization), by=editor)
    address = url("own-dispute-withdraw", organization, dispute.reference)

    answer, again = client.post(address), client.post(address)

    dispute.refresh_from_db()
    assert (answer.status_code, dispute.state, dispute.closed_by) == (302, "withdrawn", editor)
    assert again.status_code == 409
    assert "This dispute is closed already: taken back." in again.content.decode()
    assert make.dispute(dispute.partnership).state == "open"


def test_the_answer_and_its_reason_stand_on_the_page_and_come_by_mail(client, organization, editor, curator):
    dispute = make.dispute(make.verified(organization), by=editor)

    actions.refuse_dispute(dispute, answer="Your own report of May names it.", by=curator)

    assert "What IOM says: Your own report of May names it." in page(client, organization)
    message = Message.objects.get(kind="registry.dispute_answered")
    assert (message.recipient, message.subject_reference) == (editor, dispute.reference)
    assert "Your own report of May names it." in message.body
    assert "Harbour Light" not in message.title + message.body


def test_a_mail_about_an_organization_in_danger_tells_nothing(organization, editor, curator):
    dispute = make.dispute(make.verified(organization), by=editor)
    actions.mark_at_risk(organization, reason="A threat", by=curator)

    actions.refuse_dispute(dispute, answer="Your own report of May names it.", by=curator)

    message = Message.objects.get(kind="registry.dispute_answered")
    assert message.subject_reference == ""
    for secret in ("report", organization.reference, dispute.reference):
        assert secret not in message.body


def test_who_left_is_not_written_to(organization, editor, curator):
    dispute = make.dispute(make.verified(organization), by=editor)
    editor.memberships.update(left_at=timezone.now())

    actions.refuse_dispute(dispute, answer="No.", by=curator)

    assert not Message.objects.filter(kind="registry.dispute_answered").exists()


@pytest.mark.parametrize("role", [MemberRole.READER, MemberRole.SIGNATORY])
def test_readers_read_and_do_not_act(role, client, organization):
    partnership = make.partnership(organization)
    dispute = make.dispute(partnership)
    client.force_login(make.member(organization, role=role))

    text = page(client, organization)

    assert "You can read this record" in text
    assert "This is so" not in text
    for address in (
        url("own-partnerships-confirm", organization),
        url("own-partnership-new", organization),
        url("own-partnership-dispute", organization, partnership.reference),
        url("own-dispute-withdraw", organization, dispute.reference),
    ):
        assert client.post(address).status_code == 403


def test_another_organizations_partnerships_do_not_exist(client, organization, editor):
    other = make.partnership()
    dispute = make.dispute(other)

    for address in (
        url("own-partnerships", other.organization),
        url("own-partnership-dispute", organization, other.reference),
        url("own-partnership-dispute", other.organization, other.reference),
    ):
        assert client.get(address).status_code == 404
    assert client.post(url("own-dispute-withdraw", organization, dispute.reference)).status_code == 404
    assert Dispute.objects.get().state == "open"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(count, client, organization, editor, django_assert_max_num_queries):
    for area in range(1, count + 1):
        make.dispute(make.partnership(organization, area=area))
    page(client, organization)

    with django_assert_max_num_queries(16):
        page(client, organization)


def test_members_read_in_their_history_what_they_confirmed_and_disputed(client, organization, editor):
    partnership = make.partnership(organization)
    confirm(client, organization, partnership)
    make.dispute(partnership, by=editor)

    text = client.get(url("own-record-history", organization)).content.decode()

    assert "Partnership confirmed by the organization" in text
    assert "Partnership disputed by the organization" in text
    assert "We were never asked." not in str(list(Change.objects.values_list("diff", "reason")))
