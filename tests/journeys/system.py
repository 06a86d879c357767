"""The program of a partner: it asks over the network, as it would from afar."""

from urllib.parse import urljoin

import requests


class System:
    def __init__(self, origin, key=""):
        self.origin, self.session = origin, requests.Session()
        # No proxy of this machine stands between them.
        self.session.trust_env = False
        if key:
            self.session.headers["Authorization"] = f"Bearer {key}"

    def get(self, address, query=None, **headers):
        return self.ask("GET", address, params=query, headers=headers)

    def post(self, address, **body):
        return self.ask("POST", address, **body)

    def ask(self, method, address, *, headers=None, **sent):
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        return self.session.request(method, urljoin(self.origin, address), headers=named, timeout=60, **sent)
