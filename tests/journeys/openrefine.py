"""OpenRefine itself, as its pages drive it: on a port of this machine, with a workspace that is gone with the test."""

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import time

import requests

from tests.journeys.system import System

OPENREFINE = os.environ.get("OPENREFINE") or shutil.which("openrefine")
# It is a Java program: it takes some seconds to start, and many more where others use the processor.
_PATIENCE = 120
_ALL = json.dumps({"facets": [], "mode": "row-based"})


class OpenRefine:
    def __init__(self, workspace):
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        self.origin = f"http://127.0.0.1:{port}"
        self.system = System(self.origin)
        place = ["-i", "127.0.0.1", "-p", str(port), "-d", str(workspace)]
        self.process = subprocess.Popen(
            [OPENREFINE, *place, "-m", "512M", "-x", "refine.headless=true"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"no_proxy": "127.0.0.1", "LC_ALL": "C.UTF-8", "HOME": str(workspace)},
            start_new_session=True,
        )
        self.version = self._version()

    def stop(self):
        self.system.session.close()
        # The program that was started is a shell, and the Java machine its child.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _version(self):
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                return self.ask("get-version")["version"]
            except requests.ConnectionError:
                time.sleep(0.2)
        raise AssertionError("OpenRefine did not start.")

    def open(self, rows):
        """A project of a table."""
        text = io.StringIO()
        table = csv.DictWriter(text, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
        how = {"separator": ",", "encoding": "UTF-8", "headerLines": 1, "guessCellValueTypes": False}
        answer = self.system.post(
            f"/command/core/create-project-from-upload?csrf_token={self._token()}",
            files={"project-file": ("table.csv", text.getvalue().encode(), "text/csv")},
            data={"project-name": "A table", "format": "text/line-based/*sv", "options": json.dumps(how)},
        )
        return Project(self, answer.url.rpartition("=")[2])

    def ask(self, command, **query):
        answer = self.system.get(f"/command/core/{command}", query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def do(self, command, query, **form):
        answer = self.system.post(
            f"/command/core/{command}", params=query, data={**form, "engine": _ALL, "csrf_token": self._token()}
        )
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert told.get("code") != "error", told
        return told

    def _token(self):
        return self.ask("get-csrf-token")["token"]


class Project:
    def __init__(self, refine, number):
        self.refine, self.number = refine, number

    def guess(self, column, service):
        """The types that it proposes for a column, the likeliest first."""
        told = self.refine.do("guess-types-of-column", self._query(columnName=column, service=service))
        return [one["id"] for one in told["types"]]

    def reconcile(self, column, manifest, *, service, type_, properties):
        """Each cell of a column by the service, together with what other columns say: {column: property}."""
        config = {
            "mode": "standard-service",
            "service": service,
            "identifierSpace": manifest["identifierSpace"],
            "schemaSpace": manifest["schemaSpace"],
            "type": {"id": type_, "name": type_},
            "autoMatch": True,
            "columnDetails": [
                {"column": name, "property": {"id": property_, "name": property_}}
                for name, property_ in properties.items()
            ],
            "limit": 0,
        }
        self._change("reconcile", columnName=column, config=json.dumps(config))

    def match(self, column, text, candidate, manifest):
        """As somebody chooses a candidate for all cells that say the same."""
        spaces = {space: manifest[space] for space in ("identifierSpace", "schemaSpace")}
        said = {name: candidate[name] for name in ("id", "name", "score")} | {"types": ",".join(candidate["types"])}
        self._change(
            "recon-judge-similar-cells", columnName=column, similarValue=text, judgment="matched", **said, **spaces
        )

    def preview(self, column, rows, properties):
        return self.refine.do(
            "preview-extend-data",
            self._query(columnName=column),
            rowIndices=json.dumps(rows),
            extension=_extension(properties),
        )

    def extend(self, column, manifest, service, properties, settings=None):
        """A new column beside it for each property."""
        told = {"baseColumnName": column, "endpoint": service, "columnInsertIndex": self._columns().index(column) + 1}
        told |= {space: manifest[space] for space in ("identifierSpace", "schemaSpace")}
        self._change("extend-data", told, extension=_extension(properties, settings))

    def add_identifiers(self, column, name):
        """A column with the id of whom each cell of another was matched to."""
        place = self._columns().index(column) + 1
        self._change(
            "add-column",
            baseColumnName=column,
            newColumnName=name,
            columnInsertIndex=place,
            expression="grel:cell.recon.match.id",
            onError="set-to-blank",
        )

    def take_as_identifiers(self, column, manifest, service):
        spaces = {space: manifest[space] for space in ("identifierSpace", "schemaSpace")}
        self._change("recon-use-values-as-identifiers", columnName=column, service=service, **spaces)

    def cells(self, column):
        """What it keeps of each cell of a column."""
        model = self.refine.ask("get-models", project=self.number)["columnModel"]["columns"]
        place = next(one["cellIndex"] for one in model if one["name"] == column)
        told = self.refine.ask("get-rows", project=self.number, start=0, limit=10_000)
        cells = [row["cells"][place] for row in told["rows"]]
        # Each points to what was found for it, if anything was asked for it.
        pool = told.get("pool", {}).get("recons", {})
        return [cell and cell | {"recon": pool.get(str(cell.get("r")), cell.get("r"))} for cell in cells]

    def export(self):
        answer = self.refine.system.post(
            "/command/core/export-rows/table.csv", data={"project": self.number, "format": "csv", "engine": _ALL}
        )
        return list(csv.DictReader(io.StringIO(answer.content.decode())))

    def _columns(self):
        model = self.refine.ask("get-models", project=self.number)["columnModel"]["columns"]
        return [one["name"] for one in model]

    def _change(self, command, query=(), **form):
        """To its end, where it takes longer than the answer."""
        self.refine.do(command, self._query(**dict(query)), **form)
        until = time.monotonic() + _PATIENCE
        while self.refine.ask("get-processes", project=self.number)["processes"]:
            assert time.monotonic() < until, f"{command} did not end."
            time.sleep(0.1)

    def _query(self, **query):
        return {"project": self.number, **query}


def _extension(properties, settings=None):
    configured = {"settings": settings} if settings else {}
    return json.dumps({"properties": [{"id": name, "name": name, **configured} for name in properties]})
