"""P4: a partner system, and anybody with a browser, checks who had observer status on a day."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from observers import actions
from observers.importers.history import rows
from registry.models import Change

pytestmark = pytest.mark.django_db
# Invented names: 49 CSOs and two other bodies by October 2012, and what came after.
LOADED = [f"Observer {number:02},CSO,{2002 + number % 10}-11-30,{84 + number % 10}th,,Minutes" for number in range(49)]
OTHERS = ["A Bank of Islands,IGO,2004-11-30,88th,1107,Resolutions", "An Island,State,2010-11-29,99th,,Minutes"]
LATER = ["A Late One,CSO,2012-11-27,101st,1250,Resolutions", "A Later One,CSO,2016-12-05,107th,,Minutes"]


@pytest.fixture
def loaded(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text("\n".join(["Name,Kind,Date,Session,Resolution,Source", *LOADED, *OTHERS, *LATER]))
    table = rows(path)
    actions.load_counts(by="test")
    actions.load_history(table, by="test")
    return table


def test_the_list_of_a_day_equals_the_loaded_history_and_todays_differs(loaded, client):
    then = APIClient().get("/api/v1/observers?as_of=2012-10-01&limit=500").json()
    now = APIClient().get("/api/v1/observers?limit=500").json()

    expected = sorted(row.name for row in loaded if row.kind == "cso" and row.on <= date(2012, 10, 1))
    assert [one["name"] for one in then["results"]] == expected
    assert (then["count"], now["count"]) == (49, 51)
    assert {one["source"] for one in then["results"]} == {"Minutes"}

    # Beside the registry's own count stands what a source said of that very day, and neither corrects the other.
    assert (then["statements"][0]["on"], then["statements"][0]["count"]) == ("2012-10-01", 49)
    page = client.get("/en/observers/?as_of=2012-10-01").content.decode()
    assert page.count('<tr role="row">') == 49 + 1
    assert "civil society organizations with observer status" in page

    # The download of that day is the same list again.
    lines = b"".join(client.get("/en/observers/observers.csv?as_of=2012-10-01")).decode().splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == expected


def test_a_partner_that_pages_through_sees_each_once_and_hears_of_each_in_the_history(loaded):
    names, address = [], "/api/v1/observers?as_of=2012-10-01&limit=20"
    while address:
        page = APIClient().get(address).json()
        names += [one["name"] for one in page["results"]]
        address = page["next"]

    assert len(names) == len(set(names)) == 49
    assert Change.objects.filter(verb="observer.admitted").count() == len(loaded)
