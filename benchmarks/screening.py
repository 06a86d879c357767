"""W10: names of a watch list found however they are written, and names of charities left alone; the time it takes.

By the list of the Security Council, where its file is on the machine; else by an invented one of the same size.
"""

import json
import random
import time
from collections import Counter
from pathlib import Path

from benchmarks.imports import Memory
from benchmarks.labelled import labelled
from benchmarks.names import organizations
from benchmarks.noise import NOISE
from registry.importers import Defaults, Vocabularies, fold, open_table
from registry.importers.un_list import read_un_list
from registry.matching import Identity, looks_like_acronym, rarity, words
from registry.matching.lexicon import canonical
from registry.matching.screening import RAISED, Watch, Watched, variants

HERE = Path(__file__).resolve()
DATA = HERE.parents[2] / "shared" / "data"
LIST = DATA / "un_sc_consolidated_2026-02-27.xml"
FILES = (("3w_chad_2021-10_fr.xlsx", "TCD"), ("345w_honduras_2021_es.csv", "HND"))
COUNTRIES = HERE.parents[1] / "registry" / "vocabularies" / "countries.json"
SEED = 83
CURVE = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
# Slips and habits of the other benchmarks, and the ways in which a name comes over into Latin letters.
SLIPS = ("exact", "typo", "dropped word", "word order", "spacing", "accents", "legal form")
HABITS = (("sh", "ch"), ("ou", "u"), ("u", "ou"), ("j", "dj"), ("q", "k"), ("kh", "h"), ("ee", "i"), ("iyya", "ia"),
          ("al-", "el "), ("aa", "a"), ("w", "ou"), ("y", "i"))  # fmt: skip
ADDED = ("{} Nairobi", "Bureau {}", "{} – branch of Sahel")


def run(bench):
    report = bench.report
    entries, is_real = _entries()
    made = labelled(report.scale, SEED)
    countries = _countries()
    since, worked, memory = time.perf_counter(), time.process_time(), Memory()
    watch = Watch(entries, _weights_of(made.records), places=countries)
    report.say(f"   {len(entries)} bodies of {'the list of 2026' if is_real else 'an invented list'}")
    found = _found(watch, [record.identity for record in made.records])
    seconds, work = time.perf_counter() - since, time.process_time() - worked
    report.add("W10", "all names", seconds, f"seconds for {len(made.records)} records", cpu=work)
    if (peak := memory.peak_above_start()) is not None:
        report.add("W10", "memory above the start", peak / 1024, "MB", "<= 300")
    _tell_recall(report, watch, entries)
    raised = sum(score >= RAISED for score in found)
    # An invented list is made of the same words as the registry: there it tells nothing.
    target = f"<= {max(1, len(made.records) // 1_000)}" if is_real else ""
    report.add("W10", "invented registry: raised", raised, f"of {len(made.records)}", target, is_counter=is_real)
    innocent = [line for line in (HERE.parent / "innocent.txt").read_text().splitlines() if line[0] != "#"]
    alike = _found(watch, [Identity(names=(("legal", name, ""),)) for name in innocent])
    report.add("W10", "sound like a list: raised", sum(s >= RAISED for s in alike), f"of {len(innocent)}")
    for file, country in FILES:
        if (DATA / file).exists():
            real = _found(watch, _identities(DATA / file, country, countries))
            report.add("W10", f"{file}: raised", sum(s >= RAISED for s in real), f"of {len(real)}")
    for threshold in CURVE:
        few, many = (sum(score >= threshold for score in scores) for scores in (found, alike))
        report.say(f"   score >= {threshold:<4}  invented registry {few}  sound like a list {many}")


def _tell_recall(report, watch, entries):
    chance = random.Random(SEED)
    names = [
        (entry.key, name)
        for entry in entries
        for text, _quality in entry.names
        for name in variants(text)
        if len(words(name)) > 1 and not looks_like_acronym(name)
    ]
    asked, right = Counter(), Counter()
    for kind, miswrite in _ways().items():
        for key, name in names:
            written = miswrite(name, chance)
            if written:
                asked[kind] += 1
                identity = Identity(names=(("legal", written, ""),))
                matches = watch.matches(identity, watch.weights(words(written)))
                right[kind] += any(match.key == key for match in matches)
    for kind in asked:
        report.add("W10", f"found: {kind}", right[kind] / asked[kind], f"of {asked[kind]}", is_counter=True)
    report.counter("W10", "found of all", right.total() / asked.total(), f"of {asked.total()}", ">= 0.9")


def _ways():
    """{kind: a function of a name and chance}; an empty answer means that a name cannot be written so."""
    slips = {kind: lambda name, chance, kind=kind: NOISE[kind](name, _FACTS, chance) for kind in SLIPS}
    return slips | {"other letters": _otherwise, "words added": lambda name, chance: chance.choice(ADDED).format(name)}


_FACTS = {"acronym": "", "language": "en", "names": [{"text": "", "kind": "legal", "language": "en"}]}


def _otherwise(name, chance):
    """Up to two habits of writing a foreign name in Latin letters."""
    written = name.lower()
    fitting = [habit for habit in HABITS if habit[0] in written]
    if not written.isascii() or not fitting:
        return ""
    for before, after in chance.sample(fitting, min(2, len(fitting))):
        written = written.replace(before, after, 1)
    return written


def _entries():
    if LIST.exists():
        listed = [one for one in read_un_list(LIST).entries if one.kind == "entity"]
        return [Watched(one.reference, tuple((t, str(q)) for t, q in one.names)) for one in listed], True
    invented = organizations(273, SEED + 1)
    return [Watched(n, tuple((one["text"], "name") for one in org["names"])) for n, org in enumerate(invented)], False


def _found(watch, identities):
    """The best score of each, 0 where nothing comes near."""
    scores = []
    for identity in identities:
        weights = watch.weights({word for _kind, text, _language in identity.names for word in words(text)})
        matches = watch.matches(identity, weights, least=CURVE[0])
        scores.append(matches[0].score if matches else 0.0)
    return scores


def _weights_of(records):
    counts = Counter(canonical(w) for record in records for name in record.identity.full_names for w in words(name))
    return lambda every: rarity({word: counts[canonical(word)] for word in every}, len(records))


def _identities(path, country, countries):
    vocabularies = Vocabularies(countries=countries)
    table = open_table(path, vocabularies=vocabularies)
    defaults = Defaults(country=country)
    folded = fold(table.lines(), table.header, table.column_map, defaults=defaults, vocabularies=vocabularies)
    for row in folded.rows:
        told = [("legal", row.name, ""), ("acronym", row.acronym or "", "")]
        yield Identity(names=tuple(one for one in told if one[1]), countries=frozenset({country}))


def _countries():
    """{spelling: code}"""
    terms = json.loads(COUNTRIES.read_text())["terms"]
    spelt = ((term["code"], [term[f"name_{code}"] for code in ("en", "fr", "es", "ar")]) for term in terms)
    return {text: code for code, texts in spelt for text in texts if text}
