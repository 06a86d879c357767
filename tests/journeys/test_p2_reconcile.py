"""P2, reconcile a list: three hundred names in four languages by the protocol of OpenRefine, over the network."""

import json

import pytest

from benchmarks.asked import LANGUAGES, rows
from tests.journeys.conftest import SEED
from tests.registry.recon import SCHEMAS, assert_valid

# A live server, four hundred organizations, and every answer held against the schemas of the specification.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SERVICE, LINES, BATCH = "/api/v1/reconcile", 300, 10


class OpenRefine:
    """Asks as version 3.6 does: forms, ten queries at a time, one after the other."""

    def __init__(self, system):
        self.system = system
        self.manifest = _valid("manifest", system.get(SERVICE))

    def guess(self, names):
        """The type that it proposes after looking at the first ten cells."""
        found = self._ask({name: {"query": name, "limit": 3} for name in names})
        types = [type_["id"] for told in found.values() for one in told["result"] for type_ in one["type"]]
        return max(set(types), key=types.count)

    def reconcile(self, lines, type_):
        """The candidates of each line, the best first."""
        found = []
        for at in range(0, len(lines), BATCH):
            queries = {f"q{number}": _query(line, type_) for number, line in enumerate(lines[at : at + BATCH])}
            told = self._ask(queries)
            assert list(told) == list(queries)
            found += [told[key]["result"] for key in queries]
        return found

    def extend(self, ids, *properties):
        asked = {"ids": ids, "properties": [{"id": name} for name in properties]}
        return _valid("data-extension-response", self.system.post(SERVICE, data={"extend": json.dumps(asked)}))

    def preview(self, reference):
        return self.system.get(self.manifest["preview"]["url"].replace("{{id}}", reference), Accept="text/html")

    def suggest(self, prefix):
        told = self.manifest["suggest"]["entity"]
        answer = self.system.get(told["service_url"] + told["service_path"], {"prefix": prefix})
        return _valid("suggest-entities-response", answer)

    def _ask(self, queries):
        return _valid("reconciliation-result-batch", self.system.post(SERVICE, data={"queries": json.dumps(queries)}))


def _valid(shape, answer):
    assert answer.status_code == 200, answer.text
    if SCHEMAS.exists():
        assert_valid(shape, answer.json())
    return answer.json()


def _query(line, type_):
    columns = {"country": line.country, "acronym": line.acronym}
    properties = [{"pid": name, "v": value} for name, value in columns.items() if value]
    return {"query": line.name, "type": type_, "type_strict": "should", "properties": properties, "limit": 5}


def test_a_list_in_four_languages_is_matched_and_a_person_accepts_the_rest(system, invented):
    organizations, references = invented
    lines = rows(organizations, LINES, SEED, held_out=True)
    refine = OpenRefine(system())

    type_ = refine.guess([line.name for line in lines[:BATCH]])
    found = refine.reconcile(lines, type_)

    assert {line.language for line in lines} == set(LANGUAGES)
    assert type_ == "organization"
    meant = [references.get(line.meant) for line in lines]
    there = [(one, told) for one, told in zip(meant, found, strict=True) if one]
    of_three = [one for one, told in there if one in [candidate["id"] for candidate in told[:3]]]
    matched = [(one, told[0]["id"]) for one, told in zip(meant, found, strict=True) if told and told[0]["match"]]
    wrong = [pair for pair in matched if pair[0] != pair[1]]
    assert len(of_three) / len(there) >= 0.95
    assert len(wrong) / len(matched) <= 0.01
    assert len(matched) / len(there) >= 0.5
    assert all(sum(one["match"] for one in told) <= 1 for told in found)

    # What is not certain a person looks at: the card says who it is. Then columns are fetched for all whom she took.
    (unsure, candidates) = next((one, told) for one, told in there if told and not told[0]["match"] and one in of_three)
    (chosen,) = (candidate for candidate in candidates if candidate["id"] == unsure)
    assert chosen["features"]
    card = refine.preview(unsure)
    assert (card.status_code, card.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert chosen["name"] in card.text.replace("&#x27;", "'").replace("&amp;", "&")
    assert unsure in [one["id"] for one in refine.suggest(unsure)["result"]]
    ids = list(dict.fromkeys([*(taken for _meant, taken in matched), unsure]))
    columns = refine.extend(ids, "country", "type", "updated_at")["rows"]
    assert list(columns) == ids
    assert all(row["country"] and row["type"] and row["updated_at"] for row in columns.values())
