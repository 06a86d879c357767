"""C4: an observer lives with its status. The head changes, two go to the Council, and the status is confirmed."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from observers import actions
from observers.models import CriteriaSet
from observers.queries import statuses
from observers.states import StatusState
from registry.models import Message
from registry.roles import Function, MemberRole
from tests import make
from tests.house.access_world import PNG
from tests.observers import steps

pytestmark = pytest.mark.django_db


def signed_in(person):
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


@pytest.fixture
def world():
    CriteriaSet.objects.filter(state="published").update(state="retired")
    steps.small_set(confirmation_months=12, lapse_days=60, most_representatives=3)
    organization = make.organization("Harbour Light", hq_city="Mombasa")
    world = type("World", (), {})()
    world.observer = make.observer(organization, admitted_on=statuses.today() - timedelta(days=400))
    world.old_head = make.member(organization, name="Old Head", role=MemberRole.ADMIN)
    world.signatory = make.member(organization, name="Signatory", role=MemberRole.SIGNATORY)
    make.member(organization, role=MemberRole.ADMIN)
    make.contact(organization, role="head", name="Old Head", email=world.old_head.email)
    make.partnership(organization)
    world.session = make.council_session(starts_on=statuses.today() + timedelta(days=20))
    world.home = f"/en/my/observers/{world.observer.reference}/"
    return world


def test_the_old_head_cannot_nominate_one_minute_after_the_notice(world):
    hers, his = signed_in(world.signatory), signed_in(world.old_head)
    his.post(f"{world.home}representatives/", {"name": "Old Head", "email": world.old_head.email})
    his.post(f"{world.home}representatives/", {"name": "First Delegate"})
    designation = world.observer.designations.get(name="First Delegate")
    nominate = f"{world.home}sessions/{world.session.reference}/nominate/"
    # He has the form open on his screen.
    assert his.get(nominate).status_code == 200

    sent = hers.post(
        f"{world.home}notices/new/head/",
        {
            "value": "New Head",
            "email": "new.head@example.org",
            "former_head": world.old_head.reference,
            "effective_on": statuses.today().isoformat(),
            "file": SimpleUploadedFile("minutes.png", PNG, "image/png"),
        },
    )

    assert sent.status_code == 302
    assert his.post(nominate, {"designation": designation.reference}).status_code in (302, 404)
    again = signed_in(world.old_head)
    assert again.post(nominate, {"designation": designation.reference}).status_code == 404
    assert again.get(world.home).status_code == 404
    assert not designation.participations.exists()
    assert [one.name for one in statuses.current_representatives(world.observer.organization)] == ["First Delegate"]
    assert world.observer.notices.get().document.kind == "letter"

    # She replaces him and sends two to the Council.
    hers.post(f"{world.home}representatives/", {"name": "Second Delegate"})
    for one in statuses.current_representatives(world.observer.organization):
        assert hers.post(nominate, {"designation": one.reference}).status_code == 302
    assert world.session.participations.filter(withdrawn_at=None).count() == 2

    # IOM says what it means, and sees who comes.
    officer = signed_in(make.staff(Function.DECISION_OFFICER))
    notice = world.observer.notices.get()
    officer.post(
        f"/en/staff/observers/{world.observer.reference}/notices/{notice.reference}/", {"effect": "none", "note": ""}
    )
    notice.refresh_from_db()
    assert notice.effect == "none"
    attendance = officer.get(f"/en/staff/observers/attendance/{world.session.reference}.csv")
    people = [line["name"] for line in csv.DictReader(io.StringIO(b"".join(attendance).decode()))]
    assert people == ["First Delegate", "Second Delegate"]


def test_a_confirmation_takes_three_screens_and_needs_nobody_at_iom_when_nothing_changed(world):
    assert actions.ask_confirmations() == 1
    hers = signed_in(world.signatory)
    assert "Confirm now" in hers.get(world.home).content.decode()

    first = f"{world.home}confirmation/1/"
    assert "Mombasa" in hers.get(first).content.decode()
    second = hers.post(first, {"is_record_right": "yes"})["Location"]
    shown = hers.get(second)
    (activity,) = shown.context["activities"]
    assert "checked" in shown.content.decode()
    third = hers.post(second, {"right": [activity["reference"]], "note": ""})["Location"]
    done = hers.post(third, {"is_interested": "yes"})

    assert [first, second, third] == [f"{world.home}confirmation/{step}/" for step in (1, 2, 3)]
    assert done["Location"] == world.home
    assert statuses.state_of(world.observer) == StatusState.ACTIVE
    assert world.observer.confirmations.get().state == "accepted"
    assert hers.get(first).status_code == 404


def test_a_confirmation_with_changes_is_looked_at_by_a_person(world):
    actions.ask_confirmations()
    hers, officer = signed_in(world.signatory), signed_in(make.staff(Function.DECISION_OFFICER))
    hers.post(f"{world.home}confirmation/1/", {"is_record_right": "no", "changes": "Another address"})
    hers.post(f"{world.home}confirmation/2/", {"note": ""})
    hers.post(f"{world.home}confirmation/3/", {"is_interested": "yes"})
    record = f"/en/staff/observers/{world.observer.reference}/"

    assert "Another address" in officer.get(record).content.decode()
    assert statuses.state_of(world.observer) == StatusState.CONFIRMATION_DUE
    officer.post(f"{record}confirmation/return/", {"reason": "Which address?"})
    assert "Which address?" in hers.get(world.home).content.decode()
    hers.post(f"{world.home}confirmation/3/", {"is_interested": "yes"})
    officer.post(f"{record}confirmation/accept/")

    assert statuses.state_of(world.observer) == StatusState.ACTIVE
    assert Message.objects.filter(kind="observers.confirmation_accepted").count() == 1


def test_an_organization_replies_to_a_notice_and_gives_up_its_status(world):
    hers, officer = signed_in(world.signatory), signed_in(make.staff(Function.DECISION_OFFICER))
    record = f"/en/staff/observers/{world.observer.reference}/"
    until = (statuses.today() + timedelta(days=30)).isoformat()
    officer.post(f"{record}suspension/new/", {"grounds": "These reasons", "reply_until": until})
    assert "These reasons" in hers.get(world.home).content.decode()
    hers.post(f"{world.home}reply/", {"reply": "Our answer"})

    assert "Our answer" in officer.get(record).content.decode()
    decision = {"ending": "suspended", "reason": "Why", "effective_on": statuses.today(), "source": "A decision"}
    assert officer.post(f"{record}suspension/decide/", decision).status_code == 409
    colleague = signed_in(make.staff(Function.DECISION_OFFICER))
    assert colleague.post(f"{record}suspension/decide/", decision).status_code == 302
    assert statuses.state_of(world.observer) == StatusState.SUSPENDED

    assert hers.post(f"{world.home}resign/", {}).status_code == 422
    assert hers.post(f"{world.home}resign/", {"is_sure": "on"}).status_code == 302
    assert statuses.observers_on(statuses.today()) == []
