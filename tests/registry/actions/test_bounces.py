"""What happens when a mail comes back: noted once, the address doubted, somebody told, the next contact written to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.errors import Refused
from registry.models import Bounce, Change, Issue, MailPreference, Message, StoppedAddress
from registry.queries.facts import freshness_of
from registry.queries.freshness import FRESH, STALE
from registry.queries.freshness import policies as freshness_policies
from registry.states import IssueState, MessageState
from tests import make
from tests.bursts import burst

pytestmark = pytest.mark.django_db

HARD, SOFT, COMPLAINT = Bounce.Kind.HARD, Bounce.Kind.SOFT, Bounce.Kind.COMPLAINT
DEAD = "dead@aid.example"


def sent(address=DEAD, **fields):
    return make.message(address=address, state=MessageState.SENT, sent_at=timezone.now(), **fields)


def contact(organization, email=DEAD, **facts):
    return actions.add_contact(organization, email=email, by=make.staff(), **facts)


def of_address(organization):
    """The class of what stands of the address of its contacts."""
    fact = organization.facts.get(field="contact_email", stands=True)
    return freshness_of(fact, freshness_policies())


def test_a_mail_that_came_back_is_noted_and_its_address_not_written_to(db):
    message = sent()

    actions.take_bounce(message, HARD, detail="550 5.1.1\r\nno such user", by="test")

    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.BOUNCED, "550 5.1.1 no such user")
    assert StoppedAddress.objects.get().why == "hard"
    change = Change.objects.latest("pk")
    assert (change.verb, change.subject, change.diff) == (
        "message.bounced",
        message.reference,
        {"bounce": [None, "hard"]},
    )


@pytest.mark.parametrize("kind", [HARD, SOFT, COMPLAINT])
def test_the_same_report_twice_changes_nothing(kind):
    message = sent()
    actions.take_bounce(message, kind, by="test")
    before = Change.objects.count()

    assert actions.take_bounce(message, kind, by="test") is None
    assert (Bounce.objects.count(), Change.objects.count()) == (1, before)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_reports_of_one_mail_at_once_are_one():
    message = sent()

    ended = burst([lambda: actions.take_bounce(message, HARD, by="test")] * 4)

    assert ended == {"done": 4}
    assert (Bounce.objects.count(), StoppedAddress.objects.count()) == (1, 1)


def test_the_contact_is_out_of_date_and_somebody_is_to_look(curator):
    organization = make.organization()
    contact(organization)
    assert of_address(organization) == FRESH

    actions.take_bounce(sent(), HARD, by="test")

    assert of_address(organization) == STALE
    assert Issue.objects.get(rule="mail-came-back").state == IssueState.OPEN


@pytest.mark.parametrize("changes", [{"last_confirmed_on": make.TODAY}, {"email": "right@aid.example"}])
def test_an_address_that_is_confirmed_or_corrected_settles_it(curator, changes):
    organization = make.organization()
    person = contact(organization)
    actions.take_bounce(sent(), HARD, by="test")
    person.refresh_from_db()

    person = actions.edit_contact(person, changes=changes, by=curator)

    assert Issue.objects.get(rule="mail-came-back").state == IssueState.CLOSED
    assert of_address(organization) == FRESH
    assert not StoppedAddress.objects.of(person.email).exists()


def test_an_address_that_somebody_verified_is_written_to_again(curator):
    organization = make.organization()
    person = contact(organization)
    actions.take_bounce(sent(), HARD, by="test")

    actions.verify_fact(
        organization, "contact_email", about=person.reference, on=make.TODAY, evidence="A call.", by=curator
    )

    assert Issue.objects.get(rule="mail-came-back").state == IssueState.CLOSED
    assert of_address(organization) == FRESH
    assert not StoppedAddress.objects.standing().exists()


def test_the_record_says_when_mail_to_the_address_came_back(client, curator):
    organization = make.organization()
    contact(organization)
    actions.take_bounce(sent(), HARD, by="test")
    client.force_login(curator)

    page = client.get(reverse("registry:organization-sources", args=[organization.reference])).content.decode()

    assert "Mail to it came back on" in page


@pytest.mark.parametrize(("days_ago", "count", "is_stopped"), [(0, 2, False), (0, 3, True), (20, 3, False)])
def test_three_mails_within_two_weeks_say_that_nobody_reads_there(days_ago, count, is_stopped):
    for _each in range(count):
        actions.take_bounce(sent(), SOFT, by="test")
        Bounce.objects.update(reported_at=timezone.now() - timedelta(days=days_ago))

    assert StoppedAddress.objects.filter(why="soft").exists() is is_stopped


def test_what_was_before_the_address_was_confirmed_counts_no_more(administrator):
    for _each in range(3):
        actions.take_bounce(sent(), SOFT, by="test")
    actions.write_again(StoppedAddress.objects.get(), by=administrator)

    actions.take_bounce(sent(), SOFT, by="test")

    assert not StoppedAddress.objects.standing().exists()


def test_the_next_contact_is_written_to_and_then_the_next_and_nobody_twice():
    organization = make.organization()
    for email, role in (("head@aid.example", "head"), (DEAD, "focal_point"), ("other@aid.example", "other")):
        contact(organization, email, role=role)
    first = sent(kind="observers.confirmation_due", organization=organization, body="Confirm, please.")

    actions.take_bounce(first, HARD, by="test")
    [second] = Message.objects.exclude(pk=first.pk)
    actions.deliver_messages()
    actions.take_bounce(second, HARD, by="test")
    third = Message.objects.latest("pk")
    actions.deliver_messages()
    actions.take_bounce(third, HARD, by="test")

    assert [second.address, third.address] == ["head@aid.example", "other@aid.example"]
    assert (second.kind, second.body, second.organization) == (first.kind, first.body, organization)
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    "fields",
    [{"kind": "registry.proposal_decided"}, {"kind": "observers.confirmation_due", "carries_secret": True, "body": ""}],
    ids=["is for one person", "carried a link of hers"],
)
def test_what_is_not_for_the_organization_goes_to_nobody_else(fields):
    organization = make.organization()
    contact(organization, "other@aid.example")

    actions.take_bounce(sent(organization=organization, **fields), HARD, by="test")

    assert Message.objects.count() == 1


def test_a_mail_that_came_back_goes_to_nobody_else_of_an_organization_in_danger(curator):
    organization = make.organization()
    contact(organization)
    contact(organization, "other@aid.example")
    actions.mark_at_risk(organization, reason="A threat.", by=curator)

    actions.take_bounce(sent(kind="observers.confirmation_due", organization=organization), HARD, by="test")

    assert Message.objects.count() == 1
    assert organization.issues.filter(rule="mail-came-back", state=IssueState.OPEN).exists()


def test_who_complains_gets_notices_only():
    person = make.user()

    actions.take_bounce(sent(person.email, recipient=person), COMPLAINT, by="test")
    news = actions.notify("registry.branch_joined", recipient=person)
    notice = actions.notify("registry.account_opened", recipient=person)

    assert set(person.mail_preferences.values_list("how_often", flat=True)) == {"never"}
    assert (news.state, notice.state) == (MessageState.UNWANTED, MessageState.WAITING)
    assert actions.deliver_messages() == 1


def test_a_mail_whose_address_was_emptied_concerns_nobody():
    organization = make.organization()
    actions.add_contact(organization, name="Somebody without an address", by=make.staff())

    assert actions.take_bounce(sent(""), HARD, by="test") is None
    assert not Issue.objects.filter(rule="mail-came-back").exists()


def test_an_address_that_complained_and_then_died_gets_no_notices_either():
    actions.take_bounce(sent(), COMPLAINT, by="test")
    actions.take_bounce(sent(), HARD, by="test")
    make.message(kind="registry.account_opened", address=DEAD)

    assert actions.deliver_messages() == 0
    assert StoppedAddress.objects.get().why == "hard"


def test_an_address_without_an_account_that_complains_is_told_nothing_more():
    actions.take_bounce(sent(), COMPLAINT, by="test")

    message = actions.post("consultations.action_overdue", address=DEAD.upper(), title="T", body="B")

    assert message.state == MessageState.UNWANTED
    assert MailPreference.objects.filter(address=DEAD, person=None).count() == 7


@pytest.mark.parametrize(
    ("kind", "state"),
    [("registry.account_opened", MessageState.HELD), ("account.password_reset_key", MessageState.SENT)],
)
def test_a_dead_address_is_tried_only_where_somebody_waits_to_sign_in(kind, state):
    make.stopped(DEAD)
    message = make.message(kind=kind, address=DEAD.title())

    actions.deliver_messages()

    message.refresh_from_db()
    assert message.state == state


def test_a_held_message_leaves_when_its_address_is_written_to_again(administrator):
    stopped = make.stopped(DEAD)
    message = make.message(kind="registry.account_opened", address=DEAD)
    actions.deliver_messages()
    message.refresh_from_db()
    with pytest.raises(Refused, match="came back"):
        actions.retry_message(message, by=administrator)

    actions.write_again(stopped, by=administrator)
    actions.retry_message(message, by=administrator)

    assert actions.deliver_messages() == 1
    with pytest.raises(Refused, match="already"):
        actions.write_again(stopped, by=administrator)


def test_who_had_the_mail_written_hears_of_it(settings):
    settings.AFTER_BOUNCE = {"registry.claim_asked": "tests.registry.actions.test_bounces.hear"}
    HEARD.clear()
    message = sent(kind="registry.claim_asked", subject_reference="CLM-7K2M9XQ4")

    actions.take_bounce(message, SOFT, by="test")
    actions.take_bounce(message, SOFT, by="test")
    actions.take_bounce(sent(kind="registry.account_opened"), SOFT, by="test")

    assert HEARD == [("CLM-7K2M9XQ4", "soft", "test")]


HEARD = []


def hear(bounce, *, by):
    HEARD.append((bounce.message.subject_reference, bounce.kind, by))
