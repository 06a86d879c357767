"""The pages of an observer's members: what each of them may see and do, and what is said when it cannot be done."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from observers import actions
from observers.models import CriteriaSet
from observers.queries import statuses
from registry.models import Organization
from registry.roles import Function, MemberRole
from tests import make
from tests.observers import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def observer():
    return make.observer(make.organization("Harbour Light"))


@pytest.fixture
def signed_in(client):
    def sign_in(person):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def home(observer, rest=""):
    return f"/en/my/observers/{observer.reference}/{rest}"


@pytest.mark.parametrize(
    ("role", "writes", "speaks"),
    [
        (MemberRole.ADMIN, 200, 200),
        (MemberRole.SIGNATORY, 200, 200),
        (MemberRole.EDITOR, 200, 403),
        (MemberRole.READER, 403, 403),
    ],
)
def test_who_writes_and_who_speaks_for_the_organization(observer, signed_in, role, writes, speaks):
    client = signed_in(make.member(observer.organization, role=role))
    actions.ask_confirmation(observer, by="clock")

    assert client.get(home(observer)).status_code == 200
    assert client.get(home(observer, "confirmation/1/")).status_code == writes
    for rest in ("representatives/", "resign/", "notices/new/name/"):
        assert client.get(home(observer, rest)).status_code == speaks


def test_an_editor_fills_in_and_somebody_else_sends(observer, signed_in):
    actions.ask_confirmation(observer, by="clock")
    client = signed_in(make.member(observer.organization, role=MemberRole.EDITOR))
    client.post(home(observer, "confirmation/1/"), {"is_record_right": "yes"})
    client.post(home(observer, "confirmation/2/"), {"note": ""})

    page = client.get(home(observer, "confirmation/3/"))

    assert "An administrator or a signatory" in page.content.decode()
    assert client.post(home(observer, "confirmation/3/"), {"is_interested": "yes"}).status_code == 403


def test_the_third_screen_leads_back_to_what_is_not_answered(observer, signed_in):
    actions.ask_confirmation(observer, by="clock")
    client = signed_in(make.member(observer.organization))

    assert client.get(home(observer, "confirmation/3/"))["Location"].endswith("confirmation/1/")
    client.post(home(observer, "confirmation/1/"), {"is_record_right": "yes"})
    assert client.get(home(observer, "confirmation/3/"))["Location"].endswith("confirmation/2/")
    assert client.get(home(observer, "confirmation/4/")).status_code == 404


def test_what_has_changed_must_be_said(observer, signed_in):
    actions.ask_confirmation(observer, by="clock")
    client = signed_in(make.member(observer.organization))

    response = client.post(home(observer, "confirmation/1/"), {"is_record_right": "no", "changes": ""})

    assert response.status_code == 422
    assert "what has changed" in response.content.decode()


def test_neither_staff_nor_members_of_others_find_the_page(observer, signed_in):
    for person in (make.member(), make.staff(Function.DECISION_OFFICER)):
        assert signed_in(person).get(home(observer)).status_code == 404


def test_who_left_finds_nothing_any_more(observer, signed_in):
    person = make.member(observer.organization)
    person.memberships.update(left_at="2026-01-01T00:00Z")

    assert signed_in(person).get(home(observer)).status_code == 404


def test_one_representative_too_many_is_told_over_the_form(observer, signed_in):
    CriteriaSet.objects.filter(state="published").update(state="retired")
    steps.small_set(most_representatives=1)
    client = signed_in(make.member(observer.organization))
    client.post(home(observer, "representatives/"), {"name": "A. Person"})

    response = client.post(home(observer, "representatives/"), {"name": "B. Person"})

    assert response.status_code == 409
    assert "At most 1 people" in response.content.decode()
    assert "B. Person" in response.content.decode()


def test_a_representative_and_a_nomination_are_ended_by_a_button(observer, signed_in):
    client = signed_in(make.member(observer.organization))
    session = make.council_session(starts_on=statuses.today() + timedelta(days=5))
    client.post(home(observer, "representatives/"), {"name": "A. Person"})
    designation = observer.designations.get()
    client.post(home(observer, f"sessions/{session.reference}/nominate/"), {"designation": designation.reference})

    client.post(home(observer, f"sessions/{session.reference}/{designation.reference}/withdraw/"))
    assert designation.participations.get().withdrawn_at
    client.post(home(observer, f"representatives/{designation.reference}/end/"))
    assert not statuses.current_representatives(observer.organization).exists()


def test_the_form_of_a_new_head_knows_the_account_of_the_old_one(observer, signed_in):
    head = make.member(observer.organization, name="Old Head")
    make.contact(observer.organization, role="head", name="Old Head", email=head.email.upper())

    form = signed_in(make.member(observer.organization)).get(home(observer, "notices/new/head/")).context["form"]

    assert form["former_head"].initial == head.reference


def test_a_head_who_reports_his_own_departure_is_led_home(observer, signed_in):
    make.member(observer.organization)
    head = make.member(observer.organization, name="Old Head")
    told = {"value": "New Head", "former_head": head.reference, "effective_on": statuses.today().isoformat()}

    response = signed_in(head).post(home(observer, "notices/new/head/"), told)

    assert response["Location"] == "/en/my/"


def test_a_file_that_is_none_is_refused_and_nothing_is_told(observer, signed_in):
    client = signed_in(make.member(observer.organization))
    told = {"value": "Article 3", "effective_on": statuses.today().isoformat()}

    for file in ({}, {"file": SimpleUploadedFile("statutes.pdf", b"MZ\x90 not a PDF")}):
        assert client.post(home(observer, "notices/new/statutes/"), told | file).status_code == 422
    assert not observer.notices.exists()


def test_a_new_town_comes_with_what_the_registry_holds(observer, signed_in):
    Organization.objects.update(hq_city="Mombasa")
    client = signed_in(make.member(observer.organization))

    form = client.get(home(observer, "notices/new/address/")).context["form"]
    assert form["value"].initial == "Mombasa"
    sent = client.post(
        home(observer, "notices/new/address/"),
        {"value": "Kisumu", "country": "Kenya", "effective_on": statuses.today().isoformat()},
    )

    assert sent.status_code == 302
    assert Organization.objects.get(pk=observer.organization_id).hq_city == "Kisumu"


def test_the_home_of_a_member_leads_to_the_status(observer, signed_in):
    text = signed_in(make.member(observer.organization)).get("/en/my/").content.decode()

    assert home(observer) in text
    assert "/en/my/applications/" in text


@pytest.mark.parametrize("state", ["suspended", "resigned"])
def test_the_page_of_a_status_that_is_not_whole_says_so(observer, signed_in, state):
    make.event(observer, state, statuses.today())
    client = signed_in(make.member(observer.organization))

    assert client.get(home(observer)).status_code == 200
    assert client.post(home(observer, "representatives/"), {"name": "A. Person"}).status_code == 409
