"""Every kind of finding has a case that must raise it, a near miss that must not, and its words in the docs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.finding import FindingKind

TESTS = Path(__file__).parents[1]
WHERE = (*sorted(TESTS.glob("matching/test_findings_*.py")), TESTS / "records" / "test_source_drift.py")


def marked(mark: str) -> Iterator[str]:
    """The kinds that the tests are marked with; `marks_hold` sees to it that the marks tell the truth."""
    for path in WHERE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == mark:
                yield from (word.value for word in node.args if isinstance(word, ast.Constant))  # type: ignore[misc]


@pytest.mark.parametrize("mark", ["raises", "spares"])
def test_every_kind_has_its_cases(mark: str) -> None:
    """No kind lacks a case that raises it or a near miss, and no test is marked with a kind that is none."""
    assert set(marked(mark)) == set(FindingKind)


def test_every_kind_is_documented() -> None:
    """What it means, what to do, and what can fool it: in each kind's section."""
    text = (TESTS.parent / "docs" / "findings.md").read_text(encoding="utf-8")
    sections = {part.split("`", 1)[0]: part for part in text.split("\n### `")[1:]}
    assert set(sections) == set(FindingKind)
    words = {kind: " ".join(said.split()) for kind, said in sections.items()}
    assert [kind for kind, said in words.items() if not ("**Do:**" in said and "**Fooled by:**" in said)] == []
