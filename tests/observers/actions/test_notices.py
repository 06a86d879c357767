"""A change acts in the same moment in which it is told."""

from datetime import timedelta

import pytest

from observers import actions
from observers.queries import statuses
from registry.errors import Contradiction, Refused
from registry.importers.documents import CleanFile
from registry.models import Change, Country, Membership, Message
from registry.roles import Function, MemberRole
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def observer():
    return make.observer(make.organization("Harbour Light", acronym="HL"))


@pytest.fixture
def by(observer):
    return make.member(observer.organization, role=MemberRole.SIGNATORY)


def send(observer, by, kind, value, **fields):
    return actions.send_notice(observer, kind=kind, value=value, by=by, **({"effective_on": statuses.today()} | fields))


def test_a_new_name_is_shown_and_the_old_one_is_kept(observer, by):
    send(observer, by, "name", "Lantern Bay")

    names = {(name.kind, name.text, name.is_primary) for name in observer.organization.names.all()}
    assert names == {("former", "Harbour Light", False), ("acronym", "HL", False), ("legal", "Lantern Bay", True)}
    assert observer.organization.listing.name == "Lantern Bay"


def test_the_name_that_it_has_already_is_no_change(observer, by):
    with pytest.raises(Contradiction, match="holds already"):
        send(observer, by, "name", "Harbour Light")


def test_a_name_that_it_once_had_can_come_back(observer, by):
    send(observer, by, "name", "Lantern Bay")
    send(observer, by, "name", "Harbour Light")

    shown = [name.text for name in observer.organization.names.all() if name.is_primary]
    assert shown == ["Harbour Light"]


def test_a_new_head_replaces_the_old_one_and_ends_his_account_and_designation(observer, by):
    organization = observer.organization
    old = make.member(organization, name="Old Head")
    make.member(organization)
    make.contact(organization, role="head", name="Old Head", email=old.email)
    designation = actions.designate(observer, name="old head", by=old)
    other = actions.designate(observer, name="Another", by=old)
    session = make.council_session(starts_on=statuses.today() + timedelta(days=9))
    participation = actions.nominate(designation, session=session, by=old)

    send(observer, by, "head", "New Head", email="new@example.org", former_head=old)

    heads = organization.contacts.filter(role="head").order_by("pk").values_list("name", "ends_on")
    assert list(heads) == [("Old Head", statuses.today() - timedelta(days=1)), ("New Head", None)]
    assert not organization.memberships.filter(user=old, left_at=None).exists()
    assert list(statuses.current_representatives(organization)) == [other]
    participation.refresh_from_db()
    assert participation.withdrawn_at
    with pytest.raises(Refused, match="any more"):
        actions.nominate(other, session=session, by=old)


def test_the_last_administrator_is_not_shut_out_and_nothing_is_half_done(observer, by):
    old = make.member(observer.organization, name="Old Head")
    make.contact(observer.organization, role="head", name="Old Head")

    with pytest.raises(Refused, match="last administrator"):
        send(observer, by, "head", "New Head", former_head=old)

    assert list(observer.organization.contacts.values_list("name", "ends_on")) == [("Old Head", None)]
    assert not observer.notices.exists()


def test_a_designation_ends_with_the_head_also_without_an_account(observer, by):
    make.contact(observer.organization, role="head", name="Old Head", email="old@example.org")
    actions.designate(observer, name="O. Head", email="OLD@example.org", by=by)

    send(observer, by, "head", "New Head")

    assert not statuses.current_representatives(observer.organization).exists()


def test_the_first_head_is_noted_where_there_was_none(observer, by):
    send(observer, by, "head", "New Head")

    assert observer.organization.contacts.get().name == "New Head"


def test_new_statutes_are_filed(observer, by):
    notice = send(observer, by, "statutes", "Article 3", file=CleanFile("application/pdf", b"%PDF-1.7 1"))

    assert notice.document.kind == "statutes"
    assert list(observer.organization.documents.all()) == [notice.document]


def test_a_new_address_stands_in_the_record(observer, by):
    send(observer, by, "address", "Suva", country=Country.objects.get(pk="FJI"))

    observer.organization.refresh_from_db()
    assert (observer.organization.hq_city, observer.organization.hq_country_id) == ("Suva", "FJI")


def test_a_merger_changes_nothing_by_itself(observer, by):
    before = observer.organization.version

    send(observer, by, "merger", "Another organization")

    observer.organization.refresh_from_db()
    assert observer.organization.version == before
    assert observer.notices.get().effect == ""


def test_a_change_of_a_day_to_come_is_refused(observer, by):
    with pytest.raises(Contradiction, match="not come yet"):
        send(observer, by, "merger", "Another", effective_on=statuses.today() + timedelta(days=2))


def test_somebody_at_iom_says_once_what_it_means(observer, by, curator):
    notice = send(observer, by, "merger", "Another organization")

    actions.assess_notice(notice, effect="review", note="The new body must apply.", by=curator)

    assert Message.objects.get().kind == "observers.notice_assessed"
    with pytest.raises(Refused, match="already"):
        actions.assess_notice(notice, effect="none", by=curator)


def test_the_history_tells_of_the_notice_and_not_of_people(observer, by):
    send(observer, by, "head", "New Head", email="new@example.org")

    told = str(list(Change.objects.values_list("diff", "reason")))
    assert "New Head" not in told
    assert "new@example.org" not in told


def test_who_keeps_statuses_is_told_of_a_notice_and_nobody_who_may_not_know_of_it(observer, by):
    officer = make.staff(Function.DECISION_OFFICER, second_factor=False, language="es")
    make.staff(Function.REVIEWER, second_factor=False)
    also_member = make.staff(Function.DECISION_OFFICER, second_factor=False)
    Membership.objects.create(user=also_member, organization=observer.organization, role=MemberRole.READER)

    send(observer, by, "name", "Lantern Bay")

    [mail] = Message.objects.filter(kind="observers.notice_sent")
    assert (mail.recipient, mail.language) == (officer, "es")
    assert "Lantern" not in mail.title + mail.body
