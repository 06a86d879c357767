"""What is not held in memory while a whole registry is compared: files without a name, gone when they are closed.

Each is filled first and read then.
"""

from array import array
from collections.abc import Sequence
from tempfile import TemporaryFile

# Numbers of one part that are held until they are written together.
_HELD = 4_096


class Pieces:
    """Bytes by place, in the order in which they were added."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (open as long as this is)
        self._ends = array("Q", [0])

    def add(self, piece: bytes) -> None:
        self._file.write(piece)
        self._ends.append(self._ends[-1] + len(piece))

    def __getitem__(self, place: int) -> bytes:
        start, end = self._ends[place], self._ends[place + 1]
        self._file.seek(start)
        return self._file.read(end - start)

    def close(self) -> None:
        self._file.close()


class Groups:
    """Short lists of numbers below 2³², each told by where it lies: also a number below 2³²."""

    def __init__(self, longest: int) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (open as long as this is)
        self._longest = longest
        self._end = 0

    def add(self, group: Sequence[int]) -> int:
        start, told = self._end, array("I", [len(group), *group])
        self._file.write(told.tobytes())
        self._end += len(told)
        return start

    def __getitem__(self, start: int) -> "array[int]":
        told = array("I")
        self._file.seek(start * told.itemsize)
        told.frombytes(self._file.read((1 + self._longest) * told.itemsize))
        return told[1 : 1 + told[0]]

    def close(self) -> None:
        self._file.close()


class Parts:
    """Very many numbers below 2⁶⁴ in parts that are small enough to be sorted one by one."""

    def __init__(self, count: int) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (open as long as this is)
        self._held = [array("Q") for _ in range(count)]
        self._written: list[list[tuple[int, int]]] = [[] for _ in range(count)]

    def add(self, part: int, number: int) -> None:
        held = self._held[part]
        held.append(number)
        if len(held) == _HELD:
            self._written[part].append((self._file.seek(0, 2), len(held) * held.itemsize))
            self._file.write(held.tobytes())
            del held[:]

    def in_order(self, part: int) -> list[int]:
        numbers = self._held[part][:]
        for start, size in self._written[part]:
            self._file.seek(start)
            numbers.frombytes(self._file.read(size))
        return sorted(numbers)

    def close(self) -> None:
        self._file.close()
