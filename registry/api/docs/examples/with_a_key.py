import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

# While one key takes the place of another, both let you in.
keys = [os.environ[name] for name in ("REGISTRY_KEY", "REGISTRY_KEY_BEFORE") if os.environ.get(name)]


def ask(address):
    for key in keys:
        try:
            with urlopen(Request(address, headers={"Authorization": f"Bearer {key}"})) as answer:
                return json.load(answer)
        except HTTPError as answer:
            problem = json.load(answer)
            print(answer.code, problem["title"], problem["detail"])
            if answer.code != 401:
                break
    raise SystemExit("No key opens this.")


page = ask("https://registry.example/api/v1/organizations?limit=5")
for organization in page["results"]:
    # With the scope read:partner there is a town as well.
    print(organization["name"], organization.get("hq_city") or "")
