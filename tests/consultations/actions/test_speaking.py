"""Whoever left an organization while a page of it stood open does nothing for it any more."""

import pytest
from django.utils import timezone

from consultations import actions
from registry.errors import Refused
from registry.models import Change
from tests import make
from tests.consultations import outcomes

pytestmark = pytest.mark.django_db


def answers(verb, *args):
    return lambda organization, by: verb(make.invited(organization_=organization), *args, by=by, how="online")


def proposes(organization, by):
    actions.propose_topic(
        make.consultation(state="planned"), organization, title="One", text="Two", language="en", by=by
    )


def on_topic(verb):
    return lambda organization, by: verb(make.topic(), organization, by=by)


def withdraws(organization, by):
    actions.withdraw_topic(make.topic(organization_=organization), by=by)


def on_question(verb, **facts):
    return lambda organization, by: verb(
        outcomes.question(make.consultation(state="inviting")), organization, by=by, **facts
    )


def on_recommendation(verb):
    return lambda organization, by: verb(make.recommendation(), organization=organization, by=by)


def reports(organization, by):
    asked = make.recommendation()
    actions.assign_recommendations(asked.consultation, recommendations=[asked], leads=[organization], by="test")
    actions.report_action(asked, claims="in_progress", text="Begun.", organization=organization, by=by)


@pytest.mark.parametrize(
    "doing",
    [
        answers(actions.accept_invitation),
        answers(actions.decline_invitation, "No visa."),
        proposes,
        withdraws,
        on_topic(actions.support_topic),
        on_topic(actions.end_topic_support),
        on_question(actions.save_contribution, text="One", language="en"),
        on_question(actions.send_contribution),
        on_question(actions.take_back_contribution),
        on_recommendation(actions.follow_recommendation),
        on_recommendation(actions.unfollow_recommendation),
        reports,
    ],
)
@pytest.mark.parametrize("change", [{"left_at": timezone.now()}, {"role": "reader"}])
def test_who_does_not_act_for_it_any_more_is_refused(doing, change):
    organization = make.organization()
    person = make.member(organization)
    person.memberships.update(**change)

    with pytest.raises(Refused, match="You do not act for this organization any more"):
        doing(organization, person)

    assert not Change.objects.filter(by_id=person.pk).exists()
