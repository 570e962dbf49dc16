"""Sequences that may be longer than memory: short ones are held, long ones lie on the disk in packed blocks."""

from __future__ import annotations

import errno
import marshal
import os
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Generic, Protocol, TypeVar, overload

from records.errors import BadInput

T = TypeVar("T")
U = TypeVar("U")

HELD = 100_000
"""Items up to which a sequence is held: a record of twelve columns takes 2 kB."""
_BLOCK = 2_000
"""Items of a block: few enough to be read for one of them, enough to pack well."""


class Coder(Protocol[T]):
    """How items of one kind become what `marshal` can write, and back; itself fit to be pickled."""

    def plain(self, item: T) -> object:
        """The item as tuples, lists, dictionaries and texts."""

    def item(self, plain: object) -> T:
        """What `plain` was made of."""


def kept(items: Iterable[T], coder: Coder[T], folder: Path | None = None) -> Sequence[T]:
    """The items, to be gone through as often as is wanted: a tuple up to `HELD` of them, else on the disk.

    Args:
        items: Gone through once.
        coder: How an item is written.
        folder: Where a long sequence lies, so that it can be handed to another process by its name; without it in a
            nameless file of the system's temporary folder, which is gone with the sequence.

    Raises:
        BadInput: The disk is full.
    """
    coming = iter(items)
    first = list(islice(coming, HELD + 1))
    if len(first) <= HELD:
        return tuple(first)
    try:
        return _spooled(chain(first, coming), coder, folder)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        where = folder or Path(tempfile.gettempdir())
        raise BadInput(f"The list does not fit into {where}.", "Set TMPDIR to a folder with more room.") from error


def _spooled(items: Iterable[T], coder: Coder[T], folder: Path | None) -> Spooled[T]:
    import pyarrow as pa

    name = ""
    if folder is None:
        file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - it stays open as long as the sequence is there
    else:
        handle, name = tempfile.mkstemp(dir=folder)
        file = os.fdopen(handle, "w+b")
    ends, sizes, count = array("q", [0]), array("q"), 0
    coming = iter(items)
    while block := [coder.plain(item) for item in islice(coming, _BLOCK)]:
        data = marshal.dumps(block)
        file.write(pa.compress(data, codec="lz4", asbytes=True))
        ends.append(file.tell())
        sizes.append(len(data))
        count += len(block)
    file.flush()
    return Spooled(file, name, (ends, sizes, count), coder)


class Spooled(Sequence[T], Generic[T]):
    """Items on the disk. Pickled, it is the name of its file, which whoever unpickles it takes over and unlinks."""

    def __init__(self, file: BinaryIO, name: str, blocks: tuple[array[int], array[int], int], coder: Coder[T]) -> None:
        self._file = file
        self._name = name
        self._ends, self._sizes, self._count = blocks
        self._coder = coder

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        for block in range(len(self._sizes)):
            yield from map(self._coder.item, self._read(block))

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...

    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(self._count))]
        if not -self._count <= place < self._count:
            raise IndexError(place)
        block, at = divmod(place % self._count, _BLOCK)
        return self._coder.item(self._read(block)[at])

    def __reduce__(self) -> tuple[object, ...]:
        if not self._name:
            raise TypeError("a list in a nameless file cannot be handed to another process")
        return _taken_over, (self._name, (self._ends, self._sizes, self._count), self._coder)

    def _read(self, block: int) -> list[object]:
        import pyarrow as pa

        start, end = self._ends[block], self._ends[block + 1]
        packed = os.pread(self._file.fileno(), end - start, start)
        data = pa.decompress(packed, decompressed_size=self._sizes[block], codec="lz4", asbytes=True)
        return marshal.loads(data)  # type: ignore[no-any-return] # noqa: S302 - written by this program itself


def _taken_over(name: str, blocks: tuple[array[int], array[int], int], coder: Coder[T]) -> Spooled[T]:
    """The sequence of another process; its file has no name from now on, and is gone when it is let go."""
    file = Path(name).open("rb")  # noqa: SIM115 - it stays open as long as the sequence is there
    Path(name).unlink()
    return Spooled(file, "", blocks, coder)


class Changed(Sequence[U], Generic[T, U]):
    """A sequence each of whose items is changed when it is looked at."""

    def __init__(self, items: Sequence[T], change: Callable[[T], U]) -> None:
        self._items = items
        self._change = change

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[U]:
        return map(self._change, self._items)

    @overload
    def __getitem__(self, place: int) -> U: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[U]: ...

    def __getitem__(self, place: int | slice) -> U | Sequence[U]:
        if isinstance(place, slice):
            return [*map(self._change, self._items[place])]
        return self._change(self._items[place])
