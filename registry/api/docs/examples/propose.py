import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

api = "https://registry.example/api/v1"
key = {"Authorization": "Bearer " + os.environ["REGISTRY_KEY"]}


def ask(path, headers=None, body=None):
    try:
        with urlopen(Request(f"{api}{path}", body, key | (headers or {}))) as answer:
            return json.load(answer)
    except HTTPError as answer:
        problem = json.load(answer)
        faults = [f"{fault['pointer']}: {fault['detail']}" for fault in problem["errors"] if "pointer" in fault]
        raise SystemExit("\n".join([problem["title"], problem["detail"], *faults])) from None


# A value replaces the whole field: begin with the names that stand there, and add yours.
organization = ask("/organizations/CSO-7K2M9XQ4")
names = [{part: name[part] for part in ("text", "kind", "language")} for name in organization["names"]]
names.append({"text": "Aide aux migrants de Riverbend", "kind": "translation", "language": "fr"})
proposal = {
    "organization": organization["id"],
    "changes": {"names": names},
    "source": "https://register.example/riverbend",
}
# Sent again under the same name, it is the same proposal: keep the name until an answer came.
headers = {"Content-Type": "application/json", "Idempotency-Key": "names-2026-11"}
sent = ask("/proposals", headers, json.dumps(proposal).encode())

# Ask again later, or let a webhook for proposal.decided tell you when.
for change in ask(f"/proposals/{sent['id']}")["changes"]:
    print(change["field"], change["decision"], change["reason"] or "")
