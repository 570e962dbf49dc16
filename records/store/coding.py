"""Nouns as bytes and back, and the hash that goes with each row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TypeVar

import msgspec

T = TypeVar("T")


def encode(noun: object) -> bytes:
    """The noun as JSON.

    A file name that is no UTF-8 holds lone surrogates, which msgspec refuses; Python's own writer escapes them.
    """
    try:
        return msgspec.json.encode(noun)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(noun), separators=(",", ":")).encode()


def decode(payload: bytes, noun: type[T]) -> T:
    """The noun that was encoded.

    Raises:
        ValueError: the bytes say something else.
    """
    try:
        return msgspec.json.decode(payload, type=noun)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        return msgspec.convert(json.loads(payload), type=noun)


def row_hash(*parts: str | int | bytes) -> str:
    """SHA-256 over the row: the table's name, its key columns and its payload.

    Each part goes in with its length, so that no two rows have the same bytes.
    """
    digest = hashlib.sha256()
    for part in parts:
        written = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(written))
        digest.update(written)
    return digest.hexdigest()


class Digest:
    """SHA-256 over the hashes of a part's rows, in the order in which they come."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, row_hash: str) -> None:
        """The next row's."""
        self._sum.update(row_hash.encode())

    def written(self) -> str:
        """Of all that were added."""
        return self._sum.hexdigest()


def digest_of(hashes: Iterable[str]) -> str:
    """SHA-256 over the hashes of a part's rows."""
    digest = Digest()
    for one in hashes:
        digest.add(one)
    return digest.written()
