import json
import os
from urllib.request import Request, urlopen

api = "https://registry.example/api/v1"


def ask(path, method="GET"):
    headers = {"Authorization": "Bearer " + os.environ["REGISTRY_KEY"]}
    with urlopen(Request(f"{api}{path}", method=method, headers=headers)) as answer:
        return json.load(answer)


# Every message of the last 30 days that did not arrive is sent once more.
for webhook in ask("/webhooks")["results"]:
    for message in ask(f"/webhooks/{webhook['id']}/deliveries")["results"]:
        if message["state"] == "failed":
            ask(f"/webhooks/{webhook['id']}/deliveries/{message['id']}/replay", "POST")
            print(message["id"], "is sent once more")
