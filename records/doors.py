"""Doors of rooms that open on what is behind them only when it is asked for (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def door(room: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """A package's `__getattr__`: each name is fetched from its module when it is first asked for.

    Args:
        room: The package's name.
        homes: The names behind its door, each with the module of the package that it is in.

    Raises:
        AttributeError: from what it gives, for another name.
    """

    def fetched(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{homes[name]}"), name)

    return fetched
