import csv
import json
from urllib.request import Request, urlopen

api = "https://registry.example/api/v1"
known = ("name", "acronym", "country", "external_id", "website")

# partners.csv has a column `name`, and any of the others.
with open("partners.csv", encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))
lines = [
    {"ref": f"line {number}"} | {name: row[name] for name in known if row.get(name)}
    for number, row in enumerate(rows, start=2)
]

for start in range(0, len(lines), 100):
    body = json.dumps(lines[start : start + 100]).encode()
    with urlopen(Request(f"{api}/match", body, {"Content-Type": "application/json"})) as answer:
        told = json.load(answer)
    for one in told["results"]:
        # What is `matched` is certain. What is `ambiguous` waits for a person, with the candidates and their reasons.
        found = [f"{candidate['id']} {candidate['name']} {candidate['score']}" for candidate in one["candidates"]]
        print(one["ref"], one["status"], *(found[:1] if one["status"] == "matched" else found), sep="\n  ")
