"""Consultations, participations and outputs for partner systems: organizations, never people."""

import csv
import json
from datetime import date

import pytest
from rest_framework.test import APIClient

from consultations import actions as consultation_actions
from consultations.models import Consultation
from registry import actions
from tests import make
from tests.consultations import outcomes

pytestmark = pytest.mark.django_db
LIST = "/api/v1/consultations"


def get(path="", query=None, **headers):
    address = path if path.startswith("/") else f"{LIST}{'/' if path else ''}{path}"
    return APIClient().get(address, query, headers={name.replace("_", "-"): value for name, value in headers.items()})


def came_for(consultation, organization, **facts):
    invitation = make.invited(consultation, organization, state="accepted", quota=5)
    return outcomes.participants(
        consultation, organization=organization, invitation=invitation, part="cso", **({"name": "Amina Okello"} | facts)
    )


def ids(query=None):
    response = get(query=query)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_the_list_shows_what_is_public_the_latest_first():
    old, new = outcomes.held(), make.consultation(state="planned", starts_on=date(2030, 1, 1))
    make.consultation(state="idea")

    assert ids() == [new.reference, old.reference]
    assert get(query={"count": "exact"}).json()["count"] == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "planned"}, True),
        ({"status": ["closed", "reporting"]}, False),
        ({"kind": "regional"}, True),
        ({"kind": "annual"}, False),
        ({"country": "KEN"}, True),
        ({"region": "southern_africa"}, False),
        ({"area": ["1", "2"]}, True),
        ({"starts_since": "2030-01-01"}, True),
        ({"starts_until": "2029-12-31"}, False),
    ],
)
def test_each_filter_finds_what_it_says(query, found):
    one = make.consultation(state="planned", starts_on=date(2030, 1, 1), country_id="KEN")
    one.areas.set(["1", "2"])

    assert ids(query) == ([one.reference] if found else [])


def test_pages_lead_on_and_back():
    made = [make.consultation(state="planned", starts_on=date(2030, 1, day)) for day in (3, 2, 1)]

    first = get(query={"limit": 2, "fields": "id"}).json()
    second = get(query={"limit": 2, "fields": "id", "cursor": first["next_cursor"]}).json()
    back = get(second["previous"].removeprefix("http://127.0.0.1:8000")).json()

    assert first["results"] == [{"id": one.reference} for one in made[:2]]
    assert second["results"] == [{"id": made[2].reference}]
    assert second["next"] is None
    assert back["results"] == first["results"]
    assert get(query={"cursor": first["next_cursor"], "kind": "annual"}).status_code == 400


def test_whatever_stays_is_told_once_and_nothing_twice_while_others_come_and_move():
    made = [make.consultation(state="planned", starts_on=date(2030, 1, day)) for day in (9, 7, 5, 3)]
    actions.publish_rows("consultation")
    told, query = [], {"limit": 2}

    while query:
        page = get(query=query).json()
        told += [one["id"] for one in page["results"]]
        if len(told) == 2:
            # The first moves behind, the last before all; and one comes between.
            for one, day in ((made[0], 2), (made[3], 10)):
                Consultation.objects.filter(pk=one.pk).update(starts_on=date(2030, 1, day), ends_on=date(2030, 1, day))
            make.consultation(state="planned", starts_on=date(2030, 1, 4))
            actions.publish_rows("consultation")
        query = page["next_cursor"] and {"limit": 2, "cursor": page["next_cursor"]}

    assert told == [one.reference for one in made[:3]]
    assert len(ids()) == 5


def test_an_idea_and_what_never_was_answer_alike():
    idea = make.consultation(state="idea")

    for part in ("", "/participations", "/outputs"):
        hidden = get(f"{idea.reference}{part}", x_request_id="the-same-number")
        never = get(f"CNS-00000000{part}", x_request_id="the-same-number")
        assert hidden.status_code == never.status_code == 404
        assert hidden.content.replace(idea.reference.encode(), b"CNS-00000000") == never.content


def test_organizations_took_part_and_no_person_is_named():
    consultation, organization = outcomes.held(), make.organization("Riverbend")
    came_for(consultation, organization, number=3)
    came_for(consultation, make.organization("Nobody came"), state="no_show")
    came_for(consultation, make.organization("A draft", state="draft"))

    response = get(f"{consultation.reference}/participations")

    assert response.json()["results"] == [
        {
            "organization": organization.reference,
            "organization_name": "Riverbend",
            "is_co_organizer": False,
            "has_come": True,
        }
    ]
    assert b"Amina" not in response.content


def test_before_it_was_held_nobody_has_come():
    consultation = make.consultation(state="inviting")
    came_for(consultation, make.organization("Riverbend"), state="attended")
    consultation.co_organizers.add(make.organization("Cedar"))

    told = get(f"{consultation.reference}/participations").json()["results"]

    assert [(one["organization_name"], one["is_co_organizer"], one["has_come"]) for one in told] == [
        ("Cedar", True, False)
    ]


def test_who_is_in_danger_is_in_no_consultation(curator):
    consultation, hidden = outcomes.held(), make.organization("Hidden Shelter")
    came_for(consultation, hidden)
    consultation.co_organizers.add(hidden)
    asked = outcomes.recommendation(consultation)
    asked.proposers.add(hidden)
    consultation_actions.publish_recommendations(consultation, by="test")

    actions.mark_at_risk(hidden, reason="danger", by=curator)

    for path in ("", consultation.reference, *(f"{consultation.reference}/{x}" for x in ("participations", "outputs"))):
        assert b"Hidden" not in get(path).content
    assert get(f"{consultation.reference}/participations").json()["results"] == []


def test_outputs_lead_to_what_there_is_to_read():
    consultation = outcomes.held()
    outcomes.recommendation(consultation)
    outcomes.published_report(consultation)

    told = get(f"{consultation.reference}/outputs", {"lang": "fr"}).json()

    assert [one["kind"] for one in told["results"]] == ["report", "figures"]
    assert told["results"][0]["url"].startswith("http://127.0.0.1:8000/fr/consultations/")
    assert told["recommendations"][0]["text"]["en"] == "Train local organizations."
    assert told["recommendations"][0]["verdict"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_for_three(django_assert_num_queries, count):
    for _ in range(count):
        made = make.consultation(state="planned")
        made.co_organizers.add(make.organization())

    with django_assert_num_queries(4):
        get()


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet"])
def test_a_list_as_a_file_has_its_rows(form):
    old, new = outcomes.held(), make.consultation(state="planned", starts_on=date(2030, 1, 1))
    old.co_organizers.add(make.organization("Riverbend"))

    answer = get(query={"format": form, "status": ["planned", old.state]})

    content = b"".join(answer)
    assert answer["Content-Disposition"] == f'attachment; filename="consultations.{form}"'
    if form == "csv":
        told = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
        assert [row["id"] for row in told] == [new.reference, old.reference]
        assert told[1]["name_en"] == old.name_en
        assert told[1]["co_organizers"] == old.co_organizers.get().reference
    elif form == "jsonl":
        assert [json.loads(line) for line in content.splitlines()] == get().json()["results"]


def test_who_took_part_can_be_had_as_a_file():
    consultation, organization = outcomes.held(), make.organization("Riverbend")
    came_for(consultation, organization)

    answer = get(f"{consultation.reference}/participations", {"format": "csv"})

    (row,) = csv.DictReader(b"".join(answer).decode("utf-8-sig").splitlines())
    assert row == {
        "organization": organization.reference,
        "organization_name": "Riverbend",
        "is_co_organizer": "false",
        "has_come": "true",
    }
