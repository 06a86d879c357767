"""The benchmark runs, and what has no noise holds: equal results, few statements, few pages, small answers, recall."""

from copy import deepcopy

import pytest

from benchmarks import load
from benchmarks.__main__ import WORKS, run, scales
from benchmarks.ratios import Report, ratio
from iom_partners.settings import BASE_DIR
from registry import actions
from registry.models import Organization

SCALE = 120


@pytest.mark.slow  # Loads organizations, imports a file twice and renders pages under a profiler.
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
