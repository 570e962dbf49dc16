"""Doors of rooms open on what is asked for, and on nothing else."""

from __future__ import annotations

import importlib
import sys

import pytest

from records.doors import door


@pytest.mark.parametrize("room", ["matching", "records.exports", "records.sources"])
def test_everything_that_a_door_names_is_behind_it(room: str) -> None:
    """Each name of `__all__` can be had, and no other."""
    opened = importlib.import_module(room)
    assert all(getattr(opened, name) is not None for name in opened.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nobody'"):
        opened.nobody  # noqa: B018


def test_what_is_not_asked_for_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module is imported with the first name that is asked of it."""
    monkeypatch.delitem(sys.modules, "records.natural", raising=False)
    behind = door("records", {"shortlex": "natural"})
    assert "records.natural" not in sys.modules
    with pytest.raises(AttributeError):
        behind("nobody")
    assert "records.natural" not in sys.modules
    assert callable(behind("shortlex"))
    assert "records.natural" in sys.modules
