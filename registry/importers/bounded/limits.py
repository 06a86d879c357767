"""What a file may be and what reading it may cost."""

from dataclasses import dataclass
from typing import Any, Final

MB: Final = 1024 * 1024

FILE_BYTES: Final = 25 * MB
UNPACKED_BYTES: Final = 200 * MB
RATIO: Final = 100
# Below this an archive may be as dense as it likes: a small repetitive sheet packs well and hurts nobody.
RATIO_MATTERS_FROM: Final = 4 * MB
ENTRIES: Final = 2_000
ROWS: Final = 200_000
COLUMNS: Final = 200
CELL_CHARACTERS: Final = 5_000
SHEETS: Final = 100
TOP_LINES: Final = 60
# Entries of a list of the Security Council, and names of one entry: ten times what there ever were.
LISTED: Final = 20_000
LISTED_NAMES: Final = 500
# A box of cells that calamine may lay out in memory at 32 bytes each; a larger one is streamed instead.
BOX_CELLS: Final = 8_000_000

CHILD_MEMORY: Final = 768 * MB
CHILD_CPU_SECONDS: Final = 60
CHILD_WAIT_SECONDS: Final = 90


class Refusal(Exception):
    """Why a file is not read: a code and its parameters, put into words by `registry.importers.problems`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Found:
    """A sheet before it is read."""

    name: str
    is_hidden: bool
