"""The pages and the tables of equity figures."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from consultations import actions
from consultations.models import ConsultationInvitation
from consultations.queries.calendar import today_in
from consultations.queries.reports import told
from registry.actions import mark_at_risk
from registry.roles import Function
from tests import make
from tests.consultations import outcomes

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"consultations:{name}", args=args)


@pytest.fixture
def consultation():
    consultation = outcomes.held()
    ConsultationInvitation.objects.create(
        consultation=consultation, organization=make.organization(levels=["local"]), state="accepted"
    )
    outcomes.participants(consultation, number=6, gender="woman", language="es")
    outcomes.participants(consultation, number=7, gender="man", language="fr")
    return consultation


def lines(answer):
    return {
        (row["By"], row["Name"], row["Step"]): row["Number"]
        for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    }


def test_staff_read_every_number(client, consultation):
    client.force_login(make.staff(Function.CURATOR))

    page = client.get(url("staff-figures", consultation.reference)).content.decode()
    table = lines(client.get(url("staff-figures-csv", consultation.reference)))

    assert "Local or national" in page
    assert table["By local or international", "Local or national", "Accepted"] == "1"
    assert table["By gender", "Woman", "Came"] == "6"
    assert table["By language", "Spanish", "Named"] == "6"


def test_everybody_reads_no_small_number(client, consultation):
    page = client.get(url("figures", consultation.slug)).content.decode()
    table = lines(client.get(url("figures-csv", consultation.slug)))

    assert "not told" in page
    assert table["By local or international", "Local or national", "Accepted"] == "not told"
    assert table["By local or international", "Total", "Invited"] == "not told"
    assert table["By gender", "Man", "Came"] == "7"


def test_before_it_took_place_there_is_nothing_to_read(client):
    consultation = make.consultation(state="inviting")

    assert client.get(url("figures", consultation.slug)).status_code == 404
    assert client.get(url("figures-csv", consultation.slug)).status_code == 404


def test_a_member_finds_no_figures_of_staff(client, consultation):
    client.force_login(make.member())

    assert client.get(url("staff-figures", consultation.reference)).status_code == 404


def public_table(client, consultation):
    return lines(client.get(url("figures-csv", consultation.slug)))


def test_once_a_report_is_published_nobody_can_take_todays_figures_from_it(client, consultation, curator):
    endangered = make.organization()
    outcomes.participants(consultation, part="cso", organization=endangered, gender="man", language="fr")
    report = outcomes.published_report(consultation)
    before, counted = public_table(client, consultation), told(report)["counts"]["people"]

    mark_at_risk(endangered, reason="a test", by=curator)

    assert public_table(client, consultation) == before
    assert before["By gender", "Total", "Came"] == str(counted) == "14"
    assert "when the report was made" in client.get(url("figures", consultation.slug)).content.decode()


def test_until_a_report_is_published_one_at_risk_is_taken_out_at_once(client, consultation, curator):
    endangered = make.organization()
    outcomes.participants(consultation, part="cso", organization=endangered, gender="man", language="fr")
    report = actions.begin_report(consultation, by="test")
    actions.send_report_to_review(report, by=make.staff(second_factor=False))

    mark_at_risk(endangered, reason="a test", by=curator)

    assert public_table(client, consultation)["By gender", "Total", "Came"] == "13"


def test_public_figures_of_a_report_outlive_the_gender_of_participants(client):
    over = today_in("Africa/Nairobi") - timedelta(days=368)
    consultation = outcomes.held(starts_on=over)
    outcomes.participants(consultation, number=6, gender="woman", language="es")
    outcomes.published_report(consultation)

    actions.purge_participants(consultation, by="test")

    assert not consultation.registrations.exclude(gender="").exists()
    assert public_table(client, consultation)["By gender", "Woman", "Came"] == "6"


def test_what_became_of_recommendations_is_told_as_of_today(client, consultation):
    asked = make.recommendation(consultation, state="assigned")
    outcomes.published_report(consultation)

    make.answer(asked)

    assert public_table(client, consultation)["", "", "Answered"] == "1"
