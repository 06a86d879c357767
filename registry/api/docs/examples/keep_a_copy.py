import gzip
import json
import os
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

api = "https://registry.example/api/v1"
file = Path("registry-copy.json")


def ask(address):
    with urlopen(address) as answer:
        return answer.read()


def snapshot():
    """The copy of last night, and the number from which the feed goes on."""
    try:
        manifest = json.loads(ask(f"{api}/exports"))
    except HTTPError as answer:
        if answer.code != 404:
            raise
        # No night has passed yet: the feed begins with all that is listed.
        return {"after": 0, "organizations": {}}
    (whole,) = [one for one in manifest["files"] if (one["table"], one["format"]) == ("organizations", "jsonl.gz")]
    rows = map(json.loads, gzip.decompress(ask(whole["url"])).splitlines())
    return {"after": manifest["seq"], "organizations": {row["id"]: row for row in rows}}


def follow(copy):
    """Write over the copy what happened since, until there is no more."""
    has_more = True
    while has_more:
        page = json.loads(ask(f"{api}/changes?type=organization&after={copy['after']}"))
        for change in page["changes"]:
            # What is deleted or merged goes; what came or changed is written anew.
            copy["organizations"].pop(change["id"], None)
            if change.get("data"):
                copy["organizations"][change["id"]] = change["data"]
        copy["after"], has_more = page["next_after"], page["has_more"]


copy = json.loads(file.read_text()) if file.exists() else snapshot()
try:
    follow(copy)
except HTTPError as answer:
    if answer.code != 410:
        raise
    # The feed does not reach back that far: begin again.
    copy = snapshot()
    follow(copy)
# Rows and number change together: a program that is stopped between the two would miss something.
written = file.with_suffix(".new")
written.write_text(json.dumps(copy, ensure_ascii=False))
os.replace(written, file)
print(len(copy["organizations"]), "organizations")
