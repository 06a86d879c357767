"""The public register of observers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from observers.models import ObserverCount
from observers.queries import statuses
from registry import actions
from tests import make

pytestmark = pytest.mark.django_db
REGISTER = "/en/observers/"


@pytest.fixture
def harbour():
    return make.observer(
        make.organization("Harbour Light"), admitted_on=date(2010, 11, 29), resolution="1200", source="C/99/1"
    )


def rows(response):
    return [row["held"].name for row in response.context["rows"]]


def test_the_register_shows_who_has_the_status_today_with_the_act(client, harbour):
    response = client.get(REGISTER)

    assert rows(response) == ["Harbour Light"]
    text = response.content.decode()
    assert all(words in text for words in ("29 November 2010", "99th", "Resolution 1200", "C/99/1"))
    assert reverse("registry:organization-detail", args=[harbour.organization.reference]) in text


def test_another_day_shows_another_list(client, harbour):
    make.event(harbour, "resigned", date(2015, 1, 1))

    assert rows(client.get(f"{REGISTER}?as_of=2014-12-31")) == ["Harbour Light"]
    assert rows(client.get(f"{REGISTER}?as_of=2015-01-01")) == []


def test_what_sources_say_stands_beside_the_count_and_corrects_nothing(client, harbour):
    ObserverCount.objects.create(
        kind="cso",
        on=date(2012, 10, 1),
        count=49,
        counts_en="CSOs",
        counts_fr="OSC",
        counts_es="OSC",
        source="A leaflet",
    )

    response = client.get(f"{REGISTER}?as_of=2012-10-01")

    assert len(response.context["rows"]) == 1
    assert [told.count for told in response.context["statements"]] == [49]
    assert "A leaflet" in response.content.decode()


def test_a_day_to_come_or_no_day_is_refused_in_words(client):
    for typed in ((statuses.today() + timedelta(days=2)).isoformat(), "yesterday"):
        response = client.get(REGISTER, {"as_of": typed})

        assert response.status_code == 422
        assert response.context["day"] == statuses.today()
        refused = client.get(f"{REGISTER}observers.csv", {"as_of": typed})
        assert (refused.status_code, refused["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert refused.content


@pytest.mark.parametrize("page", ["", "observers.csv"])
def test_what_the_register_does_not_know_is_told_and_not_ignored(client, page):
    refused = client.get(f"{REGISTER}{page}?as-of=2012-10-01")

    assert refused.status_code == (400 if page else 422)
    assert "“as-of” is not known here. The day is called as_of" in refused.content.decode()


@pytest.mark.parametrize("page", ["", "observers.csv"])
def test_an_old_link_leads_to_the_day_under_its_present_name(client, page):
    moved = client.get(f"{REGISTER}{page}?on=2012-10-01&kind=igo")

    assert (moved.status_code, moved["Location"]) == (301, f"{REGISTER}{page}?as_of=2012-10-01&kind=igo")


def test_the_file_holds_exactly_what_the_page_shows(client, harbour):
    make.observer(name="A Bank of Islands", kind="igo")

    lines = b"".join(client.get(f"{REGISTER}observers.csv?as_of=2012-10-01")).decode().splitlines()

    assert len(lines) == 2
    assert lines[1].startswith(f"{harbour.reference},Harbour Light,cso,active,2010-11-29,day,99th,1200,C/99/1,CSO-")
    assert lines[1].endswith("2012-10-01")


def test_a_year_is_told_as_a_year(client):
    make.observer(name="Harbour Light", admitted_on=date(2006, 12, 31), precision="year")

    assert "31 December 2006" not in client.get(REGISTER).content.decode()
    assert ",2006,year," in b"".join(client.get(f"{REGISTER}observers.csv")).decode()


def test_the_page_of_one_observer_tells_its_public_events_alone(client, harbour):
    make.event(harbour, "confirmation_due", date(2015, 1, 1), source="Only between us")

    response = client.get(harbour.get_absolute_url())

    text = response.content.decode()
    assert "C/99/1" in text
    assert "Only between us" not in text
    assert "Confirmation" not in text


def test_a_reference_as_people_type_it_leads_there(client, harbour):
    typed = harbour.get_absolute_url().replace("STA-", "sta")

    assert client.get(typed)["Location"] == harbour.get_absolute_url()


def test_an_organization_at_risk_is_not_there_and_looks_like_nothing(client, harbour, curator):
    actions.mark_at_risk(harbour.organization, reason="a test", by=curator)

    gone, nothing = client.get(harbour.get_absolute_url()), client.get("/en/observers/STA-00000000/")

    assert gone.status_code == nothing.status_code == 404
    assert rows(client.get(REGISTER)) == []
    assert "Harbour" not in b"".join(client.get(f"{REGISTER}observers.csv")).decode()


def test_an_observer_without_any_public_event_is_not_there(client):
    observer = make.observer(admitted_on=None)

    assert client.get(observer.get_absolute_url()).status_code == 404


def test_an_empty_register_says_what_will_appear(client):
    assert "No observer is recorded for this day" in client.get(REGISTER).content.decode()


def test_the_page_of_an_organization_and_the_directory_show_the_status(client, harbour):
    page = client.get(reverse("registry:organization-detail", args=[harbour.organization.reference]))
    directory = client.get(reverse("registry:organization-list"))

    assert "Observer status at the IOM Council" in page.content.decode()
    assert [row["observer"] for row in directory.context["page"]["rows"]] == [True]
    make.event(harbour, "resigned", date(2015, 1, 1))
    directory = client.get(reverse("registry:organization-list"))
    assert [row["observer"] for row in directory.context["page"]["rows"]] == [False]


def test_the_menu_of_everybody_leads_to_the_register(client):
    assert f'href="{REGISTER}"' in client.get("/en/about/").content.decode()
