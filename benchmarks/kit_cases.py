"""What must become of each input of a kit, and whether a result is that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

LISTS = ("csv/", "xlsx/", "sqlite/")
"""Folders of the kit that hold digital lists."""


class Case(msgspec.Struct, frozen=True):
    """An input and what must become of it."""

    id: str
    file: str
    expected: str
    also_accept: tuple[str, ...]
    message_must_name: tuple[str, ...]
    truth: Mapping[str, Any]
    limits: Mapping[str, float]
    sha256: str = ""
    """Empty for an input that is made on the spot where the machine can: a pipe, a link, a name that is no UTF-8."""


class _Kit(msgspec.Struct, frozen=True):
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an input."""

    file: str
    outcome: str
    message: str
    seconds: float
    rss_mb: int
    """Resident memory of the largest process."""
    cpu: float = 0.0
    """Seconds of processor time, by which a result on a busy machine is judged."""
    pages: int | None = None
    order_nos: tuple[str, ...] | None = None
    rows: int | None = None
    unreadable: int = 0
    """Pages that were named as such: each accounts for an order that is not there."""


def read_cases(folder: Path) -> tuple[Case, ...]:
    """All cases of a kit."""
    said = json.loads((folder / "expectations.json").read_text("utf-8"))  # msgspec refuses halves of surrogate pairs
    kit = msgspec.convert(said, type=_Kit)
    return kit.cases


def complaints(case: Case, result: Result) -> tuple[str, ...]:
    """In what the result falls short; empty where it is as it must be."""
    return tuple(_outcome(case, result)) + tuple(_truth(case, result)) + tuple(_costs(case, result))


def _outcome(case: Case, result: Result) -> Iterator[str]:
    if result.outcome not in {case.expected, *case.also_accept}:
        yield f"{result.outcome}, expected {case.expected}: {result.message[:200]}"
    said = result.message.lower()
    names = any(word.lower() in said for word in case.message_must_name) or not case.message_must_name
    if (
        result.outcome == case.expected
        and result.outcome in {"rejected-with-error", "processed-with-warning"}
        and not names
    ):
        yield f"names none of {list(case.message_must_name)}: {result.message[:200]}"
    if "Traceback" in result.message:
        yield "a traceback is not a message"
    if any((ord(sign) < 32 and sign not in "\n\t") or 0x7F <= ord(sign) < 0xA0 for sign in result.message):
        yield "control characters in the message"


def _truth(case: Case, result: Result) -> Iterator[str]:
    if not result.outcome.startswith("processed"):
        return
    truth = case.truth
    if result.order_nos is not None:
        missing = sorted(set(truth.get("order_nos", ())) - set(result.order_nos))
        if len(missing) > result.unreadable:
            yield f"orders missing: {missing[:5]}"
        if set(truth.get("not_order_nos", ())) & set(result.order_nos):
            yield "the lying text layer was believed"
    for name in ("pages", "rows"):
        measured = getattr(result, name)
        if name in truth and measured is not None and measured != truth[name]:
            yield f"{name}: {measured}, is {truth[name]}"
    forbidden = truth.get("no_file")
    if forbidden and Path(str(forbidden)).exists():
        yield f"{forbidden} was made"


def _costs(case: Case, result: Result) -> Iterator[str]:
    for name in ("seconds", "rss_mb"):
        if getattr(result, name) > case.limits[name]:
            yield f"{name}: {getattr(result, name)}, over {case.limits[name]:g}"
