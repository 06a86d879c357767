import json
from urllib.request import urlopen

import pandas as pd

address = "https://registry.example/api/v1/organizations?country_of_work=KEN&limit=500"
rows = []
while address:
    with urlopen(address) as answer:
        page = json.load(answer)
    rows += page["results"]
    address = page["next"]
organizations = pd.DataFrame(rows)
# One line a partnership. As text: the ISO code NA is Namibia and no missing value.
partnerships = pd.json_normalize(rows, "partnerships", ["id", "name"], meta_prefix="organization_")
print(organizations.shape, partnerships.shape)
