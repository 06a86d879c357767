"""Why a document is not taken."""

from typing import Any


class Refusal(Exception):
    """A code and its parameters, put into words by `registry.importers.documents`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
