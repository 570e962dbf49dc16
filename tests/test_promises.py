"""What is promised is held by tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "promises.md"


def rows() -> list[list[str]]:
    """The table's rows, cell by cell."""
    lines = re.findall(r"^\| \d+ \|.*$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_promise_names_tests_that_there_are() -> None:
    """Each row names at least one test, and each is a function or class of the file that it is said to be in."""
    assert [int(row[0]) for row in rows()] == list(range(1, 20))
    for row in rows():
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[3])
        assert named, row[1]
        for file, name in named:
            assert re.search(rf"^(async )?(def|class) {name}\b", (ROOT / file).read_text("utf-8"), re.MULTILINE), name
