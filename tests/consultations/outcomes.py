"""Helpers of tests about what came of a consultation: who took part, what was recommended, its report."""

from itertools import count

from consultations import actions
from consultations.models import Recommendation, Registration
from tests import make

_numbers = count(1)


def participants(consultation, *, number=1, state="attended", **facts):
    """So many people, invented, written at once."""
    facts = {"part": "other", "consultation": consultation, "state": state} | facts
    return Registration.objects.bulk_create(
        Registration(**({"name": f"Person {n}", "email": f"person{n}@example.org"} | facts))
        for n in [next(_numbers) for _one in range(number)]
    )


def recommendation(consultation, *, number=1, **facts):
    facts = {"text_en": "Train local organizations."} | facts
    return Recommendation.objects.create(consultation=consultation, number=number, **facts)


def held(**facts):
    """One that has taken place, and whose report is being written."""
    return make.consultation(**({"state": "reporting", "starts_on": make.TODAY.replace(year=2023)} | facts))


def published_report(consultation, *, by=None, **texts):
    """With its recommendations, which are published before it."""
    consultation.refresh_from_db()
    if consultation.recommendations.unpublished().exists():
        actions.publish_recommendations(consultation, by="test")
    report = actions.begin_report(consultation, by="test")
    report = actions.edit_report(report, changes=texts, by="test")
    report = actions.send_report_to_review(report, by=by or make.staff(second_factor=False))
    return actions.publish_report(report, by=make.staff(second_factor=False))


def question(consultation, **facts):
    return actions.add_question(consultation, by="test", **({"text_en": "What would help most?"} | facts))


def sent(question_, organization, *, text="Two words", **facts):
    by = make.member(organization)
    actions.save_contribution(question_, organization, text=text, by=by, **({"language": "en"} | facts))
    return actions.send_contribution(question_, organization, by=by)


def bring(consultation, *, to):
    road = ("planned", "inviting", "registration_closed", "running", "reporting", "follow_up", "closed")
    for step in road[: road.index(to) + 1]:
        consultation = actions.move_consultation(consultation, to=step, by="test")
    return consultation
