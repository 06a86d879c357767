"""What is not held in memory while a whole registry is compared: files without a name, gone when they are closed.

Each is filled first and read then.
"""

import os
from array import array
from collections.abc import Sequence
from tempfile import TemporaryFile

# Numbers of one part that are held until they are written together.
_HELD = 4_096


class _Spill:
    """Bytes that are written one after another, and read from anywhere."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (open as long as this is)
        self._is_written = False
        self.size = 0

    def write(self, piece: bytes) -> None:
        self._file.write(piece)
        self._is_written = False
        self.size += len(piece)

    def read(self, start: int, size: int) -> bytes:
        if not self._is_written:
            self._file.flush()
            self._is_written = True
        # Past the file's buffer, which would read some thousand bytes around every few.
        return os.pread(self._file.fileno(), size, start)

    def close(self) -> None:
        self._file.close()


class Pieces:
    """Bytes by place, in the order in which they were added."""

    def __init__(self) -> None:
        self._spill = _Spill()
        self._ends = array("Q", [0])

    def add(self, piece: bytes) -> None:
        self._spill.write(piece)
        self._ends.append(self._spill.size)

    def __getitem__(self, place: int) -> bytes:
        start = self._ends[place]
        return self._spill.read(start, self._ends[place + 1] - start)

    def close(self) -> None:
        self._spill.close()


class Groups:
    """Short lists of numbers below 2³², each told by where it lies: also a number below 2³²."""

    def __init__(self, longest: int) -> None:
        self._spill = _Spill()
        self._longest = longest

    def add(self, group: Sequence[int]) -> int:
        told = array("I", [len(group), *group])
        start = self._spill.size // told.itemsize
        self._spill.write(told.tobytes())
        return start

    def __getitem__(self, start: int) -> "array[int]":
        told = array("I")
        told.frombytes(self._spill.read(start * told.itemsize, (1 + self._longest) * told.itemsize))
        return told[1 : 1 + told[0]]

    def close(self) -> None:
        self._spill.close()


class Parts:
    """Very many numbers below 2⁶⁴ in parts that are small enough to be sorted one by one."""

    def __init__(self, count: int) -> None:
        self._spill = _Spill()
        self._held = [array("Q") for _ in range(count)]
        self._written: list[list[tuple[int, int]]] = [[] for _ in range(count)]

    def add(self, part: int, number: int) -> None:
        held = self._held[part]
        held.append(number)
        if len(held) == _HELD:
            self._written[part].append((self._spill.size, len(held) * held.itemsize))
            self._spill.write(held.tobytes())
            del held[:]

    def in_order(self, part: int) -> list[int]:
        numbers = self._held[part][:]
        for start, size in self._written[part]:
            numbers.frombytes(self._spill.read(start, size))
        return sorted(numbers)

    def close(self) -> None:
        self._spill.close()
