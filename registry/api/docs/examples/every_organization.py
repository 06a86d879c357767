import json
from urllib.parse import urlencode
from urllib.request import urlopen

address = "https://registry.example/api/v1/organizations"
asked = {"country_of_work": "KEN", "limit": 500}
organizations = []
while True:
    with urlopen(f"{address}?{urlencode(asked)}") as answer:
        page = json.load(answer)
    organizations += page["results"]
    if page["next_cursor"] is None:
        break
    asked["cursor"] = page["next_cursor"]
print(len(organizations), "organizations")
