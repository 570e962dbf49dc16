"""Things tied to each other, directly or through others, are one: the same order under several records or scans.

Reports and measures count orders by it, so that both come to the same number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import TypeVar

from records.order import PaperOrder

T = TypeVar("T", bound=Hashable)


def clusters(items: Iterable[T], ties: Iterable[Sequence[T]]) -> tuple[tuple[T, ...], ...]:
    """The items in groups: those that a chain of ties connects stand together.

    Groups and their members come in the order of `items`. A tie that names something else than an item ties the rest of
    what it names all the same.
    """
    parent: dict[T, T] = {}
    for tie in ties:
        for other in tie[1:]:
            parent[_root(parent, other)] = _root(parent, tie[0])
    groups: dict[T, list[T]] = {}
    for item in dict.fromkeys(items):
        groups.setdefault(_root(parent, item), []).append(item)
    return tuple(tuple(group) for group in groups.values())


def _root(parent: dict[T, T], item: T) -> T:
    above = parent.setdefault(item, item)
    while above != parent[above]:
        parent[above] = parent[parent[above]]
        above = parent[above]
    parent[item] = above
    return above


def record_keys(source: str, record_ids: Sequence[str], sources: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The records that a finding names, as source and id.

    A finding within one source names it; one across several names the source of each id in turn, blanks between them.
    """
    if source not in sources and len(found := _names_in(source, sources)) == len(record_ids):
        return tuple(zip(found, record_ids, strict=True))
    return tuple((source, record_id) for record_id in record_ids)


def _names_in(text: str, names: Collection[str]) -> list[str]:
    """The names that make up the text with a blank between them, the longest that fits first; none if others do."""
    found = []
    while text:
        name = max((name for name in names if name and f"{text} ".startswith(f"{name} ")), key=len, default="")
        if not name:
            return []
        found.append(name)
        text = text[len(name) + 1 :]
    return found


_LOG_ROW = re.compile(r":\d+r\d+$")
"""How the id of an order ends that is a row of a log."""


def log_ties(orders: Iterable[PaperOrder]) -> list[tuple[str, str]]:
    """Each row of a log with the sheet that it lists, by order id: the first that has its number and department."""
    sheets: dict[str, list[PaperOrder]] = {}
    rows: list[PaperOrder] = []
    for order in orders:
        if _LOG_ROW.search(order.order_id):
            rows.append(order)
        else:
            sheets.setdefault(_folded(order.number), []).append(order)
    pairs = ((row, sheet) for row in rows if _folded(row.number) for sheet in sheets.get(_folded(row.number), ()))
    ties: dict[str, str] = {}
    for row, sheet in pairs:
        if not row.department or not sheet.department or _folded(row.department) == _folded(sheet.department):
            ties.setdefault(row.order_id, sheet.order_id)
    return list(ties.items())


def _folded(text: str | None) -> str:
    """Letters and digits only, however they are cased."""
    return "".join(filter(str.isalnum, text or "")).casefold()
