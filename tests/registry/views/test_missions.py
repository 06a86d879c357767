"""The mission board: figures that open the work behind them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import actions
from tests import make

pytestmark = pytest.mark.django_db
BOARD = reverse("registry:mission-list")


@pytest.fixture
def mission():
    return make.unit("chad-mission", name_en="IOM Chad", country_id="TCD")


def test_before_anything_was_counted_the_board_says_so(client, curator):
    client.force_login(curator)

    assert "Nothing was counted yet" in client.get(BOARD).content.decode()


def test_every_figure_opens_its_work(client, curator, mission):
    organization = make.organization("Aid of Chad", hq_country_id="TCD")
    make.partnership(organization, unit=mission)
    make.pair(organization, make.organization("Aide du Tchad", hq_country_id="TCD"))
    actions.count_missions()
    client.force_login(curator)

    page = client.get(BOARD)

    row = next(row for row in page.context["rows"] if row["day"].unit == mission)
    assert (row["day"].partnerships_unverified, row["day"].duplicates_open) == (1, 1)
    for url in [url for name, url in row.items() if name.endswith("_url") and url]:
        assert client.get(url).status_code == 200
        assert f'href="{url}"' in page.content.decode()
    assert "Aid of Chad" in client.get(row["partnerships_url"]).content.decode()
    assert "Aid of Chad" in client.get(row["duplicates_url"]).content.decode()


def test_who_may_not_decide_reads_the_number_and_opens_no_list(client, auditor, mission):
    actions.count_missions()
    client.force_login(auditor)

    row = next(row for row in client.get(BOARD).context["rows"] if row["day"].unit == mission)

    assert (row["proposals_url"], row["claims_url"]) == ("", "")


def test_the_list_to_verify_leaves_out_whom_one_may_not_know(client, curator, auditor, mission):
    organization = make.organization("Hidden Aid", hq_country_id="TCD")
    make.partnership(organization, unit=mission)
    actions.mark_at_risk(organization, reason="Threats.", by=curator)
    url = reverse("registry:mission-partnerships", args=[mission.code])

    client.force_login(auditor)
    to_the_auditor = client.get(url).content.decode()
    client.force_login(curator)
    to_the_curator = client.get(url).content.decode()

    assert "Hidden Aid" not in to_the_auditor
    assert "Nothing to verify here" in to_the_auditor
    assert "Hidden Aid" in to_the_curator


def test_proposals_and_claims_of_one_country(client, curator):
    for name, country in (("Aid of Chad", "TCD"), ("Aid of Niger", "NER")):
        organization = make.organization(name, hq_country_id=country)
        actions.change_own_record(organization, changes={"founded": 1999}, by=make.member(organization))
    client.force_login(curator)

    page = client.get(reverse("registry:proposal-list"), {"country": "TCD"}).content.decode()

    assert "Aid of Chad" in page
    assert "Aid of Niger" not in page
    assert "Only organizations with head office in this country: Chad." in page
    assert client.get(reverse("registry:claim-list"), {"country": "no\0ne"}).status_code == 200


def test_the_download_has_a_row_a_mission(client, curator, mission):
    actions.count_missions()
    client.force_login(curator)

    lines = b"".join(client.get(reverse("registry:mission-csv"))).decode().splitlines()

    assert any(line.startswith("IOM Chad,Chad,TCD,9,0,0,0,") for line in lines)


def test_a_name_is_text_and_no_markup(client, curator):
    make.unit(name_en="<script>alert(1)</script>", country_id="TCD")
    actions.count_missions()
    client.force_login(curator)

    assert "<script>alert" not in client.get(BOARD).content.decode()


def test_the_board_costs_the_same_for_one_and_for_three(client, curator, mission):
    client.force_login(curator)
    costs = []

    for _more in range(2):
        actions.count_missions()
        client.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            client.get(BOARD)
        costs.append(len(queries))
        make.unit(country_id="TCD"), make.unit(country_id="NER")

    assert costs[0] == costs[1]
