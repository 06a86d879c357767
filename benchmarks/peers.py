"""What else finds duplicates: contacts and exact names alone, and Splink where somebody has installed it beside us."""

import importlib
import importlib.util
import logging
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from registry.matching.compare import folded, own_domains, phone_numbers
from registry.matching.pairs import Record

Scored = dict[tuple[int, int], float]


def plainly_same(records: Sequence[Record]) -> Scored:
    """The same name in one country, or the same address, site or telephone: what a database finds by equality."""
    holders = defaultdict(list)
    for record in records:
        identity = record.identity
        named = {f"{name} {country}" for name in identity.full_names for country in identity.countries}
        for value in named | folded(identity.emails) | own_domains(identity) | phone_numbers(identity):
            holders[value].append(record.key)
    return {pair: 1.0 for keys in holders.values() if len(keys) < 100 for pair in combinations(keys, 2)}


def has_splink() -> bool:
    return all(map(importlib.util.find_spec, ("splink", "duckdb", "pyarrow")))


def splink(records: Sequence[Record]) -> Scored:
    """Splink on DuckDB as its documentation has it: blocking rules, Jaro-Winkler on names, u by sampling, m by EM."""
    pyarrow, library = importlib.import_module("pyarrow"), importlib.import_module("splink.comparison_library")
    peer, duckdb = importlib.import_module("splink"), importlib.import_module("splink.backends.duckdb")
    logging.getLogger("splink").setLevel(logging.ERROR)
    rules = [
        peer.block_on("name"),
        peer.block_on("email"),
        peer.block_on("domain"),
        peer.block_on("phone"),
        peer.block_on("substr(name, 1, 12)", "country"),
        peer.block_on("last", "country"),
        peer.block_on("acronym", "country"),
    ]
    settings = peer.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]).configure(term_frequency_adjustments=True),
            library.JaroWinklerAtThresholds("sorted", [0.95, 0.88, 0.8]),
            library.ExactMatch("acronym"),
            library.ExactMatch("country"),
            library.ExactMatch("type"),
            library.ExactMatch("place"),
            library.ExactMatch("email"),
            library.ExactMatch("domain"),
            library.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    table = pyarrow.Table.from_pylist([_row(record) for record in records])
    linker = peer.Linker(duckdb.DuckDBAPI().register(table), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(rules[1:4], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (rules[1], rules[2], rules[0]):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    return {tuple(sorted((row["unique_id_l"], row["unique_id_r"]))): float(row["match_probability"]) for row in found}


def _row(record: Record) -> dict[str, object]:
    identity = record.identity
    name = next(iter(identity.full_names), "")
    words = name.split()
    return {
        "unique_id": record.key,
        "name": name or None,
        "sorted": " ".join(sorted(words)) or None,
        "last": words[-1] if words else None,
        "acronym": min(identity.short_names, default=None),
        "country": min(identity.countries, default=None),
        "type": min(identity.types, default=None),
        "place": min(identity.places, default=None),
        "email": min(folded(identity.emails), default=None),
        "domain": min(own_domains(identity), default=None),
        "phone": min(phone_numbers(identity), default=None),
    }
