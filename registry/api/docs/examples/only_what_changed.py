from urllib.error import HTTPError
from urllib.request import Request, urlopen

address = "https://registry.example/api/v1/areas"
with urlopen(address) as answer:
    kept, etag = answer.read(), answer.headers["ETag"]

try:
    with urlopen(Request(address, headers={"If-None-Match": etag})) as answer:
        kept, etag = answer.read(), answer.headers["ETag"]
        print("changed")
except HTTPError as answer:
    if answer.code != 304:
        raise
    print("the same as before")
