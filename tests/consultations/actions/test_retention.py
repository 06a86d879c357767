"""What is due is emptied, what is not stays, and the figures are the same afterwards."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations import actions
from consultations.actions.telling import tell_focal_point, tell_person
from consultations.models import Need, ParticipationFigures, PurgeProof
from consultations.queries.calendar import today_in
from consultations.queries.participants import counts
from consultations.queries.retention import kept
from consultations.retention import RULES
from consultations.states import RegistrationState
from registry.actions import mark_at_risk, post, take_bounce
from registry.models import Bounce, Change, Message, StoppedAddress
from registry.roles import Function
from tests import make
from tests.consultations.people import named

R = RegistrationState
pytestmark = pytest.mark.django_db
DAYS = {rule.kind: rule.days for rule in RULES}


def over_for(days, **people):
    """A consultation whose last day was so many days ago, with one woman of civil society who attended."""
    consultation = make.consultation(state="reporting", starts_on=today_in("Africa/Nairobi") - timedelta(days=days + 2))
    facts = {"gender": "woman", "function": "Director", "country_id": "KEN", "reason": "a reason"}
    facts |= {"edits": [{"by": "Amina"}]}
    person = named(consultation, state=R.ATTENDED, named_by=make.user(), **(facts | people))
    return consultation, person


def test_the_periods_are_those_that_the_privacy_page_promises(client):
    text = client.get(reverse("registry:privacy")).content.decode()

    assert DAYS == {"needs": 90, "contact": 180, "told_by": 180, "gender": 365, "name": 730}
    for period in (
        "half a year after the last day",
        "half a year after the last day too",
        "your gender after a year",
        "your name after two years",
    ):
        assert period in text


@pytest.mark.parametrize("kind", DAYS)
@pytest.mark.parametrize("days", [-1, 0])
def test_each_kind_is_emptied_on_its_day_and_not_before(kind, days):
    consultation, person = over_for(DAYS[kind] + days)
    rule = next(rule for rule in RULES if rule.kind == kind)
    Need.objects.create(registration=person, kind="travel", text="A flight for Amina")
    invitation = make.invited(consultation, told_by="Amina, by telephone")
    row = invitation if rule.of_invitations else person

    actions.purge_participants(consultation, by="test")

    row.refresh_from_db()
    is_empty = not any(getattr(row, name) for name in rule.fields) and not (rule.takes_needs and person.needs.exists())
    assert is_empty == (days == 0)


def test_afterwards_nothing_tells_who_it_was_and_the_figures_are_the_same():
    consultation, person = over_for(max(DAYS.values()), name="Amina Named", email="amina@example.org")
    before = counts(consultation)

    actions.purge_participants(consultation, by="test")

    person.refresh_from_db()
    assert counts(consultation) == before
    assert "mina" not in str(vars(person)).casefold()
    assert (person.organization_id is not None, person.country_id, person.part) == (True, "KEN", "cso")


def test_the_figures_are_frozen_before_the_first_kind_goes():
    consultation, person = over_for(max(DAYS.values()))
    Need.objects.create(registration=person, kind="travel", text="A flight for Amina")

    actions.purge_participants(consultation, by="test")

    frozen = ParticipationFigures.objects.get()
    assert (frozen.people, frozen.civil_society, frozen.organizations, frozen.countries) == (1, 1, 1, 1)
    assert (frozen.genders, frozen.needs) == ({"woman": 1}, {"travel": 1})


def test_who_agreed_to_be_named_in_public_stays_named():
    consultation, person = over_for(max(DAYS.values()), name="Amina Named", on_public_list=True)

    actions.purge_participants(consultation, by="test")

    person.refresh_from_db()
    assert (person.name, person.email, person.gender) == ("Amina Named", "", "")


@pytest.mark.parametrize("state", [R.NOMINATED, R.CONFIRMED, R.WITHDRAWN, R.REFUSED, R.NO_SHOW])
def test_who_agreed_and_did_not_come_does_not_stay_named(state):
    consultation, _person = over_for(max(DAYS.values()))
    absent = named(consultation, name="Amina Named", state=state, on_public_list=True)

    actions.purge_participants(consultation, by="test")

    absent.refresh_from_db()
    assert absent.name == ""


def test_the_proof_says_of_whom_how_many_and_when(curator):
    consultation, person = over_for(DAYS["contact"])
    other = named(consultation, person.organization, state=R.WITHDRAWN)

    (proof,) = actions.purge_participants(consultation, by="test")

    references = "\n".join(sorted([person.reference, other.reference]))
    assert (proof.kind, proof.rows) == ("contact", 2)
    assert proof.sha256 == hashlib.sha256(references.encode()).hexdigest()
    assert [(one.rule.kind, one.left) for one in kept(consultation, user=curator)] == [
        ("needs", 0),
        ("contact", 0),
        ("told_by", 0),
        ("gender", 1),
        ("name", 2),
    ]


def test_somebody_of_an_organization_in_danger_is_emptied_and_not_counted(curator):
    consultation, person = over_for(DAYS["contact"])
    mark_at_risk(person.organization, reason="a test", by=curator)
    organizer = make.staff(Function.CONSULTATION_ORGANIZER)

    before = [one.left for one in kept(consultation, user=organizer)]
    (proof,) = actions.purge_participants(consultation, by="test")

    person.refresh_from_db()
    assert (set(before), proof.rows, person.email) == ({0}, 0, "")
    assert proof.sha256 == hashlib.sha256(person.reference.encode()).hexdigest()


def test_mails_keep_no_words_and_no_address_of_who_has_no_account():
    consultation, person = over_for(DAYS["contact"])
    told = {"subject": person.reference, "title": "A seat", "body": "Dear Amina"}
    account = make.user()
    mails = [post("consultations.told", address="amina@example.org", **told)]
    mails += [post("consultations.told", address=account.email, recipient=account, **told)]
    mails += [post("consultations.told", address="other@example.org", **(told | {"subject": "REG-OTHER"}))]
    Message.objects.update(state="sent", sent_at=timezone.now())

    actions.purge_participants(consultation, by="test")

    kept_ = [Message.objects.get(pk=mail.pk) for mail in mails]
    assert [(mail.address, mail.body) for mail in kept_] == [
        ("", ""),
        (account.email, ""),
        ("other@example.org", "Dear Amina"),
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "exception_approved",
        "exception_refused",
        "need_answered",
        "no_longer_registered",
        "offer_lapsed",
        "registered",
        "seat_offered",
    ],
)
def test_the_title_that_stays_of_a_mail_names_neither_the_person_nor_her_organization(kind):
    consultation, person = over_for(DAYS["contact"], name="Amina Invented")
    make.member(person.organization)
    need = Need.objects.create(registration=person, kind="travel", text="A flight for Amina")
    if kind.endswith("registered"):
        tell_person(f"consultations.{kind}", person)
    else:
        tell_focal_point(f"consultations.{kind}", person, need=need)
    Message.objects.update(state="sent", sent_at=timezone.now())

    actions.purge_participants(consultation, by="test")

    mail = Message.objects.get()
    assert consultation.name in mail.title
    assert mail.body == ""
    for told in ("Amina", person.organization.name, person.reference):
        assert told not in mail.title


def test_nothing_keeps_the_address_of_who_has_no_account_because_mail_to_her_came_back():
    consultation, person = over_for(DAYS["contact"])
    mail = post("consultations.registered", address="a@example.org", title="T", body="B", subject=person.reference)
    Message.objects.filter(pk=mail.pk).update(state="sent", sent_at=timezone.now())
    take_bounce(mail, Bounce.Kind.HARD, detail="550 5.1.1 <a@example.org> unknown", by="test")

    actions.purge_participants(consultation, by="test")

    mail.refresh_from_db()
    assert (mail.address, mail.body, mail.error) == ("", "", "")
    assert not Bounce.objects.exists()
    assert not StoppedAddress.objects.exists()


@pytest.mark.parametrize(("kind", "body"), [("need_answered", ""), ("exception_refused", "She is ill")])
def test_mails_about_what_somebody_needs_are_emptied_with_the_needs(kind, body):
    consultation, person = over_for(DAYS["needs"])
    account = make.user()
    told = {"recipient": account, "subject": person.reference, "title": "Answered", "body": "She is ill"}
    mail = post(f"consultations.{kind}", address=account.email, **told)
    Message.objects.update(state="sent", sent_at=timezone.now())

    actions.purge_participants(consultation, by="test")

    mail.refresh_from_db()
    assert (mail.body, mail.address) == (body, account.email)


def test_a_mail_that_waited_while_all_was_emptied_is_emptied_once_it_was_sent():
    consultation, person = over_for(DAYS["contact"])
    mail = post(
        "consultations.told", address="amina@example.org", subject=person.reference, title="A seat", body="Dear Amina"
    )
    actions.purge_participants(consultation, by="test")
    mail.refresh_from_db()
    waiting = mail.body
    Message.objects.update(state="sent", sent_at=timezone.now())

    actions.purge_participants(consultation, by="test")

    mail.refresh_from_db()
    assert (waiting, mail.address, mail.body) == ("Dear Amina", "", "")


def test_emptying_twice_is_the_same_as_once():
    consultation, _person = over_for(max(DAYS.values()))
    first = actions.purge_participants(consultation, by="test")

    second = actions.purge_participants(consultation, by="test")

    assert ([proof.kind for proof in first], second) == (["contact", "gender", "name"], [])
    assert PurgeProof.objects.count() == 3


def test_two_people_without_an_address_may_both_have_attended():
    consultation, person = over_for(DAYS["contact"])
    named(consultation, person.organization, state=R.ATTENDED)

    actions.purge_participants(consultation, by="test")

    assert set(consultation.registrations.values_list("email", flat=True)) == {""}


def test_at_night_every_consultation_is_looked_at_and_those_without_a_day_are_left_alone():
    old, _person = over_for(DAYS["contact"])
    recent, _person = over_for(1)
    named(make.consultation(starts_on=None), part="iom")

    emptied = (actions.purge_what_is_due(by="clock"), actions.purge_what_is_due(by="clock"))

    assert emptied == (1, 0)
    assert list(PurgeProof.objects.values_list("consultation", flat=True)) == [old.pk]
    assert recent.registrations.exclude(email="").exists()


def test_the_history_tells_counts_and_no_names():
    consultation, _person = over_for(DAYS["contact"], name="Amina Named", email="amina@example.org")

    actions.purge_participants(consultation, by="test")

    change = Change.objects.about(consultation.reference).first()
    assert (change.verb, change.diff) == ("consultation.participants_purged", {"contact": [1, 0]})
