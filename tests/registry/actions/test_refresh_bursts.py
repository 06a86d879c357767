"""Eight answers by one link at once, and several workers at one campaign: one answer counts, nobody is asked twice."""

from functools import partial

import pytest

from registry import actions
from registry.actions.refreshes import SEND, do_send
from registry.actions.work import run_job
from registry.models import Change, Message
from tests import make
from tests.bursts import burst

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 5


def test_of_eight_answers_one_counts_and_the_others_are_told():
    # The first answer loads templates and languages; in a burst all others would wait for that behind the lock.
    actions.refuse_by_link(make.asked())
    found = []
    for _round in range(ROUNDS):
        invite = make.asked()
        verbs = (actions.confirm_by_link, actions.refuse_by_link, actions.leave_by_link)
        acts = [partial(verb, invite) for verb in verbs]
        acts.append(partial(actions.correct_by_link, invite, changes={}, note="A note."))
        ended = burst(acts * 2)
        answers = Change.objects.filter(subject=invite.reference, verb__startswith="refresh.").count()
        found.append((ended["done"], ended["broken"], answers))

    assert found == [(1, 0, 1)] * ROUNDS


def test_workers_that_all_believe_to_have_the_job_ask_nobody_twice():
    curator = make.staff(second_factor=False)
    for number in range(12):
        make.contact(make.organization(), email=f"burst{number}@example.org")
    campaign = actions.start_refresh(make.refresh(by=curator, first_wave=12), by=curator)
    job = actions.take_job()

    burst([partial(do_send, job)] * 4)
    run_job(job)

    mails = Message.objects.filter(kind="registry.refresh_asked")
    assert (mails.count(), mails.values("address").distinct().count()) == (12, 12)
    assert campaign.invites.filter(state="sent").count() == 12
    assert job.kind == SEND
