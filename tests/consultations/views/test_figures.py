"""The pages and the tables of equity figures."""

import csv
import io

import pytest
from django.urls import reverse

from consultations.models import ConsultationInvitation
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
