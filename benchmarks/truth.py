"""What is true of a generated sample: `truth.json`, as `fixtures/make.py` writes it, read into values."""

from __future__ import annotations

from pathlib import Path

import msgspec


class TruePage(msgspec.Struct, frozen=True):
    """One image of a binder."""

    number: int
    kind: str
    copy_of: int | None = None
    quarter_turns: int = 0
    """Clockwise, to make the picture upright."""


class TrueBinder(msgspec.Struct, frozen=True):
    """A scanned binder."""

    name: str
    pages: tuple[TruePage, ...]


class TrueItem(msgspec.Struct, frozen=True):
    """A line of an order."""

    kind: str
    description: str
    quantity: str
    unit: str
    unit_cost: str
    amount: str


class TrueOrder(msgspec.Struct, frozen=True):
    """An order that is on imaged pages."""

    order_number: str
    department: str
    binder: str
    pages: tuple[int, ...]
    slot: int | None = None
    fields: dict[str, str] = {}
    blank: tuple[str, ...] = ()
    extras: dict[str, str] = {}
    typed: bool = True
    void: bool = False
    """Struck out: what is written over it ("VOID, clerk error") is no value of its."""
    line_items: tuple[TrueItem, ...] = ()


class TrueLink(msgspec.Struct, frozen=True):
    """A record that was keyed from an order that is on paper."""

    order_number: str
    source: str
    record_id: str


class TrueFinding(msgspec.Struct, frozen=True):
    """A finding that the sample must raise: its kind and whatever identifies it."""

    kind: str
    binder: str = ""
    page: int | None = None
    after_page: int | None = None
    order_number: str = ""
    source: str = ""
    record_id: str = ""
    record_ids: tuple[str, ...] = ()
    field: str = ""


class Truth(msgspec.Struct, frozen=True):
    """A whole sample."""

    binders: tuple[TrueBinder, ...]
    orders: tuple[TrueOrder, ...]
    links: tuple[TrueLink, ...]
    findings: tuple[TrueFinding, ...]


def read_truth(path: Path) -> Truth:
    """The truth of a sample; keys that no score needs are left out."""
    return msgspec.json.decode(path.read_bytes(), type=Truth)
