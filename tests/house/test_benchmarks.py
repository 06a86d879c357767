"""The benchmark runs, and what has no noise holds: equal results, few statements, few pages, small answers, recall."""

from copy import deepcopy

import pytest

from benchmarks import load
from benchmarks.__main__ import WORKS, run, scales
from benchmarks.duplicates import Curve
from benchmarks.fit import fit
from benchmarks.labelled import by_hand, described, labelled
from benchmarks.ratios import Report, ratio
from iom_partners.settings import BASE_DIR
from registry import actions
from registry.matching import Identity
from registry.models import Organization

SCALE = 120


@pytest.mark.slow  # Loads organizations, imports a file twice and renders pages under a profiler.
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_workload_runs_and_its_counters_hold(settings):
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(BASE_DIR / "benchmarks" / "templates")
    settings.TEMPLATES = templates
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    lines = run([SCALE], list(WORKS), say=lambda line: None, seconds=0)

    counters = [line for line in lines if line.is_counter and line.target]
    assert {line.work for line in counters} == set(WORKS)
    assert [str(line) for line in counters if not line.passed] == []


@pytest.mark.django_db(transaction=True)
def test_what_the_benchmark_loads_is_what_the_product_would_publish():
    load.prepare()
    load.fill(20)

    assert actions.publish_listings(Organization.objects.all()) == {}


@pytest.mark.django_db(transaction=True)
def test_a_database_with_organizations_of_others_is_left_alone():
    actions.load_vocabularies(by="test")
    actions.create_organization(by="test", names=[{"kind": "legal", "text": "Somebody's own", "is_primary": True}])

    with pytest.raises(load.NotEmpty):
        load.prepare()


def test_a_scale_is_read_as_people_write_it():
    assert scales("1600, 20k,1m") == [1_600, 20_000, 1_000_000]


def test_a_ratio_is_the_median_of_the_rounds():
    value, told = ratio({"ours": [1.0, 2.0, 9.0], "base": [2.0, 2.0, 3.0]}, "ours", "base")

    assert (value, told["rounds"]) == (1.0, 3)


@pytest.mark.parametrize(("value", "target", "passed"), [(1.0, "<= 1.5", True), (2.0, "<= 1.5", False), (1, "", None)])
def test_a_line_says_whether_its_target_is_met(value, target, passed):
    line = Report(SCALE, say=lambda line: None).add("W1", "case", value, "base", target)

    assert line.passed is passed


def test_labelled_records_are_the_same_each_time_and_their_halves_do_not_mix():
    made, again = labelled(300, 1), labelled(300, 1)

    assert made.records == again.records
    assert made.true_pairs() == again.true_pairs()
    halves = {organization: set() for organization in made.organizations}
    for organization, half in zip(made.organizations, made.held_out, strict=True):
        halves[organization].add(half)
    assert all(len(half) == 1 for half in halves.values())


def test_pairs_written_by_hand_are_of_both_kinds_and_told_once():
    lines = list(by_hand())

    assert 150 <= len(lines) <= 250
    assert min(sum(is_one for _kind, is_one, _one, _other in lines), len(lines) / 2) > len(lines) / 3
    assert len(set(lines)) == len(lines)


def test_a_description_is_read_by_how_its_parts_begin():
    told = "Maison du Sable · (MDS) · @TCD · in Moundara · www.mds.example · a@mds.example · +235 66 · #TD-REG 12/3"

    assert described(told) == Identity(
        names=(("legal", "Maison du Sable", ""), ("acronym", "MDS", "")),
        identifiers=(("TD-REG", "12/3"),),
        countries=frozenset({"TCD"}),
        domains=frozenset({"www.mds.example"}),
        phones=frozenset({"+235 66"}),
        emails=frozenset({"a@mds.example"}),
        places=frozenset({"Moundara"}),
    )


def test_a_curve_knows_its_best_threshold_and_parts_no_equal_scores():
    true = {(1, 2), (3, 4), (5, 6), (7, 8)}
    found = {(1, 2): 0.9, (3, 4): 0.8, (1, 9): 0.8, (5, 6): 0.7}

    curve = Curve(true, found)

    assert curve.best == (0.75, 0.7)
    assert curve.recall_at == 0.25
    assert curve.at(0.8) == (2 / 3, 0.5)


def test_a_weight_that_would_contradict_its_sign_is_left_out():
    examples = [((1.0, 0.0), True, 1.0), ((1.0, 1.0), True, 1.0), ((0.0, 1.0), False, 1.0), ((0.0, 0.0), False, 1.0)]

    _before, agreement, unrelated = fit([*examples, ((0.0, 1.0), False, 9.0)], [1, 1])

    assert agreement > 0
    assert unrelated == 0
