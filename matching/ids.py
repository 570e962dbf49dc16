"""Whole numbers that name rows, pairs, texts and terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Ids: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int32]
Number = TypeVar("Number", np.int32, np.int64)

AT_ONCE = 1 << 16
"""Texts that are looked at together: what is made of them on the way is ten times as large as they."""
_HELD = 200_000
"""Texts up to which each is an object: to look one up takes 60 ns, and 180 ns where it is cut out of the bytes."""


class Texts:
    """Texts by their places; an empty one stands where the place -1 points.

    Of many the letters stand in a row, as Arrow keeps them: 8 bytes and its letters a text. Objects take 57 more, which
    are 2 kB an order.
    """

    __slots__ = ("_held",)

    def __init__(self, held: NDArray[np.object_] | pa.Array) -> None:
        self._held = held
        """With an empty one at the end."""

    def __len__(self) -> int:
        return len(self._held) - 1

    def __iter__(self) -> Iterator[str]:
        for part in self.parts():
            yield from part

    def at(self, places: NDArray[np.signedinteger]) -> list[str]:
        """The texts at these places; of those in a row each is cut out once."""
        if isinstance(self._held, np.ndarray):
            found: list[str] = self._held[places].tolist()
            return found
        asked = np.zeros(len(self._held), dtype=bool)
        asked[places] = True
        there = np.flatnonzero(asked)
        of = np.empty(len(self._held), dtype=np.int32)
        of[there] = np.arange(len(there), dtype=np.int32)
        return list(_objects(self._held.take(_numbers_in_a_row(there)))[of[places]])

    def first(self, most: int) -> list[str]:
        """So many from the beginning, or all."""
        return self.at(np.arange(min(most, len(self))))

    def parts(self) -> Iterator[list[str]]:
        """All of them, some at a time: those before are gone before the next ones are made."""
        for start in range(0, len(self), AT_ONCE):
            yield self._held[start : min(start + AT_ONCE, len(self))].tolist()

    def lengths(self) -> NDArray[np.int32]:
        """How many characters each has, and last those of an empty one."""
        parts = (np.fromiter(map(len, part), dtype=np.int32, count=len(part)) for part in self.parts())
        return np.concatenate((*parts, np.zeros(1, dtype=np.int32)))


def texts_of(texts: Sequence[str]) -> Texts:
    """Texts by their place in a list."""
    return _texts_of(in_a_row(texts)) if len(texts) > _HELD else Texts(_with_empty(texts))


def _texts_of(held: pa.Array) -> Texts:
    import pyarrow as pa

    return Texts(pa.concat_arrays([held, in_a_row([""])]) if len(held) > _HELD else _with_empty(held.to_pylist()))


def _with_empty(texts: Sequence[str]) -> NDArray[np.object_]:
    made = np.empty(len(texts) + 1, dtype=object)
    made[:-1] = texts
    made[-1] = ""
    return made


def _objects(held: pa.Array) -> NDArray[np.object_]:
    made = np.empty(len(held), dtype=object)
    made[:] = held.to_pylist()
    made[made == None] = ""  # noqa: E711 - each is asked
    return made


def coded(parts: Iterable[Sequence[str] | pa.Array]) -> tuple[Codes, Texts]:
    """Codes of all texts of the parts, -1 for an empty one, and the distinct texts in the order in which they come."""
    import pyarrow as pa

    every = (part if isinstance(part, pa.Array) else in_a_row(part) for part in parts)
    rows = [part for part in every if len(part)]
    found = pa.chunked_array(rows, pa.large_string()).dictionary_encode().chunks
    codes = [np.where(_empty(row), np.int32(-1), _codes(part)) for row, part in zip(rows, found, strict=True)]
    known = _texts_of(found[-1].dictionary) if found else texts_of([])
    return np.concatenate([np.empty(0, dtype=np.int32), *codes]), known


# ---------------------------------------------------------------- into Arrow, and out of it
# Its own conversions import pandas where that is installed, which takes 0.4 s.


def in_a_row(texts: Sequence[str]) -> pa.Array:
    """Texts as Arrow keeps them, an empty one as none; half of a surrogate pair is no UTF-8, and a question mark."""
    import pyarrow as pa

    letters = "".join(texts)
    written = texts if letters.isascii() else [text.encode("utf-8", "replace") for text in texts]
    ends = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, written), dtype=np.int64, count=len(texts)), out=ends[1:])
    there = np.packbits(ends[1:] > ends[:-1], bitorder="little")
    buffers = [pa.py_buffer(each) for each in (there, ends, letters.encode("utf-8", "replace"))]
    return pa.Array.from_buffers(pa.large_string(), len(texts), buffers)


def _empty(texts: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(np.diff(_numbers(texts, np.int64)[: len(texts) + 1]) == 0, dtype=bool)


def _numbers_in_a_row(ids: Ids) -> pa.Array:
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), len(ids), [None, pa.py_buffer(np.ascontiguousarray(ids))])


def _codes(found: pa.Array) -> Codes:
    return _numbers(found.indices, np.int32)[: len(found)]


def _numbers(held: pa.Array, kind: type[Number]) -> NDArray[Number]:
    return np.frombuffer(held.buffers()[1], dtype=kind)


def distinct(ids: Ids) -> Ids:
    """The ids in order, each once; `np.unique` hashes them: 3.2 s for three million, where sorting takes 0.2 s."""
    found = np.sort(ids)
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def among(ids: Ids, held: Ids) -> NDArray[np.bool_]:
    """Which of the ids are among those held, which are sorted."""
    if not len(held):
        return np.zeros(len(ids), dtype=bool)
    place = np.minimum(np.searchsorted(held, ids), len(held) - 1)
    return np.asarray(held[place] == ids, dtype=bool)


def factorised_ids(ids: Ids) -> tuple[Codes, Ids]:
    """Codes, and the distinct ids in the order in which they come."""
    found = _numbers_in_a_row(ids).dictionary_encode()
    return _codes(found), _numbers(found.dictionary, np.int64)[: len(found.dictionary)]


def matched(held: Codes | Ids, wanted: Codes | Ids) -> tuple[Ids, Ids]:
    """For sorted codes the places of all pairs of equal ones: (place in wanted, place in held).

    Codes are small numbers from 0, so where each begins is looked up and not searched for.
    """
    count_of = np.bincount(held, minlength=int(wanted.max(initial=-1)) + 1)
    first, count = (np.cumsum(count_of) - count_of)[wanted], count_of[wanted]
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    offsets = np.arange(total) - np.repeat(ends - count, count)
    return np.repeat(np.arange(len(wanted)), count), np.repeat(first, count) + offsets
